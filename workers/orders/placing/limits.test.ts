import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq, sql } from "drizzle-orm";
import type { Placement } from "#contract/orders";
import { idempotencyKeys, orders } from "#db/orders/schema";
import { type AppError, appErrorIn } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { stockDrift } from "#orders/stock.testing";
import { placementOf, stockedVariant, testOrders } from "#orders/testing";
import type { OrderLimits } from "./limits.rules";

const LIMITS: OrderLimits = {
  unpaidMax: { network: 60, account: 20 },
  unitsMax: { network: 500, account: 200 },
};
const CROWD = 1000;
const AT_ONCE = 100;

let shop: Awaited<ReturnType<typeof testOrders>>;
beforeAll(async () => {
  shop = await testOrders({ limits: LIMITS });
});
afterAll(() => shop.stop());

const newNetwork = () =>
  `2001:db8:${crypto.randomUUID().slice(0, 4)}:${crypto.randomUUID().slice(0, 4)}::/64`;
const waiting = () => shop.payments.decide(() => "requires_action");
const paid = () => shop.payments.decide(() => "authorized");
const place = (placement: Placement) => inCall(() => shop.placing.place(placement));
/** Places an order that must be refused, and returns the error. */
const refusalOf = async (placement: Placement) => {
  const refused = await place(placement).then(() => undefined, appErrorIn);
  if (!refused) throw new Error("the order was placed");
  return refused;
};
const leftIn = (headers: Record<string, string> = {}) => {
  const [, left] = /r=(\d+)/.exec(headers.RateLimit ?? "") ?? [];
  return Number(left);
};
const secondsOf = ({ headers }: AppError) => Number(headers?.["Retry-After"]);

describe("limits of unpaid orders", () => {
  test("accepts exactly the maximum number of orders from a network when a thousand arrive at once", async () => {
    waiting();
    const variantId = await stockedVariant(shop.stock, 2 * CROWD);
    const network = newNetwork();
    const placements = Array.from({ length: CROWD }, () => placementOf(variantId, 1, { network }));
    const left: number[] = [];
    const refused: AppError[] = [];
    for (let from = 0; from < CROWD; from += AT_ONCE) {
      const wave = placements.slice(from, from + AT_ONCE).map((placement) =>
        place(placement).then(
          ({ answer }) => left.push(leftIn(answer.headers)),
          (err) => refused.push(appErrorIn(err) as AppError),
        ),
      );
      await Promise.all(wave);
    }
    expect(left.sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, i) => i));
    expect(refused).toHaveLength(CROWD - 60);
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(["rate_limited"]));
    expect((await shop.stock.levels([variantId]))[0]).toMatchObject({ reserved: 60 });

    const elsewhere = await place(placementOf(variantId, 1, { network: newNetwork() }));
    expect([elsewhere.answer.status, leftIn(elsewhere.answer.headers)]).toEqual([201, 59]);
    expect((await place(placementOf(variantId))).answer).not.toHaveProperty("headers");
  }, 120_000);

  test("accepts exactly the maximum number of an account's orders when they come from several networks", async () => {
    waiting();
    const variantId = await stockedVariant(shop.stock, 100);
    const customerId = newId("user");
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, () =>
        place(placementOf(variantId, 1, { customerId, network: newNetwork() })).then(
          ({ answer }) => answer.status,
          (err) => appErrorIn(err)?.code,
        ),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 201)).toHaveLength(20);
    expect(outcomes.filter((outcome) => outcome === "rate_limited")).toHaveLength(20);
  });

  test("stores nothing of a refused order, and accepts its idempotency key when the oldest order no longer counts", async () => {
    waiting();
    const variantId = await stockedVariant(shop.stock, 100);
    const customerId = newId("user");
    for (let i = 0; i < 20; i += 1) await place(placementOf(variantId, 1, { customerId }));
    const placement = placementOf(variantId, 1, { customerId });
    const refused = await refusalOf(placement);
    expect(refused).toMatchObject({
      code: "rate_limited",
      headers: { "RateLimit-Policy": '"orders_account";q=20;w=3600' },
    });
    expect(refused.headers?.RateLimit).toMatch(/^"orders_account";r=0;t=\d+$/);
    expect(secondsOf(refused)).toBeWithin(3500, 3601);
    const kept = eq(idempotencyKeys.key, placement.request.key);
    expect(await shop.db.write.select().from(idempotencyKeys).where(kept)).toEqual([]);
    expect(await shop.store.findByRequest(placement.request)).toBeUndefined();
    expect(await shop.placing.replay(placement.request)).toBeNull();
    expect(await stockDrift(shop.db)).toEqual([]);

    const [oldest] = await shop.db.write
      .select({ id: orders.id })
      .from(orders)
      .where(eq(orders.customerId, customerId))
      .limit(1);
    await shop.db.write
      .update(orders)
      .set({ createdAt: sql`${orders.createdAt} - 3600000` })
      .where(eq(orders.id, oldest?.id ?? ""));
    expect((await place(placement)).answer.status).toBe(201);
  });

  test("does not count paid orders, and deletes the digest of their network", async () => {
    const variantId = await stockedVariant(shop.stock, 200);
    const owners = { customerId: newId("user"), network: newNetwork() };
    paid();
    for (let i = 0; i < 25; i += 1) {
      const { answer } = await place(placementOf(variantId, 1, owners));
      expect([answer.status, leftIn(answer.headers)]).toEqual([201, 20]);
    }
    const rows = await shop.db.write
      .select({ network: orders.network })
      .from(orders)
      .where(eq(orders.customerId, owners.customerId));
    expect(new Set(rows.map(({ network }) => network))).toEqual(new Set([null]));
    waiting();
    const { answer, orderId } = await place(placementOf(variantId, 1, owners));
    expect(leftIn(answer.headers)).toBe(19);
    shop.payments.set(orderId ?? "", "authorized");
    await inCall(() => shop.progress.advance([orderId ?? ""]));
    expect(leftIn((await place(placementOf(variantId, 1, owners))).answer.headers)).toBe(19);
  });

  test("counts declined orders as unpaid", async () => {
    shop.payments.decide(() => "failed");
    const variantId = await stockedVariant(shop.stock, 100);
    const network = newNetwork();
    for (let i = 0; i < 60; i += 1) await place(placementOf(variantId, 1, { network }));
    expect((await refusalOf(placementOf(variantId, 1, { network }))).code).toBe("rate_limited");
  });

  test("stores a digest instead of the buyer's network", async () => {
    waiting();
    const variantId = await stockedVariant(shop.stock, 1);
    const network = newNetwork();
    const { orderId } = await place(placementOf(variantId, 1, { network }));
    const row = await shop.store.find(orderId ?? "");
    expect(row?.network).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(row)).not.toContain(network);
  });
});

