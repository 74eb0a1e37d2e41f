import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq, sql } from "drizzle-orm";
import type { Order, Placement } from "#contract/orders";
import { orderTerms } from "#db/orders/schema";
import { userErased } from "#events/users";
import { dispatch, newEvent } from "#kernel/events/events";
import { newId } from "#kernel/ids";
import { as, inCall, movableClock, userActor } from "#kernel/testing";
import { confirmedOrder, paidOrder } from "#orders/after-sale.testing";
import { orderHandlers } from "#orders/events";
import { placementOf, type TestOrders, testOrders } from "#orders/testing";
import type { OrderSearch } from "./order-search.rules";
import { orderSearch } from "./order-search.statements";

const staff = userActor("staff");
const START_MS = Date.UTC(2026, 10, 1);
const HOUR_MS = 60 * 60 * 1000;

let shop: TestOrders;
const clock = movableClock(START_MS);
beforeAll(async () => {
  shop = await testOrders({ clock });
});
afterAll(() => shop.stop());

const ask = (query: Record<string, string>) =>
  inCall(async () => {
    const answer = await shop.app.request(`/v1/admin/orders?${new URLSearchParams(query)}`, {
      headers: as(staff),
    });
    const body = (await answer.json()) as { data: Order[]; nextCursor: string | null };
    return { status: answer.status, ...body };
  });
