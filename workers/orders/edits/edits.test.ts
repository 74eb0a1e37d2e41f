import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { outbox } from "#db/orders/schema";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
import { as, inCall, userActor } from "#kernel/testing";
import {
  confirmedOrder,
  expectStock,
  newRequest,
  paidOrder,
  rowOf,
} from "#orders/after-sale.testing";
import { amountDueMinor } from "#orders/order/balance.rules";
import { stockDrift } from "#orders/stock.testing";
import { placementOf, stockedVariant, type TestOrders, testOrders } from "#orders/testing";
import { editCode, edited, pricedEdit, termsAfter } from "./edits.testing";

let shop: TestOrders;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(async () => {
  expect(await stockDrift(shop.db)).toEqual([]);
  await shop.stop();
});

const levelOf = async (variantId: string) => (await shop.stock.levels([variantId]))[0];
const orderIn = ({ body }: { body: string }) => JSON.parse(body);
const announced = async (orderId: string) =>
  (await shop.db.write.select().from(outbox).where(eq(outbox.subject, orderId))).map(
    ({ type }) => type,
  );

describe("an edit that makes an order cheaper", () => {
  test("returns the units, prices the order again and refunds the difference", async () => {
    const { orderId, variantId, lineId } = await paidOrder(shop);
    const answer = await edited(shop, orderId, { set: { [lineId]: 1 } });
    expect([answer.status, answer.replayed]).toEqual([201, false]);
    expect(orderIn(answer)).toMatchObject({
      totals: { total: { amount: 2489 } },
      lines: [{ id: lineId, quantity: 1, total: { amount: 1999 } }],
      refunds: [{ amount: { amount: 3998 }, reason: "order_edited", status: "pending" }],
      amountDue: { amount: 0 },
    });
    await inCall(() => shop.settlement.settle(orderId));
    expect(await rowOf(shop, orderId)).toMatchObject({
      paymentStatus: "partially_refunded",
      capturedMinor: 6487,
      refundedMinor: 3998,
      totalMinor: 2489,
    });
    await expectStock(shop, variantId, 1);
  });

  test("takes authorised money first", async () => {
    const { orderId, lineId } = await confirmedOrder(shop);
    await edited(shop, orderId, { set: { [lineId]: 2 } });
    expect(await rowOf(shop, orderId)).toMatchObject({ capturedMinor: 6487, refundedMinor: 1999 });
  });

  test("completes the shipment when only unshipped units leave", async () => {
    const { orderId, lineId } = await paidOrder(shop);
    const parcel = { carrier: null, trackingNumber: null, trackingUrl: null };
    const lines = [{ lineId, quantity: 2 }];
    await inCall(() =>
      shop.shipments.ship(
        orderId,
        { shipmentId: newId("shipment"), lines, ...parcel },
        newRequest(),
      ),
    );
    await edited(shop, orderId, { set: { [lineId]: 2 } });
    expect(await rowOf(shop, orderId)).toMatchObject({
      status: "shipped",
      fulfillmentStatus: "fulfilled",
    });
  });

  test("refunds again when the refund failed and a later edit follows", async () => {
    const { orderId, lineId } = await paidOrder(shop);
    shop.payments.refundWith("failed");
    await edited(shop, orderId, { set: { [lineId]: 2 } });
    await inCall(() => shop.settlement.settle(orderId));
    await edited(shop, orderId, { set: { [lineId]: 1 } });
    expect(await rowOf(shop, orderId)).toMatchObject({ capturedMinor: 6487, refundedMinor: 3998 });
  });

  test("counts a refund of staff as paid back when the refund of the edit failed", async () => {
    const { orderId, lineId } = await paidOrder(shop);
    shop.payments.refundWith("failed");
    await edited(shop, orderId, { set: { [lineId]: 2 } });
    await inCall(() => shop.settlement.settle(orderId));
    const refund = { refundId: newId("refund"), lines: [], shipping: false, reason: null };
    const amount = money(1999, "EUR");
    await inCall(() => shop.refunds.refund(orderId, { ...refund, amount }, newRequest()));
    await edited(shop, orderId, { set: { [lineId]: 3 } });
    const row = await rowOf(shop, orderId);
    expect([amountDueMinor(row), row.refundedMinor]).toEqual([1999, 1999]);
  });
});

