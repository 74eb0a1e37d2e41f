import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { outbox } from "#db/orders/schema";
import { appErrorIn } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
import { inCall } from "#kernel/testing";
import type { ReceivedLine } from "#orders/after-sale.contract";
import { codeOf, expectStock, newRequest, rowOf } from "#orders/after-sale.testing";
import { stockDrift } from "#orders/stock.testing";
import { type TestOrders, testOrders } from "#orders/testing";
import { approvedReturn, type Returning, returning, shippedOrder } from "./returns.testing";

let shop: TestOrders;
let act: Returning;
beforeAll(async () => {
  shop = await testOrders();
  act = returning(shop);
});
afterAll(() => shop.stop());

const UNIT_MINOR = 1999;
const received = (
  lineId: string,
  quantity: number,
  disposition: ReceivedLine["disposition"] = "restock",
): ReceivedLine => ({ lineId, quantity, disposition });
const eventsOf = async (orderId: string) =>
  (await shop.db.read.select().from(outbox))
    .filter(({ subject }) => subject === orderId)
    .map(({ type }) => type);

describe("the decision about a return", () => {
  test("approves a requested return, once", async () => {
    const { orderId, lineId } = await shippedOrder(shop);
    const { id } = await act.ask(orderId, [{ lineId, quantity: 1 }]);
    for (let staff = 0; staff < 2; staff += 1)
      expect(await act.approve(id)).toMatchObject({ status: "approved" });
    const events = await eventsOf(orderId);
    expect(events.filter((type) => type === "return.approved")).toHaveLength(1);
    expect(events).toContain("return.requested");
  });

  test("rejects an approved return, and shows the buyer the reason in the return and the timeline", async () => {
    const { orderId, returnId } = await approvedReturn(shop, 1);
    for (let staff = 0; staff < 2; staff += 1)
      expect(await act.reject(returnId, "Seal broken")).toMatchObject({
        status: "rejected",
        rejectionReason: "Seal broken",
      });
    const timeline = await shop.store.timeline(orderId);
    expect(timeline.filter(({ type }) => type === "return_rejected")).toMatchObject([
      { data: { returnId, reason: "Seal broken" } },
    ]);
    expect(await eventsOf(orderId)).toContain("return.rejected");
  });

  test("refuses to approve a rejected return, and names its status", async () => {
    const { returnId } = await approvedReturn(shop, 1);
    await act.reject(returnId);
    expect(await act.approve(returnId).catch(appErrorIn)).toMatchObject({
      code: "return_status_conflict",
      extensions: { returnStatus: "rejected" },
    });
  });

  test.each(["approve", "reject"] as const)("refuses to %s a received return", async (decision) => {
    const { returnId, lineId } = await approvedReturn(shop, 1);
    await act.receive(returnId, [received(lineId, 1)]);
    expect(await codeOf(act[decision](returnId))).toBe("return_status_conflict");
  });

  test("answers 404 for an unknown return", async () => {
    const unknown = newId("return");
    for (const work of [act.approve(unknown), act.reject(unknown), act.receive(unknown, [])])
      expect(await codeOf(work)).toBe("not_found");
  });
});