/** Returns the ids of all pages. */
const found = async (query: Record<string, string>, limit = "2") => {
  const ids: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await ask({ limit, ...query, ...(cursor ? { cursor } : {}) });
    expect(page.status).toBe(200);
    ids.push(...page.data.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  return ids;
};

const named = (name: string, billing = name): Partial<Placement> => {
  const { billingAddress } = placementOf(newId("variant"));
  return {
    shippingAddress: { ...billingAddress, name },
    billingAddress: { ...billingAddress, name: billing },
  };
};
const placeBy = async (overrides: Partial<Placement>) => {
  clock.advance(HOUR_MS);
  return (await confirmedOrder(shop, overrides)).orderId;
};
const recipientOf = ({ shippingAddress }: Order) => shippingAddress?.name ?? "";
const mark = () => crypto.randomUUID().slice(0, 13);

describe("finding orders by their texts", () => {
  test.each([
    ["the number", ({ number }: Order) => number.toLowerCase()],
    ["the digits of the number", ({ number }: Order) => number.slice(4, 12)],
    ["the e-mail address", ({ email }: Order) => email.toUpperCase()],
    ["the beginning of the e-mail address", ({ email }: Order) => email.slice(0, 12)],
    ["the name", recipientOf],
    ["a later word of the name", (order: Order) => recipientOf(order).slice(5)],
    [
      "the name without its accents",
      (order: Order) => recipientOf(order).normalize("NFD").replace(/\p{M}/gu, ""),
    ],
    ["the name on the bill", ({ billingAddress }: Order) => billingAddress.name],
    ["a SKU", ({ lines }: Order) => lines[0]?.sku?.toLowerCase() ?? ""],
  ])("finds an order by %s", async (_, textOf) => {
    const id = mark();
    const [line] = placementOf(newId("variant")).lines;
    const variant = await confirmedOrder(shop);
    const placement = { email: `${id}@example.com`, ...named(`Zoë, ${id}-Müller`, `Ann ${id}`) };
    const lines = variant.placement.lines.map((sold) => ({
      ...sold,
      id: line?.id ?? "",
      sku: `SKU-${id}`,
    }));
    const orderId = await placeBy({ ...placement, lines });
    const order = await inCall(() => shop.orders.orderForService(orderId));
    if (!order) throw new Error("the order is missing");
    expect(await found({ q: textOf(order) })).toEqual([orderId]);
    expect(await found({ q: `${textOf(order)}x` })).toEqual([]);
  });

  test("finds a customer's orders by the account, newest first", async () => {
    const customerId = newId("user");
    const ids = [
      await placeBy({ customerId }),
      await placeBy({ customerId }),
      await placeBy({ customerId }),
    ];
    expect(await found({ q: customerId })).toEqual(ids.toReversed());
  });

  test("lists an order once that several terms find, and equal texts first", async () => {
    const id = mark();
    const longer = await placeBy(named(`${id}son ${id}son`));
    const exact = await placeBy(named(`${id} ${id}ine`));
    const email = await placeBy({ email: `${id}@example.com` });
    const again = await placeBy({ email: `${id}@example.com` });
    expect(await found({ q: id })).toEqual([exact, again, email, longer]);
    expect(await found({ q: id }, "1")).toEqual([exact, again, email, longer]);
  });

  test.each(["%", "_", "ORD-%"])("takes %j literally", async (q) => {
    await placeBy({});
    expect(await found({ q })).toEqual([]);
  });

  test("refuses a sort beside a text, and a cursor of another list", async () => {
    expect((await ask({ q: "ada", sort: "oldest" })).status).toBe(400);
    await placeBy({});
    await placeBy({});
    const { nextCursor } = await ask({ limit: "1" });
    expect((await ask({ q: "ada", cursor: nextCursor ?? "" })).status).toBe(400);
  });

  test("finds an erased order by its number and SKU only", async () => {
    const customerId = newId("user");
    const id = mark();
    const { orderId } = await paidOrder(shop, {
      customerId,
      email: `${id}@example.com`,
      ...named(id),
    });
    const order = await inCall(() => shop.orders.orderForService(orderId));
    const subject = { source: "users", subject: customerId, sequence: 2, nowMs: clock.now() };
    const event = newEvent(userErased, { ...subject, data: { userId: customerId } });
    await inCall(() => dispatch(orderHandlers(shop), event));
    expect(await found({ q: id })).toEqual([]);
    expect(await found({ q: customerId })).toEqual([]);
    expect(await found({ q: order?.number ?? "" })).toEqual([orderId]);
    const left = await shop.db.read
      .select()
      .from(orderTerms)
      .where(eq(orderTerms.orderId, orderId));
    expect(left.every(({ isPersonal }) => !isPersonal)).toBe(true);
  });
});

describe("filters", () => {
  const tagged = async (orderId: string, tag: string) =>
    inCall(() => shop.staffOrders.changeTags(orderId, { add: [tag] }, undefined));

  test("combines tag, text, statuses and time", async () => {
    const id = mark();
    const buyer = { email: `${id}@example.com` };
    const first = await placeBy(buyer);
    const second = await placeBy(buyer);
    const third = await placeBy(buyer);
    const thirdAtMs = clock.now();
    await inCall(() => shop.progress.capture([second]));
    for (const orderId of [first, second]) await tagged(orderId, `Tag ${id}`);
    const tag = `TAG ${id}`;
    const at = (ms: number) => new Date(ms).toISOString();
    expect(await found({ tag })).toEqual([second, first]);
    expect(await found({ tag, sort: "oldest" }, "1")).toEqual([first, second]);
    expect(await found({ tag, paymentStatus: "paid" })).toEqual([second]);
    expect(await found({ q: id, paymentStatus: "authorized" })).toEqual([third, first]);
    expect(await found({ q: id, tag, status: "confirmed" })).toEqual([second, first]);
    expect(await found({ q: id, fulfillmentStatus: "fulfilled" })).toEqual([]);
    expect(await found({ q: id, placedFrom: at(thirdAtMs) })).toEqual([third]);
    expect(await found({ placedFrom: at(thirdAtMs) })).toEqual([third]);
    expect(await found({ q: id, placedTo: at(thirdAtMs) })).toEqual([second, first]);
    const hour = { placedFrom: at(thirdAtMs - HOUR_MS), placedTo: at(thirdAtMs) };
    expect(await found({ ...hour, sort: "oldest" })).toContain(second);
    expect(await found({ tag, ...hour })).toEqual([second]);
  });

  test("lists all orders in either direction", async () => {
    const newest = await found({}, "7");
    expect(newest.length).toBeGreaterThan(10);
    expect(newest).toEqual(newest.toSorted().toReversed());
    expect(await found({ sort: "oldest" }, "7")).toEqual(newest.toReversed());
  });
});

/** Returns every combination of optional filters. */
const combinations = (filters: Partial<OrderSearch>): Partial<OrderSearch>[] =>
  Object.entries(filters).reduce<Partial<OrderSearch>[]>(
    (all, [name, value]) => all.flatMap((some) => [some, { ...some, [name]: value }]),
    [{}],
  );

const FILTERS: Partial<OrderSearch> = {
  q: "ada",
  tag: "gift",
  status: "confirmed",
  paymentStatus: "paid",
  fulfillmentStatus: "unfulfilled",
  fromId: "ord_0",
  toId: "ord_z",
  after: { term: "ada", id: "ord_5" },
  oldestFirst: true,
};

test("reads every combination of filters in the order of an index, and sorts nothing", async () => {
  const searches = combinations(FILTERS).map((some) => ({
    oldestFirst: false,
    limit: 100,
    ...some,
  }));
  expect(searches).toHaveLength(512);
  const wrong: unknown[] = [];
  for (const search of searches) {
    const plan = await shop.db.read.all<{ detail: string }>(
      sql`explain query plan ${orderSearch(shop.db.read, search).getSQL()}`,
    );
    const bad = plan.filter(
      ({ detail }) =>
        /TEMP B-TREE/.test(detail) || (/^(SEARCH|SCAN)/.test(detail) && !/ INDEX /.test(detail)),
    );
    if (bad.length > 0) wrong.push({ search, bad });
  }
  expect(wrong).toEqual([]);
});

test("lists an order once when all of its SKUs are found", async () => {
  const { placement } = await confirmedOrder(shop);
  const [line] = placement.lines;
  if (!line) throw new Error("the order has no line");
  const lines = Array.from({ length: 7 }, (_, nth) => ({
    ...line,
    id: newId("line"),
    sku: `MANY-${nth}`,
    quantity: 1,
  }));
  const { orderId } = await confirmedOrder(shop, { lines });
  expect(await found({ q: "many-6" })).toEqual([orderId]);
  expect(await found({ q: "many-" })).toEqual([orderId]);
});
