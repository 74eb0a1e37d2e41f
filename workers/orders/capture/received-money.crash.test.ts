import { afterAll, beforeAll, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { idempotencyKeys, orders } from "#db/orders/schema";
import { inCall } from "#kernel/testing";
import { codeOf, newRequest } from "#orders/after-sale.testing";
import { CUTS, type Cut, type CuttableOrders, cuttableOrders } from "#orders/cuts.testing";
import { manualOrder, record, sumsOf } from "./received-money.testing";

/**
 * Makes each call to the database or the payments Worker fail while staff record a first or a further part of the
 * money. The sweep, and the same request, must then record it once.
 */
let shop: CuttableOrders;
beforeAll(async () => {
  shop = await cuttableOrders();
});
afterAll(() => shop.stop());

const NEVER = Number.POSITIVE_INFINITY;
const PART_MINOR = 500;

const recording = async (earlierParts: number) => {
  const orderId = await manualOrder(shop);
  for (let part = 0; part < earlierParts; part += 1) await record(shop, orderId, PART_MINOR);
  const request = newRequest();
  return { orderId, request, act: () => record(shop, orderId, PART_MINOR, request) };
};

const expireLease = (key: string) =>
  shop.db.write.update(idempotencyKeys).set({ leaseUntil: 1 }).where(eq(idempotencyKeys.key, key));
const sweep = async (orderId: string) => {
  await shop.db.write.update(orders).set({ chargeDueAt: 1 }).where(eq(orders.id, orderId));
  await inCall(() => shop.charges.sweep());
};

/** Cuts the n-th call. Then the sweep or the client continues first, and the client gets its answer. */
const cutAt = async (at: number, cut: Cut, earlierParts: number) => {
  const { orderId, request, act } = await recording(earlierParts);
  await shop.during(at, cut, () => codeOf(act()));
  if (cut.dies) await expireLease(request.key);
  if (at % 2 === 0) await sweep(orderId);
  expect([at, (await act()).status]).toEqual([at, 200]);
  const sum = PART_MINOR * (earlierParts + 1);
  expect(await sumsOf(shop, orderId)).toEqual([sum, 1999 - sum, "partially_paid"]);
};

test.each(
  Object.entries(CUTS).flatMap(([title, cut]) => [
    ["first", title, cut, 0] as const,
    ["further", title, cut, 1] as const,
  ]),
)(
  "records the %s part of the money once when a call %s",
  async (_, __, cut, earlierParts) => {
    const count = await shop.during(NEVER, cut, (await recording(earlierParts)).act);
    expect(count).toBeGreaterThan(5);
    for (let at = 1; at <= count; at += 1) await cutAt(at, cut, earlierParts);
  },
  60_000,
);
