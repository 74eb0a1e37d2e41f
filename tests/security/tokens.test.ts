import { afterAll, beforeAll, expect, spyOn, test } from "bun:test";
import { createPublicKey } from "node:crypto";
import fc from "fast-check";
import { base64url, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { systemClock as clock } from "#kernel/clock";
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from "#users/access-token.contract";
import Gateway from "#workers/gateway/index";
import { sessions } from "#workers/gateway/sessions/session.service";
import { platformBindings, quietServices } from "#workers/gateway/testing";
import { scaled } from "./scale";

/** S-ALG: a token cannot choose how it is verified, and only the shop's tokens are accepted. */
let privateKey: CryptoKey;
let jwk: JWK;
let keyFetches = 0;
/** A local server: no token may make the shop send a request to it. */
const calls = spyOn(globalThis, "fetch");
afterAll(() => calls.mockRestore());
beforeAll(async () => {
  const pair = await generateKeyPair("ES256", { extractable: true });
  privateKey = pair.privateKey;
  jwk = { ...(await exportJWK(pair.publicKey)), kid: "k1", alg: "ES256", use: "sig" };
});

const session = sessions({
  clock,
  fetchJwks: async () => {
    keyFetches += 1;
    return { keys: [jwk as Record<string, unknown>] };
  },
});
const accepted = (authorization: string) =>
  session(authorization).then(
    () => true,
    (err) => {
      if (!["unauthenticated", "token_expired"].includes(err.code)) throw err;
      return false;
    },
  );

const seconds = () => Math.floor(Date.now() / 1000);
const usual = () => ({
  iss: TOKEN_ISSUER,
  aud: TOKEN_AUDIENCE,
  sub: "usr_1",
  sid: "ses_1",
  roles: ["admin"],
  iat: seconds(),
  exp: seconds() + 300,
});
const HEADER = { alg: "ES256", typ: "at+jwt", kid: "k1" };

/** Tokens signed with the shop's key, with one fault each. */
const signed = (claims: object, header: object = {}) =>
  new SignJWT({ ...usual(), ...claims })
    .setProtectedHeader({ ...HEADER, ...header })
    .sign(privateKey);

const json = (value: unknown) => base64url.encode(JSON.stringify(value));

test("accepts the token from which all others are derived", async () => {
  expect(await accepted(`Bearer ${await signed({})}`)).toBe(true);
});

test.each([
  ["for another audience", { aud: "bodega-admin" }],
  ["of another issuer", { iss: "https://evil.example" }],
  ["that has ended", { exp: 1 }],
  ["that never ends", { exp: undefined }],
  ["from long ago that ends in a thousand years", { iat: 1_000_000_000, exp: 33_000_000_000 }],
  ["without a time of issue", { iat: undefined }],
  ["that is not valid yet", { nbf: 33_000_000_000 }],
  ["without a subject", { sub: undefined }],
  ["without a session", { sid: undefined }],
])("refuses a token %s despite the shop's signature", async (_, claims) => {
  expect(await accepted(`Bearer ${await signed(claims)}`)).toBe(false);
});

test.each([
  ["another type", { typ: "JWT" }],
  ["an unknown key", { kid: "../../keys/k1" }],
  ["SQL for a key", { kid: "' or 1=1 --" }],
  ["no key", { kid: undefined }],
])("refuses a header with %s", async (_, header) => {
  expect(await accepted(`Bearer ${await signed({}, header)}`)).toBe(false);
});

test.each([
  ["no algorithm", { alg: "none" }],
  ["the public key as a secret", { alg: "HS256" }],
  ["another curve", { alg: "ES384" }],
  ["RSA", { alg: "RS256" }],
  ["lower case", { alg: "es256" }],
  ["a key of its own", { jwk: { kty: "EC", crv: "P-256", x: "AA", y: "AA" } }],
  ["the address of a key", { jku: "http://127.0.0.1:9/keys" }],
  ["the address of a certificate", { x5u: "http://127.0.0.1:9/cert" }],
  ["an extension to be understood", { crit: ["exp"] }],
  ["an unencoded payload", { b64: false, crit: ["b64"] }],
])("refuses a header that asks for %s", async (_, header) => {
  const [, payload, signature] = (await signed({})).split(".");
  const token = `${json({ ...HEADER, ...header })}.${payload}.${signature}`;
  expect(await accepted(`Bearer ${token}`)).toBe(false);
});

/** Keys of an attacker who knows the public key, and tokens signed with them. */
const forged = async (alg: string, header: object = {}) => {
  const { privateKey: own, publicKey } = await generateKeyPair(alg, { extractable: true });
  const given = { ...(await exportJWK(publicKey)), alg, kid: "k1" };
  return new SignJWT(usual())
    .setProtectedHeader({ ...HEADER, alg, ...header, ...("jwk" in header ? { jwk: given } : {}) })
    .sign(own);
};
const withPublicKeyAsSecret = (secret: string) =>
  new SignJWT(usual())
    .setProtectedHeader({ ...HEADER, alg: "HS256" })
    .sign(new TextEncoder().encode(secret));
const pem = (key: JWK) =>
  createPublicKey({ key: key as JsonWebKey, format: "jwk" }).export({
    type: "spki",
    format: "pem",
  });

test.each<[string, () => Promise<string>]>([
  ["another key under our key's id", () => forged("ES256")],
  ["another key that comes along", () => forged("ES256", { jwk: true })],
  ["another key at an address", () => forged("ES256", { jku: "https://evil.example/jwks" })],
  ["a certificate that comes along", () => forged("ES256", { x5c: ["MIIB"], x5t: "AA" })],
  ["an RSA key", () => forged("RS256")],
  ["another curve", () => forged("ES384")],
  ["an Edwards key", () => forged("EdDSA")],
  ["our public key as a secret, as JWK", () => withPublicKeyAsSecret(JSON.stringify(jwk))],
  ["our public key as a secret, as PEM", () => withPublicKeyAsSecret(String(pem(jwk)))],
  ["our public key as a secret, as its bytes", () => withPublicKeyAsSecret(jwk.x ?? "")],
])("refuses a valid signature by %s", async (_, forge) => {
  expect(await accepted(`Bearer ${await forge()}`)).toBe(false);
});

test("refuses duplicate claims despite the shop's signature", async () => {
  const [header, payload = "", signature] = (await signed({})).split(".");
  const claims = new TextDecoder().decode(base64url.decode(payload));
  for (const twice of [
    `{"sub":"usr_2",${claims.slice(1)}`,
    `${claims.slice(0, -1)},"sub":"usr_2"}`,
  ]) {
    expect(await accepted(`Bearer ${header}.${base64url.encode(twice)}.${signature}`)).toBe(false);
  }
});

test("refuses an oversized token without parsing it", async () => {
  const huge = await signed({ roles: Array(2000).fill("admin") });
  expect(await accepted(`Bearer ${huge}`)).toBe(false);
});

test("answers the same for every fault of a token, and by its own code when it has only expired", async () => {
  const ctx = { waitUntil: () => undefined } as unknown as ExecutionContext;
  const services = quietServices({ USERS: { jwks: async () => ({ keys: [jwk] }) } });
  const vars = {
    ENVIRONMENT: "test",
    PUBLIC_URL: "https://shop.test",
    STOREFRONT_ORIGINS: "",
    QSTASH_CURRENT_SIGNING_KEY: "sig_current_of_this_test",
    QSTASH_NEXT_SIGNING_KEY: "sig_next_of_this_test",
  };
  const gateway = new Gateway(ctx, { ...services, ...platformBindings(), ...vars });
  const answerTo = async (authorization: string) => {
    const headers = { authorization, "x-request-id": "the-same-one" };
    const answer = await gateway.fetch(new Request("https://shop.test/v1/me", { headers }));
    return { status: answer.status, headers: [...answer.headers], text: await answer.text() };
  };
  const wrong = await Promise.all([
    ...[signed({ aud: "x" }), signed({ aud: "x", exp: 1 }), signed({}, { kid: "x" })],
    ...[forged("RS256"), signed({ exp: 1 }).then((token) => token.slice(0, -10))],
    ...[forged("ES256", { jwk: true }), Promise.resolve("abc"), Promise.resolve("a.b.c")],
  ]);
  const answers = await Promise.all(wrong.map((token) => answerTo(`Bearer ${token}`)));
  answers.push(await answerTo(`Basic ${wrong[0]}`));
  expect(answers[0]?.status).toBe(401);
  for (const answer of answers) expect(answer).toEqual(answers[0] as (typeof answers)[number]);
  const expired = await answerTo(`Bearer ${await signed({ exp: 1 })}`);
  expect([expired.status, JSON.parse(expired.text).code]).toEqual([401, "token_expired"]);
});

const MUTATED = scaled(5000);
const MUTATING_MS = scaled(60_000);

/**
 * Some bits of a part's last character have no meaning, so tokens are compared by their decoded
 * parts.
 */
const decodes = (token: string) => {
  try {
    return token
      .split(".")
      .map((part) => Buffer.from(part, "base64url").toString("hex"))
      .join(".");
  } catch {
    return token;
  }
};

test(
  `refuses ${MUTATED} variations of a valid token`,
  async () => {
    const good = await signed({});
    const mutation = fc.oneof(
      fc
        .record({ at: fc.nat(good.length - 1), put: fc.constantFrom(..."aZ09-_.") })
        .map(({ at, put }) => good.slice(0, at) + put + good.slice(at + 1)),
      fc.nat(good.length - 1).map((length) => good.slice(0, length)),
      fc.nat(good.length - 1).map((at) => good.slice(at)),
      fc.string({ maxLength: 20 }).map((more) => good + more),
      fc.dictionary(fc.constantFrom("roles", "sub", "sid", "exp"), fc.json()).map((claims) => {
        const [header, , signature] = good.split(".");
        return `${header}.${json({ ...usual(), ...claims, x: 1 })}.${signature}`;
      }),
      fc.stringMatching(/^[\w.-]{0,200}$/),
    );
    await fc.assert(
      fc.asyncProperty(mutation, async (token) => {
        fc.pre(decodes(token) !== decodes(good));
        expect(await accepted(`Bearer ${token}`)).toBe(false);
      }),
      { numRuns: MUTATED },
    );
  },
  MUTATING_MS,
);

test.each(["Basic", "Digest", "Token", "Bearer Bearer", ""])(
  "refuses the scheme %p",
  async (scheme) => {
    expect(await accepted(`${scheme} ${await signed({})}`)).toBe(false);
  },
);

test("fetches keys once for all of these tokens, and calls no other server", () => {
  expect(keyFetches).toBe(1);
  expect(calls).not.toHaveBeenCalled();
});
