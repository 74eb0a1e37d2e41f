import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { appErrorIn } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
import { inCall } from "#kernel/testing";
import {
  codeOf,
  confirmedOrder,
  expectStock,
  newRefundId,
  newRequest,
  paidOrder,
  rowOf,
} from "#orders/after-sale.testing";
import { stockDrift } from "#orders/stock.testing";
import { type TestOrders, testOrders } from "#orders/testing";
import type { RefundInput } from "./refund-move.rules";

let shop: TestOrders;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

const NOTHING = { lines: [], shipping: false, reason: null };
const refund = async (orderId: string, input: Partial<RefundInput>, request = newRequest()) => {
  const whole = { ...NOTHING, ...input, refundId: input.refundId ?? newRefundId() };
  const answer = await inCall(() => shop.refunds.refund(orderId, whole, request));
  return JSON.parse(answer.body);
};
const eur = (amount: number) => money(amount, "EUR");
const shipAll = (orderId: string) =>
  inCall(() =>
    shop.shipments.ship(
      orderId,
      { shipmentId: newId("shipment"), carrier: null, trackingNumber: null, trackingUrl: null },
      newRequest(),
    ),
  );

describe("refunding an order", () => {
  test("refunds an amount, and leaves the units sold", async () => {
    const { orderId, variantId } = await paidOrder(shop);
    expect(await refund(orderId, { amount: eur(500), reason: "Scratched" })).toMatchObject({
      amount: eur(500),
      lines: [],
      status: "pending",
      reason: "Scratched",
    });
    expect(await rowOf(shop, orderId)).toMatchObject({ refundedMinor: 500, status: "confirmed" });
    await expectStock(shop, variantId, 3);
  });

  test("adds up to the total of a line when its units are refunded one by one", async () => {
    const { orderId, lineId, placement } = await paidOrder(shop);
    const amounts: number[] = [];
    for (let unit = 0; unit < 3; unit += 1) {
      const { amount } = await refund(orderId, { lines: [{ lineId, quantity: 1, restock: true }] });
      amounts.push(amount.amount);
    }
    const last = await refund(orderId, { shipping: true });
    const sum = amounts.reduce((total, part) => total + part, 0) + last.amount.amount;
    expect(sum).toBe(placement.totals.total.amount);
    expect(await rowOf(shop, orderId)).toMatchObject({ refundedMinor: sum });
  });

  test("returns unshipped units to stock, or writes them off", async () => {
    const restocked = await paidOrder(shop);
    const line = { lineId: restocked.lineId, quantity: 1, restock: true };
    await refund(restocked.orderId, { lines: [line] });
    await expectStock(shop, restocked.variantId, 2);

    const lost = await paidOrder(shop);
    await refund(lost.orderId, { lines: [{ lineId: lost.lineId, quantity: 1, restock: false }] });
    await expectStock(shop, lost.variantId, 2, 1);
    expect(await stockDrift(shop.db)).toEqual([]);
  });

  test("announces the variants of restocked units, and no others", async () => {
    const { orderId, variantId, lineId } = await paidOrder(shop);
    const announced = () =>
      shop.queue.published
        .filter(({ type, subject }) => type === "inventory.released" && subject === orderId)
        .map(({ data }) => data);
    await refund(orderId, { lines: [{ lineId, quantity: 1, restock: false }] });
    expect(announced()).toEqual([]);
    await refund(orderId, { lines: [{ lineId, quantity: 1, restock: true }] });
    expect(announced()).toEqual([{ variantIds: [variantId] }]);
  });

  test("leaves shipped units with the buyer unless they are restocked", async () => {
    const { orderId, variantId, lineId } = await paidOrder(shop);
    await shipAll(orderId);
    await refund(orderId, { lines: [{ lineId, quantity: 1, restock: false }] });
    await expectStock(shop, variantId, 3);
    await refund(orderId, { lines: [{ lineId, quantity: 2, restock: true }] });
    await expectStock(shop, variantId, 1);
  });

  test("captures an authorised payment first", async () => {
    const { orderId } = await confirmedOrder(shop);
    await refund(orderId, { shipping: true });
    expect(await rowOf(shop, orderId)).toMatchObject({
      paymentStatus: "paid",
      refundedMinor: 490,
    });
  });

  test("never exceeds the captured amount when twenty refunds compete", async () => {
    const { orderId, placement } = await paidOrder(shop);
    const codes = await Promise.all(
      Array.from({ length: 20 }, () => codeOf(refund(orderId, { amount: eur(1000) }))),
    );
    const possible = Math.floor(placement.totals.total.amount / 1000);
    expect(codes.filter((code) => code === "no error")).toHaveLength(possible);
    const row = await rowOf(shop, orderId);
    expect(row.refundedMinor).toBe(possible * 1000);
    expect(row.afterSale?.refunds).toHaveLength(possible);
  });

  test("refuses an amount above the rest, and names the rest", async () => {
    const { orderId } = await paidOrder(shop);
    await refund(orderId, { amount: eur(6000) });
    const err = await refund(orderId, { amount: eur(488) }).catch(appErrorIn);
    expect(err).toMatchObject({
      code: "refund_exceeds_captured",
      extensions: { refundable: eur(487) },
    });
  });

  test("refuses units that were refunded before", async () => {
    const { orderId, lineId } = await paidOrder(shop);
    await refund(orderId, { lines: [{ lineId, quantity: 2, restock: true }] });
    const again = refund(orderId, { lines: [{ lineId, quantity: 2, restock: true }] });
    expect(await codeOf(again)).toBe("units_unavailable");
  });

  test("makes one refund when a key is repeated, even at the same time and after its answer was deleted", async () => {
    const { orderId } = await paidOrder(shop);
    const request = newRequest();
    const input = { amount: eur(100), refundId: newRefundId() };
    const all = await Promise.all(Array.from({ length: 5 }, () => refund(orderId, input, request)));
    const later = await refund(orderId, input, newRequest());
    expect(new Set([...all, later].map(({ id }) => id)).size).toBe(1);
    expect(await rowOf(shop, orderId)).toMatchObject({ refundedMinor: 100 });
  });

  test("refuses a key that is used with another body at the same time", async () => {
    const { orderId } = await paidOrder(shop);
    const request = newRequest();
    const refundId = newRefundId();
    const codes = await Promise.all(
      [100, 200, 300].map((amount) =>
        codeOf(
          refund(
            orderId,
            { amount: eur(amount), refundId },
            { ...request, fingerprint: String(amount) },
          ),
        ),
      ),
    );
    expect(codes.toSorted()).toEqual([
      "idempotency_key_reused",
      "idempotency_key_reused",
      "no error",
    ]);
  });

  test.each([
    ["another currency", { amount: money(100, "USD") }, "validation_failed"],
    [
      "an unknown line",
      { lines: [{ lineId: newId("line"), quantity: 1, restock: true }] },
      "units_unavailable",
    ],
  ] as const)("refuses %s", async (_, input, code) => {
    const { orderId } = await paidOrder(shop);
    expect(await codeOf(refund(orderId, input as Partial<RefundInput>))).toBe(code);
  });
});

