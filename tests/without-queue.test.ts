import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  spyOn,
  test,
} from "bun:test";
import { sql } from "drizzle-orm";
import { connect } from "#db/client";
import { addressIn, DATABASES, type DatabaseName } from "#db/databases";
import { DEV_TOKEN } from "#dev/clouds";
import { type Buying, buying } from "./buying";
import { type ProcessShop, startProcessShop } from "./process-shop";
import { eventually, type Json } from "./system";

/** What docs/operations.md promises while the queue does not work. */
const ORDERS = 200;
const VARIANTS = 10;
const BUYERS_AT_ONCE = 8;
const MINUTES_MAX = 5;
/** Runs of the cron in that time, wherever in its minute the last order falls. */
const RUNS_MAX = MINUTES_MAX - 1;
const BOOT_MS = 120_000;
const LONG_MS = 180_000;

let shop: ProcessShop;
let buy: Buying;
let unsold: string[];
beforeAll(async () => {
  shop = await startProcessShop();
  const login = { email: "staff@bodega.test", password: "corner-shop-2026" };
  const { body } = await shop.ask("POST", "/v1/auth/login", { body: login });
  buy = buying(shop, body.accessToken);
  const { body: list } = await shop.ask("GET", "/v1/products?limit=100");
  unsold = list.data.map(({ variants }: Json) => variants[0].id);
}, BOOT_MS);
afterAll(() => shop?.stop());

const logged: { event: string }[] = [];
let silenced: { mockRestore(): void }[] = [];
beforeEach(() => {
  logged.length = 0;
  silenced = (["info", "warn", "error"] as const).map((level) =>
    spyOn(console, level).mockImplementation((line: string) => void logged.push(JSON.parse(line))),
  );
});
afterEach(async () => {
  for (const spy of silenced) spy.mockRestore();
  await shop.heal("qstash");
  shop.redeploy();
});

const databaseOf = (name: DatabaseName) => connect(addressIn(shop.variables, name)).write;

/** The databases with an outbox. */
const OWNERS = DATABASES.filter((name) => name !== "notifications" && name !== "settings");

/** Moves every time that a database compares with its clock one minute into the past. */
const passMinute = async () => {
  const minute = 60_000;
  for (const name of OWNERS)
    await databaseOf(name).run(sql`update outbox
      set due_at = due_at - ${minute}, created_at = created_at - ${minute}
      where acknowledged_at is null`);
  await databaseOf("orders").run(sql`update orders
    set updated_at = updated_at - ${minute}, reserved_until = reserved_until - ${minute}`);
  await databaseOf("payments").run(sql`update payments set check_after = check_after - ${minute}`);
};

/** Sells out ten variants in 200 orders, to buyers with an address of this domain. */
const buyEverything = async (domain: string) => {
  const variants = unsold.splice(0, VARIANTS);
  expect(variants).toHaveLength(VARIANTS);
  for (const variantId of variants) await buy.setStock(variantId, ORDERS / VARIANTS);
  const purchases = Array.from({ length: ORDERS }, (_, n) => ({
    variantId: variants[n % VARIANTS] ?? "",
    email: `buyer-${n}@${domain}`,
  }));
  const buyer = async () => {
    for (let next = purchases.shift(); next; next = purchases.shift()) {
      const placed = await buy.place(await buy.readyCart(next.variantId, next.email));
      expect([placed.status, placed.body.status]).toEqual([201, "confirmed"]);
    }
  };
  await Promise.all(Array.from({ length: BUYERS_AT_ONCE }, buyer));
};

const paidBy = async (domain: string) => {
  const [row] = await databaseOf("orders").all<{ paid: number }>(sql`
    select count(*) as paid from orders
    where payment_status = 'paid' and email like ${`%@${domain}`}`);
  return row?.paid ?? 0;
};

const mailedTo = async (domain: string) => {
  const { mails } = await shop.books("resend");
  return mails.filter(({ to }: Json) => to[0].endsWith(`@${domain}`)).length;
};

/**
 * Returns the number of published products whose version in the search index differs from the
 * catalog's.
 */
const outdated = async () => {
  const { aliases } = await shop.books("typesense");
  const exported = await fetch(
    `${shop.clouds.urls.typesense}/collections/${aliases[0].name}/documents/export`,
    { headers: { "x-typesense-api-key": DEV_TOKEN } },
  );
  const documents = (await exported.text())
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const indexed = new Map(documents.map(({ id, version }: Json) => [id, version]));
  const products = await databaseOf("catalog").all<{ id: string; version: number }>(
    sql`select id, version from products where status = 'published'`,
  );
  return products.filter(({ id, version }) => indexed.get(id) !== version).length;
};

/** Returns the number of events that a handler has not acknowledged. */
const open = async () => {
  const counts = await Promise.all(
    OWNERS.map((name) =>
      databaseOf(name).all<{ n: number }>(
        sql`select count(*) as n from outbox where acknowledged_at is null`,
      ),
    ),
  );
  return counts.flat().reduce((sum, { n }) => sum + n, 0);
};

const stateOf = async (domain: string) => ({
  paid: await paidBy(domain),
  mailed: await mailedTo(domain),
  outdated: await outdated(),
  open: await open(),
});
const AT_REST = { paid: ORDERS, mailed: ORDERS, outdated: 0, open: 0 };

/**
 * Fires the cron once a minute until nothing is left or the time is over. Returns what the last run
 * left.
 */
const stateAtTheEnd = async (domain: string) => {
  let state = await stateOf(domain);
  for (let runs = 0; runs < RUNS_MAX && !Bun.deepEquals(state, AT_REST); runs += 1) {
    await passMinute();
    await shop.fireCron();
    state = await stateOf(domain);
  }
  return state;
};

const loggedTimes = (event: string) => logged.filter((line) => line.event === event).length;

describe(`pays and mails ${ORDERS} orders, and removes sold-out products from the index, within ${MINUTES_MAX} minutes`, () => {
  test(
    "when the queue refuses every message",
    async () => {
      await shop.faults("qstash", [{ kind: "error-before", rate: 1, status: 403 }]);
      await buyEverything("refused.example.com");
      await eventually(
        "the refused publications",
        async () => loggedTimes("outbox.kick_failed"),
        (times) => times >= ORDERS,
      );
      expect(await paidBy("refused.example.com")).toBe(0);
      expect(await stateAtTheEnd("refused.example.com")).toEqual(AT_REST);
    },
    LONG_MS,
  );

  test(
    "when the gateway has a wrong signing key",
    async () => {
      shop.redeploy({
        QSTASH_CURRENT_SIGNING_KEY: "bodega-dev of another account",
        QSTASH_NEXT_SIGNING_KEY: "bodega-dev of another account",
      });
      await buyEverything("unsigned.example.com");
      expect(await paidBy("unsigned.example.com")).toBe(0);
      expect(await stateAtTheEnd("unsigned.example.com")).toEqual(AT_REST);
      expect(loggedTimes("event.refused")).toBeGreaterThanOrEqual(1);
    },
    LONG_MS,
  );

  test(
    "when the queue accepts every message and delivers none",
    async () => {
      await shop.faults("qstash", [{ kind: "forget", rate: 1 }]);
      await buyEverything("forgotten.example.com");
      expect(await paidBy("forgotten.example.com")).toBe(0);
      expect(await stateAtTheEnd("forgotten.example.com")).toEqual(AT_REST);
    },
    LONG_MS,
  );
});
