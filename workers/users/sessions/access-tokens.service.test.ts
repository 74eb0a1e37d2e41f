import { expect, test } from "bun:test";
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from "jose";
import { movableClock } from "#kernel/testing";
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from "#users/access-token.contract";
import { testSigningKey } from "#users/testing";
import { accessTokens } from "./access-tokens.service";
import { jwksOf, PublishedKey, SigningKey } from "./signing-keys.rules";

const BEARER = {
  userId: "usr_12345678",
  sessionId: "ses_12345678",
  roles: ["customer" as const],
};
const signingKey = await testSigningKey("key-1");
const clock = movableClock();
const access = accessTokens({ signingKey, clock });

const verify = (token: string, nowMs = clock.now()) =>
  jwtVerify(token, createLocalJWKSet(jwksOf(signingKey, signingKey) as unknown as JSONWebKeySet), {
    algorithms: ["ES256"],
    typ: "at+jwt",
    issuer: TOKEN_ISSUER,
    audience: TOKEN_AUDIENCE,
    currentDate: new Date(nowMs),
  });

test("issues access tokens that the published keys verify for five minutes", async () => {
  const token = await access.issue(BEARER);
  expect(decodeProtectedHeader(token)).toEqual({ alg: "ES256", typ: "at+jwt", kid: "key-1" });
  const { payload } = await verify(token);
  expect(payload).toMatchObject({ sub: BEARER.userId, sid: BEARER.sessionId, roles: ["customer"] });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
  await expect(verify(token, clock.now() + 300_000)).rejects.toThrow("exp");
});

test("issues each access token with its own id", async () => {
  const ids = await Promise.all(
    [1, 2].map(async () => (await verify(await access.issue(BEARER))).payload.jti),
  );
  expect(ids[0]).not.toBe(ids[1]);
});

test("publishes the signing and the next public key, each once", async () => {
  const nextKey = await testSigningKey("key-2");
  const jwks = jwksOf(signingKey, nextKey);
  expect(jwks.keys.map(({ kid }) => kid)).toEqual(["key-1", "key-2"]);
  for (const key of jwks.keys) {
    expect(Object.keys(key).sort()).toEqual(["alg", "crv", "kid", "kty", "use", "x", "y"]);
  }
  expect(jwksOf(signingKey, signingKey).keys).toHaveLength(1);
});

test("requires a private signing key, and accepts a private or public next key", () => {
  const { d, ...open } = JSON.parse(signingKey) as Record<string, string>;
  expect(d).toBeString();
  expect(SigningKey.safeParse(signingKey).success).toBe(true);
  expect(SigningKey.safeParse(JSON.stringify(open)).success).toBe(false);
  expect(PublishedKey.safeParse(JSON.stringify(open)).success).toBe(true);
  const { kid, ...nameless } = open;
  expect(kid).toBe("key-1");
  for (const text of ["", "bodega-dev", "null", "{}", JSON.stringify(nameless)]) {
    expect(PublishedKey.safeParse(text).success).toBe(false);
  }
});
