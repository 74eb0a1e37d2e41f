/** One space or several follow the scheme, whose case does not matter (RFC 9110, section 11.4). */
const BEARER = /^Bearer +(\S.*)$/i;

/** Returns the credential of an Authorization header of the scheme Bearer; undefined for another header. */
export const bearerOf = (authorization: string | null): string | undefined =>
  BEARER.exec(authorization ?? "")?.[1];
