import type { ContentfulStatusCode } from "hono/utils/http-status";

/** Twilio's error codes, with status and text: https://www.twilio.com/docs/api/errors */
const FAILURES = {
  20001: [400, "Unknown parameters."],
  20003: [401, "Authenticate"],
  20004: [405, "Method not allowed"],
  20404: [404, "The requested resource was not found"],
  20429: [429, "Too many requests"],
  20500: [500, "An internal server error has occurred"],
  20503: [503, "Service unavailable"],
  21211: [400, "The 'To' number is not a valid phone number."],
  21408: [400, "Permission to send an SMS has not been enabled for the region of the 'To' number."],
  21602: [400, "Message body is required."],
  21603: [400, "A 'From' phone number is required."],
  21604: [400, "A 'To' phone number is required."],
  21609: [400, "The StatusCallback URL is not a valid URL."],
  21610: [400, "Attempt to send to unsubscribed recipient"],
  21612: [400, "The 'To' phone number is not currently reachable via SMS."],
  21614: [400, "'To' number is not a valid mobile number"],
  21617: [400, "The concatenated message body exceeds the 1600 character limit"],
  21660: [400, "The 'From' number does not belong to the account."],
} as const satisfies Record<number, readonly [ContentfulStatusCode, string]>;
export type FailureCode = keyof typeof FAILURES;

const documentOf = (code: number, status: number, message: string) => ({
  code,
  message,
  more_info: `https://www.twilio.com/docs/errors/${code}`,
  status,
});

/** An error response in Twilio's format. */
export class Failure extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode) {
    super(FAILURES[code][1]);
    this.code = code;
  }

  get status() {
    return FAILURES[this.code][0];
  }

  get body() {
    return documentOf(this.code, this.status, this.message);
  }
}

const GENERAL: Record<number, FailureCode> = {
  401: 20003,
  404: 20404,
  429: 20429,
  503: 20503,
};

/** Returns Twilio's error document for an injected failure with this status. */
export const injectedBody = (status: number) =>
  documentOf(GENERAL[status] ?? 20500, status, "injected fault");
