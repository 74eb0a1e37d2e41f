import { beforeAll, beforeEach, expect, test } from "bun:test";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { newId } from "#kernel/ids";
import Gateway from "./index";
import { quietServices } from "./testing";

const VARS = {
  ENVIRONMENT: "test",
  PUBLIC_URL: "https://shop.test",
  QSTASH_CURRENT_SIGNING_KEY: "sig_current_of_this_test",
  QSTASH_NEXT_SIGNING_KEY: "sig_next_of_this_test",
  STOREFRONT_ORIGINS: "https://storefront.test",
};
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

/** Whose data was asked for, by Worker. */
let asked: string[];
beforeEach(() => {
  asked = [];
});
const holding = (name: string, data: object) => ({
  personalData: async (id: string) => {
    asked.push(`${name} ${id}`);
    return data;
  },
});
const shopWith = (overrides: Parameters<typeof quietServices>[0], sessions = [sessionId]) => {
  const USERS = {
    jwks: async () => ({ keys }),
    isLive: async (id: string, session: string) => id === userId && sessions.includes(session),
    ...holding("users", { account: { email: "pat@example.test" } }),
    ...overrides?.USERS,
  };
  const ctx = { waitUntil: () => undefined } as unknown as ExecutionContext;
  const services = quietServices({ ...overrides, USERS });
  const gateway = new Gateway(ctx, { ...services, ...VARS });
  return (headers: HeadersInit = { authorization: `Bearer ${token}` }, path = "/v1/me/export") =>
    gateway.fetch(new Request(`https://shop.test${path}`, { headers }));
};
const codeOf = async (answer: Response) => [
  answer.status,
  ((await answer.json()) as { code: string }).code,
];

test("an export is what every Worker keeps about the one who asks, for nobody to cache", async () => {
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
  expect(asked.toSorted()).toEqual([`cart ${userId}`, `orders ${userId}`, `users ${userId}`]);
  expect(answer.headers.get("cache-control")).toBe("private, no-store");
  expect(answer.headers.get("content-disposition")).toContain("attachment");
});

test("a session that has ended gets nothing, though its token is good for minutes still", async () => {
  const answer = await shopWith({}, [])();
  expect(await codeOf(answer)).toEqual([401, "unauthenticated"]);
  expect(asked).toEqual([]);
});

test("nobody gets anything without a token, nor with an unknown parameter", async () => {
  expect(await codeOf(await shopWith({})({}))).toEqual([401, "unauthenticated"]);
  const answer = await shopWith({})(undefined, "/v1/me/export?userId=usr_other000");
  expect(await codeOf(answer)).toEqual([400, "validation_failed"]);
  expect(asked).toEqual([]);
});

test.each(["CART", "USERS", "NOTIFICATIONS"] as const)(
  "a part is never given for the whole: with %s down there is no export",
  async (binding) => {
    const personalData = async () => {
      throw new Error("unknown failure");
    };
    const answer = await shopWith({ [binding]: { personalData } })();
    expect(answer.headers.get("retry-after")).toBe("1");
    expect(await codeOf(answer)).toEqual([503, "dependency_unavailable"]);
  },
);
