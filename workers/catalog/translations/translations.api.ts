/** What all routes of translations share. */
export const OF_TRANSLATIONS = {
  tag: "admin-catalog",
  access: "staff",
  scope: "catalog",
  rate: "staff",
  idempotency: "key",
  query: null,
} as const;

/** What a request that writes texts in a locale does. */
export const PUT_TEXTS =
  "The locale is a language tag of BCP 47 such as `de-AT`, other than the shop's own. What is null falls back to a less specific locale, and then to the shop's own language. A former slug redirects. `If-Match` with the `ETag` of a read protects from overwriting the change of other staff.";
