import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { EDGE_CLASSES, type EdgeClassName, EXACT_LIMITS } from "#kernel/routes/rate-classes";
import type { Answer, Json } from "#tests/system";
import { newCustomer, PASSWORD, signIn } from "./principals";
import { BOOT_MS, PATIENCE_MS, type ServedShop, startServed } from "./shop";

/** Rate limits on the production runtime: the gateway's classes, and the exact limits. */
setDefaultTimeout(2 * PATIENCE_MS);
let shop: ServedShop;
/** The header in which the edge sends the client's address. */
const ADDRESS = "x-client-address";
beforeAll(async () => {
  process.env.CLIENT_IP_HEADER = ADDRESS;
  shop = await startServed().finally(() => delete process.env.CLIENT_IP_HEADER);
}, BOOT_MS);
afterAll(() => shop?.stop());

let networks = 0;
const newNetwork = () => {
  networks += 1;
  return `2001:db8:${networks.toString(16)}::7`;
};
const at = (network: string) => ({ headers: { [ADDRESS]: network } });
const login = (email: string, network: string, password = "not the password") =>
  shop.ask("POST", "/v1/auth/login", { body: { email, password }, ...at(network) });
const forgot = (email: string, network: string) =>
  shop.ask("POST", "/v1/auth/password/forgot", { body: { email }, ...at(network) });

const countOf = (answers: readonly Answer<Json>[], status: number) =>
  answers.filter((answer) => answer.status === status).length;
const leftIn = ({ headers }: Answer<Json>) =>
  Number(/;r=(\d+);/.exec(headers.get("ratelimit") ?? "")?.[1]);
const descending = (left: readonly number[]) => left.toSorted((a, b) => b - a);

/** A cheap request of each class, which is refused for its content. */
const CHEAP: Record<EdgeClassName, [method: string, path: string, body?: object]> = {
  browse: ["GET", "/.well-known/jwks.json"],
  search: ["GET", "/v1/search?unknown=1"],
  feed: ["GET", "/v1/feeds/google.xml?unknown=1"],
  cart: ["POST", "/v1/carts", { unknown: 1 }],
  order: ["POST", "/v1/orders", { unknown: 1 }],
  lookup: ["GET", "/v1/orders/ord_x?unknown=1"],
  account: ["PATCH", "/v1/me", { unknown: 1 }],
  staff: ["GET", "/v1/admin/search/status?unknown=1"],
};
const PERIOD_MS = 60_000;
const windowNow = () => Math.floor(Date.now() / PERIOD_MS);

/**
 * Sends requests that fall into one window of the limit. Tries again as another caller if they do
 * not.
 */
const crowdInOneWindow = async (
  size: number,
  newAsk: () => Promise<() => Promise<Answer<Json>>>,
): Promise<{ answers: Answer<Json>[]; ask: () => Promise<Answer<Json>> }> => {
  for (let tries = 0; tries < 2; tries += 1) {
    const ask = await newAsk();
    const window = windowNow();
    const answers = await Promise.all(Array.from({ length: size }, ask));
    if (windowNow() === window) return { answers, ask };
  }
  throw new Error("No series of requests was answered within one window.");
};

/** Accounts of staff whom no request of this file has been counted for, so that a second try is exact. */
const uncounted = ["staff@bodega.test", "admin@bodega.test"];
const newStaff = () => signIn(shop, uncounted.shift() ?? "");

const askerOf: Record<"network" | "account", (name: EdgeClassName) => Promise<object>> = {
  network: async () => at(newNetwork()),
  account: (name) => (name === "staff" ? newStaff() : newCustomer(shop)),
};

describe("the gateway", () => {
  test.each(Object.keys(EDGE_CLASSES) as EdgeClassName[])(
    "refuses requests of the class %s beyond its number in a minute",
    async (name) => {
      const { of, requestsMax, periodSeconds } = EDGE_CLASSES[name];
      const [method, path, body] = CHEAP[name];
      const askAs = (asker: object) => () => shop.ask(method, path, { ...asker, body });
      const { answers } = await crowdInOneWindow(requestsMax + 40, async () =>
        askAs(await askerOf[of](name)),
      );
      expect(countOf(answers, 429)).toBe(40);
      expect(countOf(answers, 503)).toBe(0);
      const policy = `"${name}";q=${requestsMax};w=${periodSeconds}`;
      for (const { headers } of answers) expect(headers.get("ratelimit-policy")).toBe(policy);
      const refused = answers.find(({ status }) => status === 429);
      expect(refused?.body.code).toBe("rate_limited");
      expect(refused?.headers.get("retry-after")).toBe(String(periodSeconds));
      expect(refused?.headers.get("ratelimit")).toBe(`"${name}";r=0;t=${periodSeconds}`);
      const other = { ...at(newNetwork()), token: (await newCustomer(shop)).token };
      expect((await askAs(other)()).status).not.toBe(429);
    },
  );

  test("does not count requests that its cache answers", async () => {
    const network = newNetwork();
    const read = () => shop.ask("GET", "/v1/products?limit=3", at(network));
    expect((await read()).headers.get("ratelimit-policy")).toStartWith('"browse"');
    const answers = await Promise.all(
      Array.from({ length: EDGE_CLASSES.browse.requestsMax + 40 }, read),
    );
    expect(countOf(answers, 200)).toBe(answers.length);
  });
});

describe("1,000 requests at once from one address", () => {
  const CROWD = 1000;
  /**
   * Refused requests. On a slow machine some are refused before counting, because the shop is at
   * capacity.
   */
  const refusedOf = (answers: readonly Answer<Json>[]) =>
    countOf(answers, 429) + countOf(answers, 503);

  test("pass the class mail exactly as often as its limit, with a falling count", async () => {
    const network = newNetwork();
    const { triesMax } = EXACT_LIMITS.sender;
    const answers = await Promise.all(
      Array.from({ length: CROWD }, (_, i) => forgot(`mail-${i}@example.com`, network)),
    );
    const accepted = answers.filter(({ status }) => status === 202);
    expect([accepted.length, refusedOf(answers)]).toEqual([triesMax, CROWD - triesMax]);
    expect(descending(accepted.map(leftIn))).toEqual(
      Array.from({ length: triesMax }, (_, i) => triesMax - 1 - i),
    );
    expect((await forgot("mail-0@example.com", newNetwork())).status).toBe(202);
  });

  test("pass the class code exactly as often as its limit", async () => {
    const [{ email }, network] = [await newCustomer(shop), newNetwork()];
    const { triesMax } = EXACT_LIMITS.account;
    const answers = await Promise.all(Array.from({ length: CROWD }, () => login(email, network)));
    const looked = answers.filter(({ status }) => status === 401);
    expect([looked.length, refusedOf(answers)]).toEqual([triesMax, CROWD - triesMax]);
    expect(descending(looked.map(leftIn))).toEqual(
      Array.from({ length: triesMax }, (_, i) => triesMax - 1 - i),
    );
    const other = await newCustomer(shop);
    expect((await login(other.email, newNetwork(), PASSWORD)).status).toBe(200);
  });
});

test("return the headers of the count when a session is opened", async () => {
  const { email } = await newCustomer(shop);
  const { status, headers } = await login(email, newNetwork(), PASSWORD);
  expect([status, headers.get("ratelimit-policy")]).toEqual([200, '"account";q=10;w=900']);
  expect(headers.get("ratelimit")).toMatch(/^"account";r=9;t=\d+$/);
});
