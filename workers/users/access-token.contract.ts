/** Issuer and audience of every access token, whose type is `at+jwt` (RFC 9068). */
export const TOKEN_ISSUER = "bodega";
export const TOKEN_AUDIENCE = "bodega-api";
/** Lifetime of an access token, which is also the longest time for which it outlives its session. */
export const ACCESS_TTL_SECONDS = 5 * 60;