describe("an edit that makes an order dearer", () => {
  const addition = async (units = 5, quantity = 1) => ({
    add: [{ variantId: await stockedVariant(shop.stock, units), quantity, unitMinor: 1000 }],
  });

  test("takes the units from stock and asks the buyer to pay the difference", async () => {
    const { orderId } = await paidOrder(shop);
    const change = await addition();
    const answer = await edited(shop, orderId, change);
    expect(orderIn(answer)).toMatchObject({
      paymentStatus: "partially_paid",
      amountDue: { amount: 1000 },
      totals: { total: { amount: 7487 } },
    });
    expect(await levelOf(change.add[0]?.variantId ?? "")).toMatchObject({ available: 4, sold: 1 });
    expect(await announced(orderId)).toEqual(
      expect.arrayContaining(["order.edited", "payment.link_requested"]),
    );
  });

  test("changes nothing when a unit is out of stock", async () => {
    const { orderId, lineId } = await paidOrder(shop);
    const before = await rowOf(shop, orderId);
    const change = { ...(await addition(1, 2)), set: { [lineId]: 1 } };
    const error = await edited(shop, orderId, change).catch((err) => err);
    expect(error).toMatchObject({
      code: "insufficient_stock",
      extensions: { lines: [{ quantity: 2, available: 1 }] },
    });
    expect(await rowOf(shop, orderId)).toEqual(before);
  });

  test("backorders units of a variant that allows it, and returns them when they leave again", async () => {
    const { orderId } = await paidOrder(shop);
    const variantId = await stockedVariant(shop.stock, 1);
    const add = [{ variantId, quantity: 3, unitMinor: 1000, policy: "continue" as const }];
    const { lines } = orderIn(await edited(shop, orderId, { add }));
    expect(await levelOf(variantId)).toMatchObject({ available: 0, sold: 3 });
    await edited(shop, orderId, { set: { [lines[1].id]: 0 } });
    expect(await levelOf(variantId)).toMatchObject({ available: 1, sold: 0 });
  });

  test("moves no unit when a variant leaves one line and joins another", async () => {
    const { orderId, lineId, variantId } = await paidOrder(shop);
    const add = [{ variantId, quantity: 2, unitMinor: 1999 }];
    await edited(shop, orderId, { set: { [lineId]: 1 }, add });
    await expectStock(shop, variantId, 3);
    expect(await rowOf(shop, orderId)).toMatchObject({ totalMinor: 6487, paymentStatus: "paid" });
  });

  test("lets staff find the order by the SKU of an added line", async () => {
    const { orderId } = await paidOrder(shop);
    await edited(shop, orderId, await addition());
    const found = await inCall(async () =>
      shop.app.request("/v1/admin/orders?q=added-1", { headers: as(userActor("staff")) }),
    );
    const { data } = (await found.json()) as { data: { id: string }[] };
    expect(data.map(({ id }) => id)).toContain(orderId);
  });

  test("cancels the charged order and pays everything back, each part by its payment", async () => {
    const { orderId } = await paidOrder(shop);
    await edited(shop, orderId, await addition());
    shop.payments.answerWith("authorized");
    const card = { method: "card", token: "pm_card_visa" } as const;
    await inCall(() => shop.attempts.pay(orderId, card, newRequest()));
    const input = { reason: "cancelled_by_buyer" as const, refundId: newId("refund") };
    await inCall(() => shop.cancel(orderId, input, newRequest()));
    await inCall(() => shop.settlement.settle(orderId));
    const row = await rowOf(shop, orderId);
    expect(row).toMatchObject({
      status: "cancelled",
      paymentStatus: "refunded",
      refundedMinor: 7487,
    });
    expect(row.afterSale?.refunds.map(({ amount, status }) => [amount.amount, status])).toEqual([
      [6487, "succeeded"],
      [1000, "succeeded"],
    ]);
  });
});

