import { beforeAll, beforeEach, expect, test } from "bun:test";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import Gateway from "#gateway/index";
import { platformBindings, quietServices, TEST_VARS } from "#gateway/testing";
import { AppError } from "#kernel/errors";
import { newId } from "#kernel/ids";

const userId = newId("user");
const sessionId = newId("session");

let token: string;
let keys: object[];
beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair("ES256");
  keys = [{ ...(await exportJWK(publicKey)), kid: "k1", alg: "ES256", use: "sig" }];
  token = await new SignJWT({ sid: sessionId, roles: ["customer"] })
    .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid: "k1" })
    .setIssuer("bodega")
    .setAudience("bodega-api")
    .setSubject(userId)
    .setIssuedAt()
    .setExpirationTime("5m")
    .sign(privateKey);
});

/** The calls for personal data, by Worker. */
let calls: string[];
beforeEach(() => {
  calls = [];
});
const holding = (name: string, data: object) => ({
  personalData: async (id: string) => {
    calls.push(`${name} ${id}`);
    return data;
  },
});
const shopWith = (
  overrides: Parameters<typeof quietServices>[0],
  beginExport = async (id: string, session: string) => {
    if (id !== userId || session !== sessionId) throw new AppError("unauthenticated");
    calls.push("begun");
    return { RateLimit: '"export";r=4;t=3600' };
  },
) => {
  const USERS = {
    jwks: async () => ({ keys }),
    beginExport,
    ...holding("users", { account: { email: "pat@example.test" } }),
    ...overrides?.USERS,
  };
  const ctx = { waitUntil: () => undefined } as unknown as ExecutionContext;
  const services = quietServices({ ...overrides, USERS });
  const gateway = new Gateway(ctx, { ...services, ...platformBindings(), ...TEST_VARS });
  return (headers: HeadersInit = { authorization: `Bearer ${token}` }, path = "/v1/me/export") =>
    gateway.fetch(new Request(`https://shop.test${path}`, { headers }));
};
const codeOf = async (answer: Response) => [
  answer.status,
  ((await answer.json()) as { code: string }).code,
];

test("exports what every Worker stores about the caller, and forbids caching", async () => {
  const answer = await shopWith({
    ORDERS: holding("orders", { orders: [{ id: "ord_1" }], payments: [] }),
    CART: holding("cart", { carts: [] }),
  })();
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({
    exportedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    account: { email: "pat@example.test" },
    orders: [{ id: "ord_1" }],
    payments: [],
    carts: [],
  });
  expect(calls[0]).toBe("begun");
  expect(calls.slice(1).toSorted()).toEqual(
    ["cart", "orders", "users"].map((name) => `${name} ${userId}`),
  );
  expect(answer.headers.get("cache-control")).toBe("private, no-store");
  expect(answer.headers.get("content-disposition")).toContain("attachment");
});

test.each(["unauthenticated", "step_up_required"] as const)(
  "reads no data when the users Worker refuses the export with %s",
  async (code) => {
    const answer = await shopWith({}, () => Promise.reject(new AppError(code)))();
    expect(await codeOf(answer)).toEqual([401, code]);
    expect(calls).toEqual([]);
  },
);

test("reads no data when the users Worker does not respond", async () => {
  const answer = await shopWith({}, () => Promise.reject(new Error("lost")))();
  expect(await codeOf(answer)).toEqual([503, "dependency_unavailable"]);
  expect(calls).toEqual([]);
});

test("refuses an export when there is no token or a parameter is unknown", async () => {
  expect(await codeOf(await shopWith({})({}))).toEqual([401, "unauthenticated"]);
  const answer = await shopWith({})(undefined, "/v1/me/export?userId=usr_other000");
  expect(await codeOf(answer)).toEqual([400, "validation_failed"]);
  expect(calls).toEqual([]);
});

test.each(["CART", "USERS", "NOTIFICATIONS"] as const)(
  "answers 503 instead of an incomplete export when %s is down",
  async (binding) => {
    const personalData = async () => {
      throw new Error("unknown failure");
    };
    const answer = await shopWith({ [binding]: { personalData } })();
    expect(answer.headers.get("retry-after")).toBe("1");
    expect(await codeOf(answer)).toEqual([503, "dependency_unavailable"]);
  },
);