describe("limits of units that unpaid orders reserve", () => {
  test("answers order_too_large with the limit when one order's units exceed it", async () => {
    waiting();
    const variantId = await stockedVariant(shop.stock, 999);
    const refused = await refusalOf(placementOf(variantId, 201));
    expect(refused).toMatchObject({ code: "order_too_large", extensions: { unitsMax: 200 } });
    expect((await place(placementOf(variantId, 200))).answer.status).toBe(201);
  });

  test("refuses an account's order above the limit of reserved units, and accepts it when units are released", async () => {
    waiting();
    const variantId = await stockedVariant(shop.stock, 999);
    const customerId = newId("user");
    const { orderId } = await place(placementOf(variantId, 150, { customerId }));
    await place(placementOf(variantId, 50, { customerId }));
    const more = placementOf(variantId, 1, { customerId });
    const refused = await refusalOf(more);
    expect(refused.headers).toMatchObject({ "RateLimit-Policy": '"units_account";q=200' });
    expect(secondsOf(refused)).toBeWithin(24 * 60, 25 * 60 + 1);
    shop.payments.set(orderId ?? "", "failed");
    await inCall(() => shop.progress.advance([orderId ?? ""]));
    expect((await place(more)).answer.status).toBe(201);
  });

  test("refuses a guest's order above the network's limit of reserved units", async () => {
    waiting();
    const variantId = await stockedVariant(shop.stock, 999);
    const network = newNetwork();
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () =>
        place(placementOf(variantId, 60, { network })).then(
          ({ answer }) => answer.status,
          (err) => appErrorIn(err)?.code,
        ),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 201)).toHaveLength(8);
    expect(outcomes.filter((outcome) => outcome === "rate_limited")).toHaveLength(12);
  });

  test("does not count units of backorderable variants", async () => {
    waiting();
    const variantId = await stockedVariant(shop.stock, 0);
    const policies = { [variantId]: "continue" } as const;
    expect((await place(placementOf(variantId, 999, { policies }))).answer.status).toBe(201);
  });

  test("reports the missing units when an order is within the limits", async () => {
    const variantId = await stockedVariant(shop.stock, 1);
    const owners = { customerId: newId("user"), network: newNetwork() };
    const { answer } = await place(placementOf(variantId, 2, owners));
    expect(JSON.parse(answer.body)).toMatchObject({ code: "insufficient_stock" });
  });
});
