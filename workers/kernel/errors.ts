/**
 * Every code the shop answers with, its status and its title. Stable: storefronts branch on `code`.
 * The form is RFC 9457, https://www.rfc-editor.org/rfc/rfc9457.
 */
export const PROBLEMS = {
  malformed_request: [400, "Malformed request"],
  malformed_json: [400, "The body is not JSON"],
  validation_failed: [400, "The request does not fit the contract"],
  idempotency_key_required: [400, "This operation needs an Idempotency-Key"],
  idempotency_key_invalid: [400, "The Idempotency-Key is not 8 to 255 visible ASCII characters"],
  signature_invalid: [400, "The signature does not fit"],
  token_invalid: [400, "The link is not valid any more"],
  unauthenticated: [401, "Sign in first"],
  invalid_credentials: [401, "The e-mail address or the password is wrong"],
  step_up_required: [401, "Sign in again for this"],
  second_factor_required: [401, "A second step is needed"],
  second_factor_invalid: [401, "The code is wrong or has ended"],
  refresh_invalid: [401, "The refresh token is not valid"],
  refresh_reused: [401, "The refresh token was used before"],
  payment_declined: [402, "The payment was declined"],
  forbidden: [403, "Your role may not do this"],
  account_disabled: [403, "This account is disabled"],
  csrf_refused: [403, "The request does not come from a page of this shop"],
  human_check_required: [403, "A human check is required"],
  human_check_failed: [403, "The human check failed"],
  not_found: [404, "There is no such thing"],
  method_not_allowed: [405, "This method is not offered here"],
  request_timeout: [408, "The body did not arrive in time"],
  email_taken: [409, "There is an account with this address"],
  email_unverified: [409, "The account's e-mail address is not verified"],
  last_admin: [409, "The shop needs one admin"],
  conflict: [409, "The thing has changed meanwhile"],
  cart_busy: [409, "An order is being placed from this cart"],
  cart_completed: [409, "This cart has become an order"],
  insufficient_stock: [409, "There is not enough in stock"],
  total_changed: [409, "The total is no longer the expected one"],
  idempotency_in_flight: [409, "The first request with this key is still running"],
  precondition_failed: [412, "The thing has moved on since you read it"],
  body_too_large: [413, "The body is too large"],
  unsupported_media_type: [415, "The body must be JSON"],
  password_too_common: [422, "This password is among the first that are guessed"],
  cart_incomplete: [422, "The cart is not ready to be ordered"],
  variant_unknown: [422, "There is no such variant"],
  variant_unavailable: [422, "This variant cannot be bought"],
  quantity_limit_reached: [422, "A line holds at most 999 and a cart at most 200 lines"],
  cart_too_large: [422, "A cart holds at most 128 KiB"],
  shipping_option_unknown: [422, "This shipping option is not offered for the cart"],
  amount_not_chargeable: [422, "The total is less or more than can be charged"],
  payment_method_unknown: [422, "This payment method is not offered"],
  idempotency_key_reused: [422, "The key was used with another request"],
  rate_limited: [429, "Too many requests"],
  internal: [500, "Something went wrong on our side"],
  overloaded: [503, "The shop is busier than it can serve"],
  dependency_unavailable: [503, "A service we depend on does not answer"],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof PROBLEMS;

export interface FieldError {
  /** JSON pointer (RFC 6901) into the body, or `?name` for a query parameter. */
  pointer: string;
  message: string;
}

interface Particulars {
  errors?: FieldError[];
  /** Members added to the problem document, such as the lines that lack stock. */
  extensions?: Record<string, unknown>;
  headers?: Record<string, string>;
  cause?: unknown;
}

/**
 * What a caller may know of a failure. `detail` is shown to them: no SQL, no upstream text, no secret.
 * Across RPC only own properties travel, so recognise it by `code` and never by class.
 */
export class AppError extends Error {
  override name = "AppError";
  code: ProblemCode;
  errors: FieldError[] | undefined;
  extensions: Record<string, unknown> | undefined;
  headers: Record<string, string> | undefined;

  constructor(code: ProblemCode, detail?: string, particulars: Particulars = {}) {
    super(detail ?? PROBLEMS[code][1], { cause: particulars.cause });
    this.code = code;
    this.errors = particulars.errors;
    this.extensions = particulars.extensions;
    this.headers = particulars.headers;
  }
}

/** A dependency that is down or too slow: 503 with Retry-After. `vendor` is for the log alone. */
export class DependencyError extends AppError {
  override name = "DependencyError";
  vendor: string;
  constructor(vendor: string, cause?: unknown) {
    super("dependency_unavailable", "Please try again in a moment.", {
      headers: { "Retry-After": "1" },
      cause,
    });
    this.vendor = vendor;
  }
}

const isProblemCode = (code: unknown): code is ProblemCode =>
  typeof code === "string" && Object.hasOwn(PROBLEMS, code);

/** The AppError inside a thrown value: itself, one that came over RPC, or one an SDK wrapped as its cause. */
export const appErrorIn = (thrown: unknown): AppError | undefined => {
  for (
    let err = thrown, depth = 0;
    err instanceof Error && depth < 6;
    err = err.cause, depth += 1
  ) {
    const { code } = err as { code?: unknown };
    if (isProblemCode(code)) return err as AppError;
  }
  return undefined;
};

/** The problem document of a thrown value. Unknown errors show nothing of themselves. */
export const problemOf = (thrown: unknown, requestId: string) => {
  const known = appErrorIn(thrown);
  const code = known?.code ?? "internal";
  const [status, title] = PROBLEMS[code];
  const body = {
    type: `https://bodega.dev/problems/${code}`,
    title,
    status,
    detail: known?.message ?? title,
    code,
    requestId,
    ...(known?.errors ? { errors: known.errors } : {}),
    ...(known?.extensions ?? {}),
  };
  return { status, body, headers: known?.headers ?? {} };
};

/** The answer of a thrown value, as `application/problem+json`. */
export const problemResponse = (thrown: unknown, requestId: string) => {
  const { status, body, headers } = problemOf(thrown, requestId);
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      "Content-Type": "application/problem+json",
      "Cache-Control": "no-store",
      "X-Request-Id": requestId,
      // Every 401 names its scheme: https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2
      ...(status === 401 ? { "WWW-Authenticate": "Bearer" } : {}),
      ...headers,
    },
  });
};
