import type { Intent, PaymentMethod } from "./objects";

/** The `error` field of Stripe's error response. */
export interface WireError {
  type: "api_error" | "card_error" | "idempotency_error" | "invalid_request_error";
  message: string;
  code?: string;
  decline_code?: string;
  param?: string;
  doc_url?: string;
  charge?: string;
  advice_code?: string;
  network_decline_code?: string;
  payment_intent?: Intent;
  payment_method?: PaymentMethod;
}

/** An error response. If thrown, the call's writes are rolled back; if returned, they stay. */
export class Refusal extends Error {
  readonly status: number;
  readonly wire: WireError;

  constructor(status: number, error: WireError) {
    super(error.message);
    this.status = status;
    this.wire = error.code ? { ...error, doc_url: docUrl(error.code) } : error;
  }
}

/** Returns the address of the page that explains an error code. */
export const docUrl = (code: string) =>
  `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}`;

type Details = Pick<WireError, "code" | "param" | "payment_intent"> & { status?: number };

export const invalidRequest = (message: string, { status = 400, ...details }: Details = {}) =>
  new Refusal(status, { type: "invalid_request_error", message, ...details });

/** Returns the error for an unknown id: 404 if the id is in the path, 400 if it is in a parameter. */
export const noSuch = (noun: string, id: string, param: string, status: 400 | 404) =>
  invalidRequest(`No such ${noun}: '${id}'`, { code: "resource_missing", param, status });

/** Returns the error for an action that the intent's state does not allow. It contains the intent. */
export const unexpectedState = (message: string, intent: Intent, param?: string) =>
  invalidRequest(message, {
    code: "payment_intent_unexpected_state",
    payment_intent: intent,
    ...(param ? { param } : {}),
  });
