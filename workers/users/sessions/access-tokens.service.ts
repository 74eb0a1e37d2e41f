import { importJWK, type JWK, SignJWT } from "jose";
import type { Role } from "#kernel/actor";
import type { Clock } from "#kernel/clock";
import { ACCESS_TTL_SECONDS, TOKEN_AUDIENCE, TOKEN_ISSUER } from "#users/access-token.contract";
import { PrivateKey } from "./signing-keys.rules";

/** The account and session of an access token. */
export interface Bearer {
  userId: string;
  sessionId: string;
  roles: readonly Role[];
}

/** Issues access tokens: JWTs (RFC 9068) that other Workers verify with the published keys alone. */
export const accessTokens = ({ signingKey, clock }: { signingKey: string; clock: Clock }) => {
  const jwk: JWK = PrivateKey.parse(JSON.parse(signingKey));

  return {
    async issue({ userId, sessionId, roles }: Bearer): Promise<string> {
      const issuedAt = Math.floor(clock.now() / 1000);
      // The key is imported for each token, because a request must not await a promise of another request.
      const key = await importJWK(jwk, "ES256");
      return new SignJWT({ sid: sessionId, roles: [...roles] })
        .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid: String(jwk.kid) })
        .setIssuer(TOKEN_ISSUER)
        .setAudience(TOKEN_AUDIENCE)
        .setSubject(userId)
        .setJti(crypto.randomUUID())
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + ACCESS_TTL_SECONDS)
        .sign(key);
    },
  };
};
export type AccessTokens = ReturnType<typeof accessTokens>;
