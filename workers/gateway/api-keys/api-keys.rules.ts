const CARRIES_KEY = /^Bearer (bdg_.*)$/i;

/** Returns the text that an Authorization header presents as an API key; undefined for another credential. */
export const presentedApiKey = (authorization: string | null): string | undefined =>
  authorization === null ? undefined : CARRIES_KEY.exec(authorization)?.[1];
