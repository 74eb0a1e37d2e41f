import { afterAll, beforeAll, describe, expect, spyOn, test } from "bun:test";
import { eq, sql } from "drizzle-orm";
import { orders, outbox } from "#db/orders/schema";
import { DependencyError } from "#kernel/errors";
import { refuse } from "#kernel/result";
import { inCall } from "#kernel/testing";
import { stockDrift } from "#orders/stock.testing";
import {
  endReservation,
  placementOf,
  placeWaitingOrder,
  stockedVariant,
  testOrders,
} from "#orders/testing";

let shop: Awaited<ReturnType<typeof testOrders>>;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

const waitingOrder = (units?: number) => placeWaitingOrder(shop, units);
const runOut = (orderId: string) => endReservation(shop, orderId);
const levelOf = async (variantId: string) => (await shop.stock.levels([variantId]))[0];
const sweep = () => inCall(() => shop.sweep());

describe("the sweep of orders whose reservation has expired", () => {
  test("cancels an order and releases its units when the provider has cancelled the payment", async () => {
    const { variantId, orderId } = await waitingOrder();
    await runOut(orderId);
    await sweep();
    expect(await shop.store.find(orderId)).toMatchObject({
      status: "cancelled",
      paymentStatus: "voided",
    });
    expect(await levelOf(variantId)).toMatchObject({ available: 1, reserved: 0 });
  });

  test("confirms an order when its payment was authorised before the reservation expired", async () => {
    const { variantId, orderId } = await waitingOrder();
    shop.payments.set(orderId, "authorized");
    await runOut(orderId);
    await sweep();
    expect(await shop.store.find(orderId)).toMatchObject({ status: "confirmed" });
    expect(await levelOf(variantId)).toMatchObject({ reserved: 0, sold: 1 });
  });

  test.each(["authorized", "processing", "succeeded"] as const)(
    "frees no units when the provider's cancellation came too late and the payment is %s",
    async (state) => {
      const { variantId, orderId } = await waitingOrder();
      if (state === "processing") shop.payments.keep(orderId, state);
      else shop.payments.set(orderId, state);
      await runOut(orderId);
      await sweep();
      expect((await shop.store.find(orderId))?.status).not.toBe("cancelled");
      expect(await levelOf(variantId)).toMatchObject({ available: 0 });
    },
  );

  test("reserves units for 5 minutes before the payment is known, and for 20 more while the buyer has to act", async () => {
    const { orderId } = await waitingOrder();
    const heldMs = async () => {
      const row = await shop.store.find(orderId);
      return (row?.reservedUntil ?? 0) - (row?.createdAt ?? 0);
    };
    expect(Math.round((await heldMs()) / 60_000)).toBe(25);
    const variantId = await stockedVariant(shop.stock, 1);
    shop.payments.answerWith(new DependencyError("stripe"));
    const placement = placementOf(variantId);
    await inCall(() => shop.placing.place(placement)).catch(() => undefined);
    const row = await shop.store.findByRequest(placement.request);
    expect(Math.round(((row?.reservedUntil ?? 0) - (row?.createdAt ?? 0)) / 60_000)).toBe(5);
    await runOut(row?.id ?? "");
    await sweep();
  });

  test("reports no decline when the request of an expired order is repeated", async () => {
    const variantId = await stockedVariant(shop.stock, 1);
    shop.payments.answerWith(new DependencyError("stripe"));
    const placement = placementOf(variantId);
    await inCall(() => shop.placing.place(placement)).catch(() => undefined);
    const row = await shop.store.findByRequest(placement.request);
    await runOut(row?.id ?? "");
    await sweep();
    const outcome = await inCall(() => shop.placing.replay(placement.request));
    expect(outcome).toMatchObject({ cart: "open", isDeclined: false, answer: { status: 402 } });
    expect(JSON.parse(outcome?.answer.body ?? "")).toMatchObject({ reason: "expired" });
  });

  test("cancels an order as declined when the card was declined before the reservation expired", async () => {
    const { orderId, placement } = await waitingOrder();
    shop.payments.set(orderId, "failed");
    await runOut(orderId);
    await sweep();
    const entries = await shop.store.timeline(orderId);
    expect(entries.at(-1)).toMatchObject({
      type: "cancelled",
      data: { reason: "payment_declined", paymentStatus: "failed" },
    });
    const outcome = await inCall(() => shop.placing.replay(placement.request));
    expect(outcome).toMatchObject({ cart: "open", isDeclined: true, answer: { status: 201 } });
  });

  test("cancels 120 expired orders in one run", async () => {
    const variantId = await stockedVariant(shop.stock, 120);
    for (let i = 0; i < 120; i += 1) {
      shop.payments.answerWith("requires_action");
      const { orderId } = await inCall(() => shop.placing.place(placementOf(variantId)));
      await runOut(orderId ?? "");
    }
    expect(await sweep()).toMatchObject({ expired: 120 });
    expect(await levelOf(variantId)).toMatchObject({ available: 120, reserved: 0 });
    expect(await stockDrift(shop.db)).toEqual([]);
  });

  test("ends 200 orders with at most five calls to the payments Worker", async () => {
    const variantId = await stockedVariant(shop.stock, 200);
    for (let i = 0; i < 200; i += 1) {
      shop.payments.answerWith("requires_action");
      await inCall(() => shop.placing.place(placementOf(variantId)));
    }
    await shop.db.write
      .update(orders)
      .set({ reservedUntil: 1 })
      .where(eq(orders.status, "payment_requested"));
    const counted = (
      ["authorise", "authoriseAll", "refreshAll", "captureAll", "endAll"] as const
    ).map((method) => spyOn(shop.payments.rpc, method));
    expect((await sweep()).expired).toBeGreaterThanOrEqual(200);
    const calls = counted.map((spied) => spied.mock.calls.length);
    for (const spied of counted) spied.mockRestore();
    expect(calls[4]).toBeLessThanOrEqual(3);
    expect(calls.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(5);
    expect(await levelOf(variantId)).toMatchObject({ available: 200, reserved: 0 });
  });

  test("keeps the units of an order reserved while the state of its payment is unknown", async () => {
    const { variantId, orderId } = await waitingOrder();
    await runOut(orderId);
    const ending = spyOn(shop.payments.rpc, "endAll").mockImplementation(async (ids) =>
      ids.map(() => refuse("dependency_unavailable")),
    );
    await sweep();
    ending.mockRestore();
    expect(await shop.store.find(orderId)).toMatchObject({ status: "payment_requested" });
    expect(await levelOf(variantId)).toMatchObject({ reserved: 1 });
  });

  test("cancels an order and returns its units when the payment is cancelled during the order's confirmation", async () => {
    const { variantId, orderId } = await waitingOrder();
    await runOut(orderId);
    const { refreshAll } = shop.payments.rpc;
    const ending = spyOn(shop.payments.rpc, "endAll").mockImplementation(async (ids, trace) => {
      // The buyer has returned from the bank, and another process has read the authorised payment.
      shop.payments.set(orderId, "authorized");
      const seen = structuredClone(await refreshAll(ids, trace));
      shop.payments.set(orderId, "cancelled");
      const cancelled = await refreshAll(ids, trace);
      const looking = spyOn(shop.payments.rpc, "refreshAll").mockResolvedValueOnce(seen);
      await inCall(() => shop.progress.advance([orderId]));
      looking.mockRestore();
      return cancelled;
    });
    await sweep();
    ending.mockRestore();
    expect(await shop.store.find(orderId)).toMatchObject({ status: "cancelled" });
    expect(await levelOf(variantId)).toMatchObject({ available: 1, reserved: 0, sold: 0 });
  });

  test("ends an order once when three sweeps run at the same time", async () => {
    const { variantId, orderId } = await waitingOrder();
    await runOut(orderId);
    await Promise.all([sweep(), sweep(), sweep()]);
    expect(await levelOf(variantId)).toMatchObject({ available: 1, reserved: 0 });
    const entries = await shop.store.timeline(orderId);
    expect(entries.filter(({ type }) => type === "cancelled")).toHaveLength(1);
  });
});

describe("the sweep of orders whose process died", () => {
  test("confirms an order and stores its answer when no event arrived", async () => {
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

describe("the sweep", () => {
  test("moves orders without a known payment first when many orders wait", async () => {
    await Promise.all(Array.from({ length: 12 }, () => waitingOrder()));
    const variantId = await stockedVariant(shop.stock, 1);
    shop.payments.answerWith(new DependencyError("stripe"));
    const placement = placementOf(variantId);
    await inCall(() => shop.placing.place(placement)).catch(() => undefined);
    await shop.db.write.update(orders).set({ updatedAt: 1 });
    const row = await shop.store.findByRequest(placement.request);
    expect(await shop.dueOrders.waiting(60_000, 1)).toEqual([row?.id ?? ""]);
    await sweep();
    expect(await shop.store.findByRequest(placement.request)).toMatchObject({
      status: "confirmed",
    });
  });
});

test("keeps every stock balance equal to the sum of its ledger", async () => {
  expect(await stockDrift(shop.db)).toEqual([]);
});

test("leaves no unacknowledged payment.requested event when the order has ended", async () => {
  const rows = await shop.db.read
    .select()
    .from(outbox)
    .where(sql`${outbox.type} = 'payment.requested' and ${outbox.acknowledgedAt} is null`);
  const statuses = await Promise.all(rows.map(({ subject }) => shop.store.find(subject)));
  expect(statuses.every((row) => row?.status === "payment_requested")).toBe(true);
});