describe("an edit", () => {
  test("repeats its answer when its request is repeated", async () => {
    const { orderId, lineId } = await paidOrder(shop);
    const options = { request: newRequest(), editId: newId("edit") };
    const first = await edited(shop, orderId, { set: { [lineId]: 2 } }, options);
    const again = await edited(shop, orderId, { set: { [lineId]: 2 } }, options);
    expect(again).toEqual({ ...first, replayed: true });
    expect((await rowOf(shop, orderId)).afterSale?.edits).toEqual([options.editId]);
  });

  test("is priced again when the order has moved since it was priced", async () => {
    const { orderId, lineId } = await paidOrder(shop);
    const stale = await pricedEdit(shop, orderId, { set: { [lineId]: 2 } });
    await edited(shop, orderId, { set: { [lineId]: 1 } });
    if (!stale.edit) throw new Error("the edit was not priced");
    const { edit, request } = stale;
    expect(await inCall(() => shop.edits.edit(edit, request)).catch((err) => err)).toMatchObject({
      code: "conflict",
    });
  });

  test("is refused for units that were shipped, and when none would be left", async () => {
    const { orderId, lineId } = await paidOrder(shop);
    expect(await editCode(shop, orderId, { set: { [lineId]: 0 } })).toBe("order_not_editable");
    const parcel = { carrier: null, trackingNumber: null, trackingUrl: null };
    const lines = [{ lineId, quantity: 2 }];
    await inCall(() =>
      shop.shipments.ship(
        orderId,
        { shipmentId: newId("shipment"), lines, ...parcel },
        newRequest(),
      ),
    );
    expect(await editCode(shop, orderId, { set: { [lineId]: 1 } })).toBe("units_unavailable");
  });

  test("is refused for an order that waits, is cancelled, shipped or erased", async () => {
    shop.payments.answerWith("requires_action");
    const variantId = await stockedVariant(shop.stock, 1);
    const waiting = await inCall(() => shop.placing.place(placementOf(variantId)));
    expect(await editCode(shop, waiting.orderId ?? "", {})).toBe("order_not_editable");
    const cancelled = await paidOrder(shop);
    const input = { reason: "cancelled_by_buyer" as const, refundId: newId("refund") };
    await inCall(() => shop.cancel(cancelled.orderId, input, newRequest()));
    expect(await editCode(shop, cancelled.orderId, {})).toBe("order_not_editable");
    const userId = newId("user");
    const erased = await paidOrder(shop, { customerId: userId });
    await inCall(() => shop.privacy.erase(userId));
    expect(await editCode(shop, erased.orderId, {})).toBe("order_not_editable");
    expect(await editCode(shop, newId("order"), {})).toBe("not_found");
  });

  test("keeps the buyer's texts, and none of them in the timeline", async () => {
    const { placement } = await confirmedOrder(shop);
    const lines = placement.lines.map((line) => ({ ...line, properties: { Engraving: "A.L." } }));
    const { orderId, lineId } = await paidOrder(shop, { lines });
    await edited(shop, orderId, { set: { [lineId]: 2 } });
    const row = await rowOf(shop, orderId);
    expect(row.snapshot.lines[0]?.properties).toEqual({ Engraving: "A.L." });
    expect(JSON.stringify(await shop.store.timeline(orderId))).not.toContain("A.L.");
  });

  test("previews its result and changes nothing", async () => {
    const { orderId, lineId } = await confirmedOrder(shop);
    const before = await rowOf(shop, orderId);
    const begun = await inCall(() => shop.edits.start(orderId, null));
    if (!("editable" in begun)) throw new Error("the edit did not begin");
    const edit = {
      orderId,
      editId: newId("edit"),
      sequence: begun.editable.sequence,
      terms: termsAfter(begun.editable, { set: { [lineId]: 1 } }),
      reason: null,
      charge: null,
      notify: true,
    };
    expect(await inCall(() => shop.edits.preview(edit))).toMatchObject({
      totals: { total: { amount: 2489 } },
      refund: { amount: 3998 },
      amountDue: { amount: 0 },
    });
    expect(await rowOf(shop, orderId)).toEqual(before);
  });
});
