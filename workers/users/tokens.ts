import { importJWK, type JWK, SignJWT } from "jose";
import { z } from "zod";
import { ACCESS_TTL_SECONDS, type Jwks, TOKEN_AUDIENCE, TOKEN_ISSUER } from "#contract/users";
import type { Role } from "#kernel/actor";
import type { Clock } from "#kernel/clock";

const PublicKey = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string().min(1),
  y: z.string().min(1),
  kid: z.string().min(1),
});
const PrivateKey = PublicKey.extend({ d: z.string().min(1) });

/** JSON text that fits a schema; it stays text, so that a development key is found by its kid. */
const jsonOf = (schema: z.ZodType, message: string) =>
  z.string().refine((text) => {
    try {
      return schema.safeParse(JSON.parse(text)).success;
    } catch {
      return false;
    }
  }, message);

/** JWT_SIGNING_KEY: the private half signs. */
export const SigningKey = jsonOf(PrivateKey, "must be a private ES256 key as a JWK with a kid");
/** JWT_NEXT_KEY: before a rotation the key to come, after it the one before. Only published. */
export const PublishedKey = jsonOf(PublicKey, "must be an ES256 key as a JWK with a kid");

/** What is public of a key: picked by name, so that the private part cannot slip through. */
const publicHalf = (text: string) => {
  const { kty, crv, x, y, kid } = PublicKey.parse(JSON.parse(text));
  return { kty, crv, x, y, kid, alg: "ES256", use: "sig" };
};

/** The keys that verify access tokens, as `/.well-known/jwks.json` shows them. */
export const jwksOf = (signingKey: string, nextKey: string): Jwks => {
  const keys = [signingKey, nextKey].map(publicHalf);
  return { keys: keys.filter(({ kid }, at) => keys.findIndex((key) => key.kid === kid) === at) };
};

/** Whom an access token speaks for. */
export interface Bearer {
  userId: string;
  sessionId: string;
  roles: readonly Role[];
}

/** Issues access tokens: JWTs of RFC 9068, to be verified with the JWKS and nothing else. */
export const accessTokens = ({ signingKey, clock }: { signingKey: string; clock: Clock }) => {
  const jwk: JWK = PrivateKey.parse(JSON.parse(signingKey));

  return {
    async issue({ userId, sessionId, roles }: Bearer): Promise<string> {
      const issuedAt = Math.floor(clock.now() / 1000);
      // Imported per token: a promise kept for the next request would tie the two together.
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
