import { z } from "zod";
import type { Jwks } from "#contract/users";

const PublicKey = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string().min(1),
  y: z.string().min(1),
  kid: z.string().min(1),
});
export const PrivateKey = PublicKey.extend({ d: z.string().min(1) });

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
