import { beforeAll, describe, expect, spyOn, test } from "bun:test";
import { base64url, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { DependencyError } from "#kernel/errors";
import { movableClock } from "#kernel/testing";
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from "#users/access-token.contract";
import { sessions } from "./session.service";

let privateKey: CryptoKey;
let jwk: JWK;
const clock = movableClock();
const claims = { sid: "ses_1", roles: ["customer", "emperor"] };
beforeAll(async () => {
  const pair = await generateKeyPair("ES256", { extractable: true });
  privateKey = pair.privateKey;
  jwk = { ...(await exportJWK(pair.publicKey)), kid: "k1", alg: "ES256", use: "sig" };
});

const nowSeconds = () => Math.floor(clock.now() / 1000);
interface TokenChanges {
  header?: Record<string, unknown>;
  payload?: Record<string, unknown>;
  issuer?: string;
  audience?: string;
  expiresAt?: number;
  key?: CryptoKey | Uint8Array;
}
const token = ({ header, payload, issuer, audience, expiresAt, key }: TokenChanges = {}) =>
  new SignJWT({ ...claims, ...payload })
    .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid: "k1", ...header })
    .setSubject("usr_1")
    .setIssuedAt(nowSeconds())
    .setIssuer(issuer ?? TOKEN_ISSUER)
    .setAudience(audience ?? TOKEN_AUDIENCE)
    .setExpirationTime(expiresAt ?? nowSeconds() + 300)
    .sign(key ?? privateKey);

const opened = () => {
  let fetches = 0;
  const session = sessions({
    clock,
    fetchJwks: async () => {
      fetches += 1;
      return { keys: [jwk as Record<string, unknown>] };
    },
  });
  return { session, fetches: () => fetches };
};
/** Sessions whose keys cannot be fetched while `state.isDown`. */
const interruptible = (failure: Error, isDown = false) => {
  const state = { isDown };
  const session = sessions({
    clock,
    fetchJwks: async () => {
      if (state.isDown) throw failure;
      return { keys: [jwk as Record<string, unknown>] };
    },
  });
  return { session, state };
};
const refusal = (authorization: string) =>
  opened()
    .session(authorization)
    .then(
      () => "accepted",
      (err) => err.code as string,
    );

test("treats a request without a token as a guest", async () => {
  expect(await opened().session(null)).toEqual({ kind: "guest" });
});

test("returns the user of a valid token, with the known roles", async () => {
  expect(await opened().session(`Bearer ${await token()}`)).toEqual({
    kind: "user",
    userId: "usr_1",
    sessionId: "ses_1",
    roles: ["customer"],
  });
});

describe("refuses a token", () => {
  const unsecured = (header: object) =>
    `${base64url.encode(JSON.stringify(header))}.${base64url.encode(JSON.stringify({ ...claims, sub: "usr_1" }))}.`;
  const cases: [string, () => Promise<string> | string][] = [
    ["without a signature", () => unsecured({ alg: "none", typ: "at+jwt", kid: "k1" })],
    [
      "that is signed with the public key as a secret",
      () => token({ header: { alg: "HS256" }, key: new TextEncoder().encode(JSON.stringify(jwk)) }),
    ],
    ["with an unknown key id", () => token({ header: { kid: "../../etc/passwd" } })],
    ["of another type", () => token({ header: { typ: "JWT" } })],
    ["of another issuer", () => token({ issuer: "evil" })],
    ["for another audience", () => token({ audience: "other" })],
    ["without a session", () => token({ payload: { sid: undefined } })],
    ["that is truncated", async () => (await token()).slice(0, -10)],
    ["that is too long", () => "a".repeat(5000)],
  ];
  test.each(cases)("%s", async (_, make) => {
    expect(await refusal(`Bearer ${await make()}`)).toBe("unauthenticated");
  });
  test("as expired when only its end and the leeway have passed", async () => {
    const expiresAt = nowSeconds() - 31;
    expect(await refusal(`Bearer ${await token({ expiresAt })}`)).toBe("token_expired");
    for (const fault of [{ audience: "other" }, { header: { kid: "x" } }])
      expect(await refusal(`Bearer ${await token({ expiresAt, ...fault })}`)).toBe(
        "unauthenticated",
      );
  });
  test("under another scheme", async () => {
    expect(await refusal(`Basic ${await token()}`)).toBe("unauthenticated");
    expect(await refusal("Bearer")).toBe("unauthenticated");
  });
});

test("fetches keys once, even when forged tokens name unknown keys", async () => {
  const { session, fetches } = opened();
  for (let times = 0; times < 5; times += 1) await session(`Bearer ${await token()}`);
  for (let times = 0; times < 5; times += 1) {
    await session(`Bearer ${await token({ header: { kid: `forged-${times}` } })}`).catch(
      () => undefined,
    );
  }
  expect(fetches()).toBe(1);
});

test("recognises the user of each of many concurrent requests to a new isolate", async () => {
  const { session } = opened();
  const authorization = `Bearer ${await token()}`;
  const actors = await Promise.all(Array.from({ length: 5 }, () => session(authorization)));
  expect(actors.map(({ kind }) => kind)).toEqual(Array(5).fill("user"));
});