describe("receiving a return", () => {
  test("returns the units to stock and refunds their price without shipping", async () => {
    const { orderId, variantId, lineId, returnId } = await approvedReturn(shop, 2);
    const found = await act.receive(returnId, [received(lineId, 2)]);
    expect(found).toMatchObject({ status: "refunded", received: [received(lineId, 2)] });
    const row = await rowOf(shop, orderId);
    expect(row).toMatchObject({ refundedMinor: 2 * UNIT_MINOR, fulfillmentStatus: "fulfilled" });
    expect(row.afterSale?.refunds).toMatchObject([
      { id: found.refundId, amount: money(2 * UNIT_MINOR, "EUR"), shipping: { amount: 0 } },
    ]);
    await expectStock(shop, variantId, 1);
    expect(await eventsOf(orderId)).toEqual(
      expect.arrayContaining(["return.received", "inventory.released", "refund.requested"]),
    );
  });

  test("marks the order as returned when all its units came back, and its refund succeeds", async () => {
    const { orderId, lineId, returnId } = await approvedReturn(shop, 3);
    await act.receive(returnId, [received(lineId, 3)]);
    await inCall(() => shop.settlement.settle(orderId));
    expect(await rowOf(shop, orderId)).toMatchObject({
      fulfillmentStatus: "returned",
      paymentStatus: "partially_refunded",
      refundedMinor: 3 * UNIT_MINOR,
    });
  });

  test("writes units off, beside units of the same line that are sold again", async () => {
    const { variantId, lineId, returnId } = await approvedReturn(shop, 3);
    await act.receive(returnId, [received(lineId, 1), received(lineId, 2, "write_off")]);
    await expectStock(shop, variantId, 0, 2);
    expect(await stockDrift(shop.db)).toEqual([]);
  });

  test("leaves units that did not arrive with the buyer, who can return them later", async () => {
    const { orderId, variantId, lineId, returnId } = await approvedReturn(shop, 3);
    await act.receive(returnId, [received(lineId, 1)]);
    await expectStock(shop, variantId, 2);
    expect(await codeOf(act.ask(orderId, [{ lineId, quantity: 3 }]))).toBe("not_returnable");
    const { id } = await act.ask(orderId, [{ lineId, quantity: 2 }]);
    await act.approve(id);
    await act.receive(id, [received(lineId, 2)]);
    expect(await rowOf(shop, orderId)).toMatchObject({ refundedMinor: 3 * UNIT_MINOR });
    await expectStock(shop, variantId, 0);
  });

  test("refunds only what earlier refunds of an amount have left", async () => {
    const { orderId, lineId, returnId, placement } = await approvedReturn(shop, 3);
    const total = placement.totals.total.amount;
    const amount = money(total - 100, "EUR");
    const goodwill = {
      refundId: newId("refund"),
      amount,
      lines: [],
      shipping: false,
      reason: null,
    };
    await inCall(() => shop.refunds.refund(orderId, goodwill, newRequest()));
    await act.receive(returnId, [received(lineId, 1)]);
    expect(await rowOf(shop, orderId)).toMatchObject({ refundedMinor: total });
    const { id } = await act.ask(orderId, [{ lineId, quantity: 2 }]);
    await act.approve(id);
    const last = await act.receive(id, [received(lineId, 2)]);
    expect(last).toMatchObject({ status: "received", refundId: null });
    expect(await rowOf(shop, orderId)).toMatchObject({
      refundedMinor: total,
      fulfillmentStatus: "returned",
    });
  });

  test("lets staff refund received units again, without stock, when their refund failed", async () => {
    const { orderId, variantId, lineId, returnId } = await approvedReturn(shop, 2);
    shop.payments.refundWith("failed");
    await act.receive(returnId, [received(lineId, 2)]);
    await inCall(() => shop.settlement.settle(orderId));
    expect(await rowOf(shop, orderId)).toMatchObject({ refundedMinor: 0 });
    expect(await codeOf(act.ask(orderId, [{ lineId, quantity: 2 }]))).toBe("not_returnable");
    await act.refund(orderId, [{ lineId, quantity: 2, restock: true }]);
    expect(await rowOf(shop, orderId)).toMatchObject({ refundedMinor: 2 * UNIT_MINOR });
    await expectStock(shop, variantId, 1);
  });

  test("refuses a return that is not approved", async () => {
    const { orderId, lineId } = await shippedOrder(shop);
    const { id } = await act.ask(orderId, [{ lineId, quantity: 1 }]);
    const code = () => codeOf(act.receive(id, [received(lineId, 1)]));
    expect(await code()).toBe("return_status_conflict");
    await act.reject(id);
    expect(await code()).toBe("return_status_conflict");
  });

  test("refuses more units than the return has", async () => {
    const { lineId, returnId } = await approvedReturn(shop, 2);
    const tooMany = [received(lineId, 2), received(lineId, 1, "write_off")];
    expect(await codeOf(act.receive(returnId, tooMany))).toBe("units_unavailable");
    const unknown = [received(newId("line"), 1)];
    expect(await codeOf(act.receive(returnId, unknown))).toBe("units_unavailable");
  });

  test("books the units once when two staff receive a return, or one of them twice", async () => {
    for (let round = 0; round < 20; round += 1) {
      const { orderId, variantId, lineId, returnId } = await approvedReturn(shop, 2);
      const request = newRequest();
      const once = () => codeOf(act.receive(returnId, [received(lineId, 2)], request));
      const other = () => codeOf(act.receive(returnId, [received(lineId, 2, "write_off")]));
      const codes = await Promise.all([once(), other(), once()]);
      const isRestocked = codes[0] === "no error";
      expect(codes).toEqual(
        isRestocked
          ? ["no error", "return_status_conflict", "no error"]
          : ["return_status_conflict", "no error", "return_status_conflict"],
      );
      await expectStock(shop, variantId, 1, isRestocked ? 0 : 2);
      const row = await rowOf(shop, orderId);
      expect(row.afterSale?.refunds).toHaveLength(1);
      expect(row).toMatchObject({ refundedMinor: 2 * UNIT_MINOR });
    }
    expect(await stockDrift(shop.db)).toEqual([]);
  }, 60_000);
});

describe("a refund of units that a return asks for", () => {
  test("is refused while the return is open, and after it was received", async () => {
    const { orderId, lineId, returnId } = await approvedReturn(shop, 2);
    const units = [{ lineId, quantity: 2, restock: true }];
    expect(await codeOf(act.refund(orderId, units))).toBe("units_unavailable");
    await act.receive(returnId, [received(lineId, 2)]);
    expect(await codeOf(act.refund(orderId, units))).toBe("units_unavailable");
    await act.refund(orderId, [{ lineId, quantity: 1, restock: true }]);
  });

  test("wins or loses against the request of the return, and the units come back once", async () => {
    for (let round = 0; round < 20; round += 1) {
      const { orderId, variantId, lineId } = await shippedOrder(shop);
      const [asked, refunded] = await Promise.allSettled([
        act.ask(orderId, [{ lineId, quantity: 2 }]),
        act.refund(orderId, [{ lineId, quantity: 2, restock: true }]),
      ]);
      expect([asked.status, refunded.status].toSorted()).toEqual(["fulfilled", "rejected"]);
      if (asked.status === "fulfilled") {
        await act.approve(asked.value.id);
        await act.receive(asked.value.id, [received(lineId, 2)]);
      }
      await expectStock(shop, variantId, 1);
      expect(await rowOf(shop, orderId)).toMatchObject({ refundedMinor: 2 * UNIT_MINOR });
    }
    expect(await stockDrift(shop.db)).toEqual([]);
  }, 60_000);
});

describe("a refund that failed", () => {
  test("moves no stock again when its units are refunded again", async () => {
    const { orderId, variantId, lineId } = await shippedOrder(shop);
    const units = [{ lineId, quantity: 2, restock: true }];
    shop.payments.refundWith("failed");
    await act.refund(orderId, units);
    await inCall(() => shop.settlement.settle(orderId));
    await expectStock(shop, variantId, 1);
    await act.refund(orderId, units);
    await expectStock(shop, variantId, 1);
    expect(await codeOf(act.ask(orderId, [{ lineId, quantity: 2 }]))).toBe("not_returnable");
  });
});
