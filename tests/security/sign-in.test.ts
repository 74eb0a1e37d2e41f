import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { EXACT_LIMITS } from "#kernel/routes/rate-classes";
import type { Json } from "#tests/system";
import { newCustomer, PASSWORD } from "./principals";
import { scaled } from "./scale";
import { BOOT_MS, PATIENCE_MS, type ServedShop, startServed } from "./shop";

/** S-BRUTE and S-ENUM: what guessing and probing disclose. */
setDefaultTimeout(PATIENCE_MS);
let shop: ServedShop;
/** The header in which the edge sends the client's address. */
const ADDRESS = "x-client-address";
beforeAll(async () => {
  process.env.CLIENT_IP_HEADER = ADDRESS;
  shop = await startServed().finally(() => delete process.env.CLIENT_IP_HEADER);
}, BOOT_MS);
afterAll(() => shop?.stop());

interface Origin {
  deviceToken?: string;
  address?: string;
}

const login = (email: string, password: string, { deviceToken, address }: Origin = {}) =>
  shop.ask("POST", "/v1/auth/login", {
    body: { email, password, ...(deviceToken === undefined ? {} : { deviceToken }) },
    headers: address === undefined ? {} : { [ADDRESS]: address },
  });
/** Returns an address in a different network for each number. */
const addressOf = (number: number) => `2001:db8:${number.toString(16)}::7`;

const GUESSES = scaled(400);
const AT_ONCE = 20;
const GUESSING_MS = scaled(120_000);

const guessMany = async (email: string, guesses: number) => {
  const statuses: number[] = [];
  for (let from = 0; from < guesses; from += AT_ONCE) {
    const wave = Array.from({ length: AT_ONCE }, (_, i) =>
      login(email, `guess number ${from + i}`, { address: addressOf(from + i) }),
    );
    statuses.push(...(await Promise.all(wave)).map(({ status }) => status));
  }
  return statuses;
};

describe("S-BRUTE", () => {
  test(
    "verifies ten of many guesses from as many addresses, and still admits the owner",
    async () => {
      const { email } = await newCustomer(shop);
      const { deviceToken } = (await login(email, PASSWORD)).body;
      const statuses = await guessMany(email, GUESSES);
      expect(statuses.filter((status) => status === 401)).toHaveLength(10);
      expect(statuses.filter((status) => status === 429)).toHaveLength(GUESSES - 10);
      const stranger = await login(email, PASSWORD);
      expect([stranger.status, stranger.body.code]).toEqual([429, "rate_limited"]);
      expect(Number(stranger.headers.get("retry-after"))).toBeWithin(1, 901);
      expect((await login(email, PASSWORD, { deviceToken })).status).toBe(200);
    },
    GUESSING_MS,
  );

  test("counts attempts of a known device for its own account only", async () => {
    const [mine, theirs] = [await newCustomer(shop), await newCustomer(shop)];
    const deviceToken = (await login(mine.email, PASSWORD)).body.deviceToken;
    await guessMany(theirs.email, AT_ONCE);
    expect((await login(theirs.email, PASSWORD, { deviceToken })).status).toBe(429);
  });

  test(
    "verifies one hundred attempts with one password over many accounts from one household",
    async () => {
      const statuses: number[] = [];
      for (let from = 0; from < 120; from += AT_ONCE) {
        const wave = Array.from({ length: AT_ONCE }, (_, i) =>
          login(`sprayed-${from + i}@example.com`, "Summer-2026!", {
            address: `2001:db8:ffff:1::${i}`,
          }),
        );
        statuses.push(...(await Promise.all(wave)).map(({ status }) => status));
      }
      expect(statuses.filter((status) => status === 401)).toHaveLength(100);
      expect(statuses.filter((status) => status === 429)).toHaveLength(20);
      const { email } = await newCustomer(shop);
      expect((await login(email, PASSWORD, { address: "2001:db8:ffff:2::1" })).status).toBe(200);
      const neighbour = { [ADDRESS]: "2001:db8:ffff:1::1" };
      expect((await shop.ask("GET", "/v1/products", { headers: neighbour })).status).toBe(200);
    },
    GUESSING_MS,
  );

  test("limits attempts at an address without account like those at an account", async () => {
    const statuses = await guessMany("nobody-at-all@example.com", 2 * AT_ONCE);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
  });

  test("refuses sign-ins and serves the catalog when the counters are down", async () => {
    const { email, token, refreshToken } = await newCustomer(shop);
    const { body: cart } = await shop.ask("POST", "/v1/carts", { token, body: {} });
    await shop.faults("redis", [{ kind: "drop-before", rate: 1 }]);
    try {
      const { status, body, headers } = await login(email, PASSWORD);
      expect([status, body.code]).toEqual([503, "dependency_unavailable"]);
      expect(headers.get("retry-after")).toBeTruthy();
      const open = [
        "/v1/products",
        "/v1/search?q=lamp",
        "/v1/me",
        "/v1/me/orders",
        "/v1/me/sessions",
      ];
      for (const path of open) {
        expect([path, (await shop.ask("GET", path, { token })).status]).toEqual([path, 200]);
      }
      const refreshed = await shop.ask("POST", "/v1/auth/refresh", { body: { refreshToken } });
      expect(refreshed.status).toBe(200);
      const shut: [string, string, object?][] = [
        ["GET", `/v1/carts/${cart.id}`],
        ["POST", "/v1/carts", {}],
        ["PATCH", `/v1/carts/${cart.id}`, { note: "later" }],
        ["POST", "/v1/me/password", { currentPassword: PASSWORD, newPassword: `${PASSWORD}!` }],
        ["GET", "/v1/me/export"],
        ["DELETE", "/v1/me", { currentPassword: PASSWORD }],
      ];
      for (const [method, path, body] of shut) {
        const answer = await shop.ask(method, path, { token, ...(body ? { body } : {}) });
        const { status, body: problem, headers } = answer;
        expect([path, status, problem.code, headers.get("retry-after") !== null]).toEqual([
          ...[path, 503, "dependency_unavailable", true],
        ]);
      }
    } finally {
      await shop.heal("redis");
    }
    expect((await login(email, PASSWORD)).status).toBe(200);
    const again = await shop.ask("GET", `/v1/carts/${cart.id}`, { token });
    expect([again.status, again.body.id]).toEqual([200, cart.id]);
  });

  test("limits how often registration can be asked whether an address has an account", async () => {
    const { email } = await newCustomer(shop);
    const body = { email, password: PASSWORD, name: "Eve" };
    const ask = () => shop.ask("POST", "/v1/auth/register", { body });
    const answers = await Promise.all(Array.from({ length: 2 * AT_ONCE }, ask));
    const statuses = answers.map(({ status }) => status);
    // The first registration counts too.
    const allowed = EXACT_LIMITS.mailbox.triesMax - 1;
    expect(statuses.filter((status) => status === 409)).toHaveLength(allowed);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2 * AT_ONCE - allowed);
  });
});

