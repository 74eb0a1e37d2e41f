import { ACCESS_TTL_SECONDS } from "#users/access-token.contract";
import type { RefreshedSession, SignedIn } from "#users/credentials.contract";
import { PROFILE_EXAMPLE } from "#users/profile.example.rules";

export const REFRESH_TOKEN_EXAMPLE = "refresh-token-of-43-random-characters-00000";

/** The answer to a refresh in the API reference's examples. */
export const REFRESHED_EXAMPLE: RefreshedSession = {
  user: PROFILE_EXAMPLE,
  accessToken: "header.claims.signature",
  refreshToken: "next-refresh-token-of-43-random-characters0",
  expiresIn: ACCESS_TTL_SECONDS,
};

/** The answer to a sign-in in the API reference's examples. */
export const SIGNED_IN_EXAMPLE: SignedIn = {
  user: PROFILE_EXAMPLE,
  deviceToken: "mifwxa80.nonce-of-the-device.signature-of-the-shop",
  accessToken: "header.claims.signature",
  refreshToken: REFRESH_TOKEN_EXAMPLE,
  expiresIn: ACCESS_TTL_SECONDS,
};
