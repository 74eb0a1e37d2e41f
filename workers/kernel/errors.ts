/**
 * Every problem code with its status and title. Codes are stable, because clients branch on them.
 * The format is RFC 9457, https://www.rfc-editor.org/rfc/rfc9457.
 */
export const PROBLEMS = {
  malformed_request: [400, "Malformed request"],
  malformed_json: [400, "Malformed body"],
  validation_failed: [400, "Validation failed"],
  idempotency_key_required: [400, "Idempotency-Key required"],
  idempotency_key_invalid: [400, "Idempotency-Key invalid"],
  signature_invalid: [400, "Signature invalid"],
  token_invalid: [400, "Link invalid or expired"],
  unauthenticated: [401, "Authentication required"],
  token_expired: [401, "Access token expired"],
  invalid_credentials: [401, "E-mail address or password incorrect"],
  step_up_required: [401, "Recent sign-in required"],
  second_factor_required: [401, "Two-factor code required"],
  second_factor_invalid: [401, "Code invalid or expired"],
  refresh_invalid: [401, "Refresh token invalid"],
  refresh_reused: [401, "Refresh token already used"],
  payment_declined: [402, "Payment declined"],
  not_bought: [403, "Product not bought"],
  forbidden: [403, "Insufficient permissions"],
  account_disabled: [403, "Account disabled"],
  csrf_refused: [403, "Cross-site request refused"],
  human_check_required: [403, "Human check required"],
  human_check_failed: [403, "Human check failed"],
  not_found: [404, "Not found"],
  method_not_allowed: [405, "Method not allowed"],
  request_timeout: [408, "Request timeout"],
  email_taken: [409, "E-mail address already in use"],
  email_unverified: [409, "E-mail address not verified"],
  last_admin: [409, "Last admin cannot be removed"],
  conflict: [409, "Concurrent modification"],
  slug_taken: [409, "Slug already in use"],
  category_in_use: [409, "Category in use"],
  in_use: [409, "In use"],
  customer_group_in_use: [409, "Customer group in use"],
  sku_taken: [409, "SKU already in use"],
  attribute_taken: [409, "Attribute already defined"],
  already_reviewed: [409, "Already reviewed"],
  cart_busy: [409, "Order from this cart in progress"],
  cart_completed: [409, "Cart already ordered"],
  insufficient_stock: [409, "Insufficient stock"],
  buyer_limit_reached: [409, "Buyer limit reached"],
  relocation_status_conflict: [409, "Relocation status conflict"],
  location_in_use: [409, "Location in use"],
  location_unknown: [422, "Unknown location"],
  total_changed: [409, "Total changed"],
  order_not_payable: [409, "Order cannot be paid"],
  order_not_capturable: [409, "Order has no money to capture"],
  order_not_cancellable: [409, "Order cannot be cancelled"],
  order_not_editable: [409, "Order cannot be edited"],
  order_not_shippable: [409, "Order cannot be shipped"],
  order_not_refundable: [409, "Order cannot be refunded"],
  refund_exceeds_captured: [409, "Refund exceeds captured amount"],
  units_unavailable: [409, "Units not available"],
  download_limit_reached: [409, "Download limit reached"],
  not_returnable: [409, "Units not returnable"],
  not_exchangeable: [409, "Units not exchangeable"],
  return_window_closed: [409, "Return window closed"],
  return_status_conflict: [409, "Return status conflict"],
  notification_status_conflict: [409, "Notification status conflict"],
  country_taken: [409, "Country in another market"],
  notification_undeliverable: [409, "Notification cannot be delivered"],
  idempotency_in_flight: [409, "Request with this Idempotency-Key in progress"],
  precondition_failed: [412, "Precondition failed"],
  body_too_large: [413, "Request body too large"],
  unsupported_media_type: [415, "Unsupported media type"],
  range_not_satisfiable: [416, "Range not satisfiable"],
  password_too_common: [422, "Password too common"],
  product_invalid: [422, "Product invalid"],
  cart_incomplete: [422, "Cart incomplete"],
  variant_unknown: [422, "Unknown variant"],
  wishlist_full: [422, "Wish list full"],
  variant_unavailable: [422, "Variant unavailable"],
  quantity_limit_reached: [422, "Quantity limit exceeded"],
  cart_too_large: [422, "Cart too large"],
  order_too_large: [422, "Order too large"],
  country_not_served: [422, "Country not served"],
  shipping_option_unknown: [422, "Unknown shipping option"],
  category_invalid: [422, "Category invalid"],
  collection_invalid: [422, "Collection invalid"],
  price_list_invalid: [422, "Price list invalid"],
  customer_group_invalid: [422, "Customer group invalid"],
  market_invalid: [422, "Market invalid"],
  picture_invalid: [422, "Picture not acceptable"],
  width_not_served: [422, "Width not served"],
  amount_not_chargeable: [422, "Amount not chargeable"],
  payment_method_unknown: [422, "Unknown payment method"],
  payment_method_not_savable: [422, "Payment method cannot be saved"],
  payment_token_unknown: [422, "Unknown payment token"],
  idempotency_key_reused: [422, "Idempotency-Key reused"],
  rate_limited: [429, "Too many requests"],
  internal: [500, "Internal error"],
  overloaded: [503, "Service overloaded"],
  order_unsettled: [503, "Order outcome not known yet"],
  dependency_unavailable: [503, "Service temporarily unavailable"],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof PROBLEMS;

export interface FieldError {
  /** JSON pointer (RFC 6901) into the body, or `?name` for a query parameter. */
  pointer: string;
  /** Stable, such as `required`, `too_short` or `unknown_field`. */
  code: string;
  /** A whole sentence. */
  message: string;
  /** The details of the error code: numbers such as `min` and `max`, or lists such as `allowed` and `known`. */
  [detail: string]: unknown;
}

interface AppErrorOptions {
  errors?: FieldError[];
  /** Additional members of the problem document, such as the lines that are out of stock. */
  extensions?: Record<string, unknown>;
  headers?: Record<string, string>;
  cause?: unknown;
}

/**
 * A failure that is shown to the caller. `detail` must not contain SQL, a vendor's text or a secret.
 * Only own properties survive RPC, so recognise it by `code` (see `appErrorIn`), not by its class.
 */
export class AppError extends Error {
  override name = "AppError";
  code: ProblemCode;
  errors: FieldError[] | undefined;
  extensions: Record<string, unknown> | undefined;
  headers: Record<string, string> | undefined;

  constructor(code: ProblemCode, detail?: string, options: AppErrorOptions = {}) {
    super(detail ?? PROBLEMS[code][1], { cause: options.cause });
    this.code = code;
    this.errors = options.errors;
    this.extensions = options.extensions;
    this.headers = options.headers;
  }
}

/** When a client may come back after a 503 whose error does not say it, also if it has lost its class. */
const SOON = { "Retry-After": "1" };

/** A dependency is down or too slow: 503 with Retry-After. `vendor` is only logged. */
export class DependencyError extends AppError {
  override name = "DependencyError";
  vendor: string;
  constructor(vendor: string, cause?: unknown) {
    super("dependency_unavailable", "Please try again in a moment.", {
      headers: SOON,
      cause,
    });
    this.vendor = vendor;
  }
}

const isProblemCode = (code: unknown): code is ProblemCode =>
  typeof code === "string" && Object.hasOwn(PROBLEMS, code);

/**
 * Returns the AppError in a thrown value: the value itself, one that crossed RPC, or the cause of an
 * SDK's error.
 */
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

/** Returns the problem document of a thrown value. Unexpected errors reveal no details. */
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
  return { status, body, headers: { ...(status === 503 ? SOON : {}), ...known?.headers } };
};

/** Returns the challenge of a request whose access token was rejected (RFC 6750 §3.1). */
export const rejectedToken = (description: string) =>
  `Bearer error="invalid_token", error_description="${description}"`;

/** The `WWW-Authenticate` of a 401: https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2 */
const challengeOf = (code: string) =>
  code === "token_expired" ? rejectedToken("The access token expired") : "Bearer";

/** Returns the response to a thrown value, as `application/problem+json`. */
export const problemResponse = (thrown: unknown, requestId: string) => {
  const { status, body, headers } = problemOf(thrown, requestId);
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      "Content-Type": "application/problem+json",
      "Cache-Control": "no-store",
      "X-Request-Id": requestId,
      // A 401 must name its authentication scheme:
      // https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2
      ...(status === 401 ? { "WWW-Authenticate": challengeOf(body.code) } : {}),
      ...headers,
    },
  });
};