/** Returns the part of an answer that does not differ between requests. */
const shape = ({ status, headers, body, text }: Json) => {
  const { requestId: _, ...rest } = body ?? { text };
  const kept = [...headers].filter(
    ([name]: [string]) => !/^(date|x-request-id|ratelimit)$/.test(name),
  );
  return { status, headers: kept, rest };
};

/**
 * Returns how often an unknown address took longer than a known one: 0.5 if they are
 * indistinguishable.
 */
const separability = (known: number[], unknown: number[]) => {
  const wins = known.flatMap((a) => unknown.map((b) => (b > a ? 1 : b === a ? 0.5 : 0)));
  const auc = wins.reduce((sum: number, win) => sum + win, 0) / wins.length;
  return Math.max(auc, 1 - auc);
};

const SAMPLES = scaled(60);
/**
 * The limit is 0.55 plus the error of few samples: four standard errors of an AUC, whose variance
 * is (2n+1)/12n². At 2,000 samples it is smaller than the margin. One hash or query more gives
 * above 0.95.
 */
const SEPARABILITY_MAX = Math.max(
  0.55,
  0.5 + 4 * Math.sqrt((2 * SAMPLES + 1) / (12 * SAMPLES ** 2)),
);

const timed = async (work: () => Promise<unknown>) => {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
};

describe("S-ENUM", () => {
  const asks: [string, (email: string) => Promise<Json>][] = [
    ["signing in", (email) => login(email, "not the password")],
    [
      "asking for a reset",
      (email) => shop.ask("POST", "/v1/auth/password/forgot", { body: { email } }),
    ],
  ];

  test.each(asks)("%s answers the same with and without an account", async (_, ask) => {
    const { email } = await newCustomer(shop);
    const [known, unknown] = [await ask(email), await ask("a-stranger@example.com")];
    expect(shape(known)).toEqual(shape(unknown));
  });

  test.each(asks)(
    "%s takes the same time with and without an account",
    async (_, ask) => {
      const times = { known: [] as number[], unknown: [] as number[] };
      const accounts: { email: string }[] = [];
      // Including registration, each mailbox stays within its limit.
      while (accounts.length < SAMPLES / (EXACT_LIMITS.mailbox.triesMax - 1))
        accounts.push(await newCustomer(shop));
      for (let i = 0; i < SAMPLES; i += 1) {
        const { email } = accounts[i % accounts.length] ?? { email: "" };
        times.known.push(await timed(() => ask(email)));
        times.unknown.push(await timed(() => ask(`nobody-${i % accounts.length}@example.com`)));
      }
      expect(separability(times.known, times.unknown)).toBeLessThan(SEPARABILITY_MAX);
    },
    GUESSING_MS,
  );

  test("answers a change of address the same whether or not the new one has an account", async () => {
    const [me, other] = [await newCustomer(shop), await newCustomer(shop)];
    const change = (newEmail: string) =>
      shop.ask("POST", "/v1/me/email", {
        token: me.token,
        body: { currentPassword: PASSWORD, newEmail },
      });
    expect(shape(await change(other.email))).toEqual(shape(await change("free@example.com")));
  });
});
