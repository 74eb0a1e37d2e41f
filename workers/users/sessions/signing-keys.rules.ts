import * as z from "zod";

const PublicKey = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string().min(1),
  y: z.string().min(1),
  kid: z.string().min(1),
});
export const PrivateKey = PublicKey.extend({ d: z.string().min(1) });

/** The public keys that verify access tokens (RFC 7517). */
export const KeySet = z
  .strictObject({
    keys: z.array(
      z.strictObject({ ...PublicKey.shape, alg: z.literal("ES256"), use: z.literal("sig") }),
    ),
  })
  .meta({ id: "KeySet" });
type KeySet = z.infer<typeof KeySet>;

/**
 * Accepts JSON text that is valid by a schema. Returns the text, in which a development key is recognised
 * by its key id.
 */
const jsonOf = (schema: z.ZodType, message: string) =>
  z.string().refine((text) => {
    try {
      return schema.safeParse(JSON.parse(text)).success;
    } catch {
      return false;
    }
  }, message);

/** The variable JWT_SIGNING_KEY: the private key that signs access tokens. */
export const SigningKey = jsonOf(PrivateKey, "must be a private ES256 key as a JWK with a kid");
/**
 * The variable JWT_NEXT_KEY: the next key before a rotation, and the former key after it. It is only
 * published.
 */
export const PublishedKey = jsonOf(PublicKey, "must be an ES256 key as a JWK with a kid");

/**
 * Returns the public members of a key. They are selected by name, so that a private member is never
 * published.
 */
const publicHalf = (text: string): KeySet["keys"][number] => {
  const { kty, crv, x, y, kid } = PublicKey.parse(JSON.parse(text));
  return { kty, crv, x, y, kid, alg: "ES256", use: "sig" };
};

/** Returns the keys that verify access tokens, for `/.well-known/jwks.json`. */
export const jwksOf = (signingKey: string, nextKey: string): KeySet => {
  const keys = [signingKey, nextKey].map(publicHalf);
  return { keys: keys.filter(({ kid }, at) => keys.findIndex((key) => key.kid === kid) === at) };
};