test.each([
  ["a dependency", new DependencyError("users")],
  ["anything", new Error("exploded")],
])(
  "answers 503 when no keys can be fetched, and recovers when they can: %s failed",
  async (_, failure) => {
    const { session, state } = interruptible(failure, true);
    const authorization = `Bearer ${await token()}`;
    for (let times = 0; times < 2; times += 1) {
      const refused = await session(authorization).catch((err) => err.code);
      expect(refused).toBe("dependency_unavailable");
    }
    state.isDown = false;
    expect(await session(authorization)).toMatchObject({ userId: "usr_1" });
  },
);

test("accepts the scheme Bearer in upper or lower case", async () => {
  expect(await opened().session(`bearer ${await token()}`)).toMatchObject({ kind: "user" });
});

test("reads a token after several spaces as after one", async () => {
  expect(await opened().session(`Bearer   ${await token()}`)).toMatchObject({ kind: "user" });
});

test("fetches a new key although a forged key id has just caused a fetch", async () => {
  const pair = await generateKeyPair("ES256", { extractable: true });
  const fresh = { ...(await exportJWK(pair.publicKey)), kid: "k2", alg: "ES256", use: "sig" };
  let keys = [jwk];
  const session = sessions({ clock, fetchJwks: async () => ({ keys }) as never });
  await session(`Bearer ${await token()}`);
  keys = [jwk, fresh];
  const byFresh = await token({ header: { kid: "k2" }, key: pair.privateKey });
  clock.advance(31_000);
  const together = await Promise.all([
    session(`Bearer ${await token({ header: { kid: "forged" } })}`).catch(() => undefined),
    session(`Bearer ${byFresh}`),
  ]);
  expect(together[1]).toMatchObject({ userId: "usr_1" });
});

test("keeps the old keys when they cannot be fetched again", async () => {
  const { session, state } = interruptible(new DependencyError("users"));
  await session(`Bearer ${await token()}`);
  state.isDown = true;
  clock.advance(11 * 60_000);
  expect(await session(`Bearer ${await token()}`)).toMatchObject({ userId: "usr_1" });
});

test("logs the number of failed key fetches once a minute while old keys are in use", async () => {
  const { session, state } = interruptible(new DependencyError("users"));
  await session(`Bearer ${await token()}`);
  state.isDown = true;
  clock.advance(11 * 60_000);
  const logged = spyOn(console, "error").mockImplementation(() => undefined);
  for (let times = 0; times < 4; times += 1) {
    await session(`Bearer ${await token()}`);
    clock.advance(31_000);
  }
  const lines = logged.mock.calls.map(([line]) => JSON.parse(String(line)));
  logged.mockRestore();
  expect(lines.map(({ event, times }) => [event, times])).toEqual([
    ["jwks.refresh_failed", 1],
    ["jwks.refresh_failed", 2],
  ]);
});

describe("key rotation", () => {
  const pairOf = async (kid: string) => {
    const { privateKey: key, publicKey } = await generateKeyPair("ES256", { extractable: true });
    const published = { ...(await exportJWK(publicKey)), kid, alg: "ES256", use: "sig" };
    return { published, sign: () => token({ header: { kid }, key }) };
  };
  /** Returns a gateway, and the keys that the shop publishes. */
  const gatewayOf = (first: object[]) => {
    const state = { keys: first, fetches: 0 };
    const session = sessions({
      clock,
      fetchJwks: async () => {
        state.fetches += 1;
        return { keys: state.keys } as never;
      },
    });
    const believes = async (sign: () => Promise<string>) =>
      session(`Bearer ${await sign()}`).then(
        () => true,
        () => false,
      );
    return { state, believes };
  };

  test("signs no user out, and publishes the next key before it is used", async () => {
    const [one, two, three] = [await pairOf("1"), await pairOf("2"), await pairOf("3")];
    const { state, believes } = gatewayOf([one.published, two.published]);
    expect(await believes(one.sign)).toBe(true);
    expect([await believes(two.sign), state.fetches]).toEqual([true, 1]);
    state.keys = [two.published, one.published];
    clock.advance(11 * 60_000);
    expect([await believes(two.sign), await believes(one.sign)]).toEqual([true, true]);
    state.keys = [two.published, three.published];
    clock.advance(11 * 60_000);
    expect([await believes(two.sign), await believes(three.sign)]).toEqual([true, true]);
    expect(await believes(one.sign)).toBe(false);
  });

  test("removes a leaked key with the first token of the new key", async () => {
    const [leaked, next] = [await pairOf("leaked"), await pairOf("next")];
    const { state, believes } = gatewayOf([leaked.published]);
    expect(await believes(leaked.sign)).toBe(true);
    state.keys = [next.published];
    clock.advance(31_000);
    expect(await believes(next.sign)).toBe(true);
    expect(await believes(leaked.sign)).toBe(false);
  });

  test("removes a leaked key within ten minutes when no token of the new key arrives", async () => {
    const [leaked, next] = [await pairOf("leaked"), await pairOf("next")];
    const { state, believes } = gatewayOf([leaked.published]);
    expect(await believes(leaked.sign)).toBe(true);
    state.keys = [next.published];
    clock.advance(10 * 60_000 + 1);
    expect(await believes(leaked.sign)).toBe(false);
  });
});
