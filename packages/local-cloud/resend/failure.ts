import type { ContentfulStatusCode } from "hono/utils/http-status";

/** Resend's error names and their status. https://resend.com/docs/api-reference/errors */
const STATUS = {
  invalid_idempotency_key: 400,
  missing_api_key: 401,
  restricted_api_key: 401,
  invalid_api_key: 403,
  not_found: 404,
  invalid_idempotent_request: 409,
  concurrent_idempotent_requests: 409,
  invalid_attachment: 422,
  invalid_parameter: 422,
  missing_required_field: 422,
  validation_error: 422,
  rate_limit_exceeded: 429,
  internal_server_error: 500,
} as const satisfies Record<string, ContentfulStatusCode>;

type FailureName = keyof typeof STATUS;

/** An error response in Resend's format. */
export class Failure extends Error {
  override readonly name: FailureName;

  constructor(name: FailureName, message: string) {
    super(message);
    this.name = name;
  }

  get status() {
    return STATUS[this.name];
  }

  get body() {
    return { statusCode: this.status, message: this.message, name: this.name };
  }
}

const NAMES = Object.keys(STATUS) as FailureName[];

/** Returns Resend's error document for an injected failure with this status. */
export const injectedBody = (status: number) => {
  const name = NAMES.find((candidate) => STATUS[candidate] === status) ?? "internal_server_error";
  return { statusCode: status, message: "injected fault", name };
};
