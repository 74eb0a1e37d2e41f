import { bearerOf } from "#kernel/bearer";

/** Returns the text that an Authorization header presents as an API key; undefined for another credential. */
export const presentedApiKey = (authorization: string | null): string | undefined => {
  const credential = bearerOf(authorization);
  return credential !== undefined && /^bdg_/i.test(credential) ? credential : undefined;
};
