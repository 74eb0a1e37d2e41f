import { afterAll, beforeAll, expect, test } from "bun:test";
import { and, eq } from "drizzle-orm";
import { orders, outbox } from "#db/orders/schema";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { codeOf, confirmedOrder, newRequest, rowOf } from "#orders/after-sale.testing";
import { CUTS, type Cut, type CuttableOrders, cuttableOrders } from "#orders/cuts.testing";
import { amountDueMinor } from "#orders/order/balance.rules";
import { stockDrift } from "#orders/stock.testing";
import { stockedVariant } from "#orders/testing";
import { type Change, edited } from "./edits.testing";

/**
 * Makes each call to the database or the payments Worker fail while staff edit an order whose money is only
 * authorised, and while its refund or its charge follows. The same request and the sweeps must then lead to one
 * outcome.
 */
let shop: CuttableOrders;
beforeAll(async () => {
  shop = await cuttableOrders();
});
afterAll(async () => {
  expect(await stockDrift(shop.db)).toEqual([]);
  await shop.stop();
});

const NEVER = Number.POSITIVE_INFINITY;
const TOTAL_MINOR = 6487;
const CARD = { method: "saved_card", paymentMethodId: "pm_saved" } as const;

type Editing = Awaited<ReturnType<typeof ordered>>;
const ordered = async () => {
  const customerId = newId("user");
  shop.payments.saveCard(customerId, "pm_saved");
  const { orderId, lineId } = await confirmedOrder(shop, { customerId });
  const addedId = await stockedVariant(shop.stock, 5);
  return { orderId, lineId, addedId };
};
const dearer = ({ addedId }: Editing): Change => ({
  add: [{ variantId: addedId, quantity: 1, unitMinor: 1000 }],
});

/** The kinds of edits: what changes, how it is paid, and how much is captured, refunded and due at the end. */
const EDITS = {
  "a refund": {
    change: ({ lineId }: Editing): Change => ({ set: { [lineId]: 1 } }),
    charge: null,
    ends: [TOTAL_MINOR, 3998, 0],
    links: 0,
  },
  "a charge of a saved card": {
    change: dearer,
    charge: CARD,
    ends: [TOTAL_MINOR + 1000, 0, 0],
    links: 0,
  },
  "a link for the buyer": {
    change: dearer,
    charge: null,
    ends: [TOTAL_MINOR, 0, 1000],
    links: 1,
  },
};
type Kind = (typeof EDITS)[keyof typeof EDITS];

const begin = async ({ change, charge }: Kind) => {
  const order = await ordered();
  shop.payments.decide(() => "authorized");
  const options = { request: newRequest(), editId: newId("edit"), charge };
  const act = async () => {
    const answer = await edited(shop, order.orderId, change(order), options);
    await inCall(() => shop.settlement.settle(order.orderId));
    return answer;
  };
  return { ...order, act };
};

const sweep = async (orderId: string) => {
  for (const due of [{ chargeDueAt: 1 }, { refundDueAt: 1 }]) {
    const [column] = Object.keys(due);
    const row = await rowOf(shop, orderId);
    if (row[column as keyof typeof row] !== null)
      await shop.db.write.update(orders).set(due).where(eq(orders.id, orderId));
  }
  await inCall(() => shop.charges.sweep());
  await inCall(() => shop.sweepRefunds());
};

const linksOf = (orderId: string) =>
  shop.db.write
    .select()
    .from(outbox)
    .where(and(eq(outbox.subject, orderId), eq(outbox.type, "payment.link_requested")));

const cutAt = async (at: number, cut: Cut, kind: Kind) => {
  const { orderId, act } = await begin(kind);
  await shop.during(at, cut, () => codeOf(act()));
  if (at % 2 === 0) await sweep(orderId);
  expect([at, (await act()).status]).toEqual([at, 201]);
  await sweep(orderId);
  const row = await rowOf(shop, orderId);
  const sums = [row.capturedMinor, row.refundedMinor, amountDueMinor(row)];
  expect([at, ...sums]).toEqual([at, ...kind.ends]);
  expect([row.afterSale?.edits?.length, row.openCharge]).toEqual([1, null]);
  expect(row.afterSale?.refunds.map(({ status }) => status) ?? []).toEqual(
    kind.ends[1] === 0 ? [] : ["succeeded"],
  );
  expect(await linksOf(orderId)).toHaveLength(kind.links);
};

test.each(
  Object.entries(EDITS).flatMap(([what, kind]) =>
    Object.entries(CUTS).map(([how, cut]) => [what, how, cut, kind] as const),
  ),
)(
  "ends with %s, once, when a call of an edit %s",
  async (_, __, cut, kind) => {
    const count = await shop.during(NEVER, cut, (await begin(kind)).act);
    expect(count).toBeGreaterThan(6);
    for (let at = 1; at <= count; at += 1) await cutAt(at, cut, kind);
  },
  60_000,
);