describe("the settlement of a refund", () => {
  const booked = async () => {
    const { orderId, placement } = await paidOrder(shop);
    const { id } = await refund(orderId, { amount: eur(1000) });
    return { orderId, refundId: id as string, total: placement.totals.total.amount };
  };
  const settle = (orderId: string) => inCall(() => shop.settlement.settle(orderId));
  const follow = (orderId: string) => inCall(() => shop.settlement.follow(orderId));

  test("marks the order as partially refunded when the provider has paid back a part", async () => {
    const { orderId, refundId } = await booked();
    await Promise.all([settle(orderId), settle(orderId), settle(orderId)]);
    await follow(orderId);
    const row = await rowOf(shop, orderId);
    expect(row).toMatchObject({ paymentStatus: "partially_refunded", refundedMinor: 1000 });
    expect(row.afterSale?.refunds).toMatchObject([{ id: refundId, status: "succeeded" }]);
    const timeline = await shop.store.timeline(orderId);
    expect(timeline.filter(({ type }) => type === "refunded")).toHaveLength(1);
  });

  test("marks the order as refunded when all of it is paid back", async () => {
    const { orderId, total } = await booked();
    await refund(orderId, { amount: eur(total - 1000) });
    await settle(orderId);
    expect(await rowOf(shop, orderId)).toMatchObject({
      paymentStatus: "refunded",
      refundedMinor: total,
    });
  });

  test("gives the amount back to the order when the refund fails, also after it succeeded", async () => {
    const { orderId, refundId, total } = await booked();
    await settle(orderId);
    shop.payments.setRefund(refundId, "failed");
    await follow(orderId);
    const row = await rowOf(shop, orderId);
    expect(row).toMatchObject({ paymentStatus: "paid", refundedMinor: 0 });
    expect(row.afterSale?.refunds).toMatchObject([{ status: "failed" }]);
    await refund(orderId, { amount: eur(total) });
  });

  test("refunds the rest of a cancelled order when a part went back in the provider's console", async () => {
    const { orderId } = await paidOrder(shop);
    shop.payments.refundAtProvider(orderId, eur(1000));
    const input = { reason: "cancelled_by_buyer" as const, lines: undefined };
    await inCall(() => shop.cancel(orderId, { ...input, refundId: newRefundId() }, newRequest()));
    expect(await rowOf(shop, orderId)).toMatchObject({ refundedMinor: 6487 });
    // The events may arrive in any number.
    for (let times = 0; times < 3; times += 1) await inCall(() => shop.settlement.settle(orderId));
    const row = await rowOf(shop, orderId);
    expect(row).toMatchObject({ refundedMinor: 6487, paymentStatus: "refunded" });
    expect(row.afterSale?.refunds).toMatchObject([
      { amount: eur(6487), status: "failed" },
      { amount: eur(1000), status: "succeeded" },
      { amount: eur(5487), status: "succeeded" },
    ]);
    await inCall(() => shop.settlement.follow(orderId));
    expect((await rowOf(shop, orderId)).afterSale?.refunds).toHaveLength(3);
  });

  test("asks once for the refund of a cancelled order that the provider refuses for another reason", async () => {
    const { orderId } = await paidOrder(shop);
    shop.payments.refundWith("failed");
    const input = { reason: "cancelled_by_buyer" as const, lines: undefined };
    await inCall(() => shop.cancel(orderId, { ...input, refundId: newRefundId() }, newRequest()));
    for (let times = 0; times < 3; times += 1) await inCall(() => shop.settlement.settle(orderId));
    expect((await rowOf(shop, orderId)).afterSale?.refunds).toMatchObject([{ status: "failed" }]);
    expect(await rowOf(shop, orderId)).toMatchObject({ refundedMinor: 0 });
  });

  test("fails the refund when the payments Worker refuses it for good", async () => {
    const { orderId, refundId, total } = await booked();
    shop.payments.refundAtProvider(orderId, eur(total - 500));
    await settle(orderId);
    const row = await rowOf(shop, orderId);
    // The refund that caused the refusal is recorded at once.
    expect(row).toMatchObject({ paymentStatus: "partially_refunded", refundedMinor: total - 500 });
    expect(row.afterSale?.refunds).toMatchObject([
      { id: refundId, status: "failed" },
      { status: "succeeded" },
    ]);
  });

  test("books a refund that began at the provider's console, once", async () => {
    const { orderId } = await paidOrder(shop);
    shop.payments.refundAtProvider(orderId, eur(700));
    await Promise.all([follow(orderId), follow(orderId), follow(orderId)]);
    const row = await rowOf(shop, orderId);
    expect(row).toMatchObject({ paymentStatus: "partially_refunded", refundedMinor: 700 });
    expect(row.afterSale?.refunds).toMatchObject([{ status: "succeeded", amount: eur(700) }]);
  });
});
