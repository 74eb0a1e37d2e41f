/** The `error` field of Razorpay's error response: https://razorpay.com/docs/errors */
interface WireError {
  code: "BAD_REQUEST_ERROR" | "GATEWAY_ERROR" | "SERVER_ERROR";
  description: string;
  source: string;
  step: string;
  reason: string;
  metadata: Record<string, string>;
  field?: string;
}

/** An error response. A thrown one rolls back what the call wrote. */
export class Refusal extends Error {
  readonly status: number;
  readonly wire: WireError;

  constructor(status: number, error: Pick<WireError, "code" | "description"> & Partial<WireError>) {
    super(error.description);
    this.status = status;
    this.wire = { source: "NA", step: "NA", reason: "NA", metadata: {}, ...error };
  }
}

/** Returns the error of a request that Razorpay does not accept. */
export const badRequest = (description: string, details: Partial<WireError> = {}) =>
  new Refusal(400, { code: "BAD_REQUEST_ERROR", description, ...details });

/** Returns the error of a parameter. */
export const invalidField = (field: string, description: string) =>
  badRequest(description, {
    source: "business",
    step: "payment_initiation",
    reason: "input_validation_failed",
    field,
  });

export const unknownId = () => badRequest("The id provided does not exist");
