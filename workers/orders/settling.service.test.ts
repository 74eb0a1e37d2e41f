import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq, sql } from "drizzle-orm";
import { orders, outbox, stockTransfers } from "#db/orders/schema";
import { DependencyError } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { placementOf, stockedVariant, testOrders } from "./testing";

let shop: Awaited<ReturnType<typeof testOrders>>;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

/** An order that waits for its buyer, with one of `units` held. */
const waitingOrder = async (units = 1) => {
  const variantId = await stockedVariant(shop.stock, units);
  shop.payments.answerWith("requires_action");
  const outcome = await inCall(() => shop.placing.place(placementOf(variantId)));
  return { variantId, orderId: outcome.orderId ?? "" };
};
const runOut = (orderId: string) =>
  shop.db.write.update(orders).set({ reservedUntil: 1 }).where(eq(orders.id, orderId));
const levelOf = async (variantId: string) => (await shop.stock.levels([variantId]))[0];
const sweep = () => inCall(() => shop.settling.sweep());

describe("an order whose time has run out", () => {
  test("is cancelled and frees its units once its payment is seen cancelled", async () => {
    const { variantId, orderId } = await waitingOrder();
    await runOut(orderId);
    await sweep();
    expect(await shop.store.find(orderId)).toMatchObject({
      status: "cancelled",
      paymentStatus: "voided",
    });
    expect(await levelOf(variantId)).toMatchObject({ available: 1, reserved: 0 });
  });

  test("is sold instead when the money has come meanwhile", async () => {
    const { variantId, orderId } = await waitingOrder();
    shop.payments.set(orderId, "authorized");
    await runOut(orderId);
    await sweep();
    expect(await shop.store.find(orderId)).toMatchObject({ status: "confirmed" });
    expect(await levelOf(variantId)).toMatchObject({ reserved: 0, sold: 1 });
  });

  test("keeps its units while nobody can say how the payment stands", async () => {
    const { variantId, orderId } = await waitingOrder();
    await runOut(orderId);
    const refresh = shop.payments.rpc.refresh;
    shop.payments.rpc.refresh = () => Promise.reject(new DependencyError("stripe"));
    await sweep();
    shop.payments.rpc.refresh = refresh;
    expect(await shop.store.find(orderId)).toMatchObject({ status: "payment_requested" });
    expect(await levelOf(variantId)).toMatchObject({ reserved: 1 });
  });

  test("is ended once when two sweeps meet", async () => {
    const { variantId, orderId } = await waitingOrder();
    await runOut(orderId);
    await Promise.all([sweep(), sweep(), sweep()]);
    expect(await levelOf(variantId)).toMatchObject({ available: 1, reserved: 0 });
    const entries = await shop.store.timeline(orderId);
    expect(entries.filter(({ type }) => type === "cancelled")).toHaveLength(1);
  });
});

describe("an order whose process died", () => {
  test("is taken up again by the sweep, although no message ever came", async () => {
    const variantId = await stockedVariant(shop.stock, 1);
    shop.payments.answerWith(new DependencyError("stripe"));
    const placement = placementOf(variantId);
    await inCall(() => shop.placing.place(placement)).catch(() => undefined);
    await shop.db.write
      .update(orders)
      .set({ updatedAt: 1 })
      .where(eq(orders.requestKey, placement.request.key));
    await sweep();
    expect(await shop.store.findByRequest(placement.request)).toMatchObject({
      status: "confirmed",
    });
    const replayed = await inCall(() => shop.placing.replay(placement.request));
    expect(replayed).toMatchObject({ replayed: true, answer: { status: 201 } });
  });
});

describe("the money of an order", () => {
  test("is noted once, however often the event comes", async () => {
    const variantId = await stockedVariant(shop.stock, 1);
    const { orderId } = await inCall(() => shop.placing.place(placementOf(variantId)));
    const eventId = newId("event");
    for (let times = 0; times < 3; times += 1) await shop.settling.markPaid(orderId ?? "", eventId);
    await shop.settling.markPaid(orderId ?? "", newId("event"));
    const entries = await shop.store.timeline(orderId ?? "");
    expect(entries.map(({ type }) => type)).toEqual([
      "placed",
      "payment_requested",
      "confirmed",
      "paid",
    ]);
  });
});

test("every balance is the fold of the ledger", async () => {
  const rows = await shop.db.read.all<{ drift: number }>(sql`
    select s.available - coalesce(sum(case when t.to_account = 'available' then t.quantity
      when t.from_account = 'available' then -t.quantity else 0 end), 0) as drift
    from stock s left join ${stockTransfers} t on t.variant_id = s.variant_id group by s.variant_id`);
  expect(rows.length).toBeGreaterThan(5);
  expect(rows.every(({ drift }) => drift === 0)).toBe(true);
});

test("a settled order leaves no command behind to be sent again", async () => {
  const rows = await shop.db.read
    .select()
    .from(outbox)
    .where(sql`${outbox.type} = 'payment.requested' and ${outbox.acknowledgedAt} is null`);
  const statuses = await Promise.all(rows.map(({ subject }) => shop.store.find(subject)));
  expect(statuses.every((row) => row?.status === "payment_requested")).toBe(true);
});
