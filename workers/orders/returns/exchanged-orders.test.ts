import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { inCall } from "#kernel/testing";
import type { ReceivedLine } from "#orders/after-sale.contract";
import { codeOf, newRequest, rowOf } from "#orders/after-sale.testing";
import { edited } from "#orders/edits/edits.testing";
import { amountDueMinor } from "#orders/order/balance.rules";
import { type TestOrders, testOrders } from "#orders/testing";
import { approvedExchange, offerOf, type Returning, returning } from "./returns.testing";

/** The tests of drift between rows, timelines, money and stock run when the shop stops. */
let shop: TestOrders;
let act: Returning;
beforeAll(async () => {
  shop = await testOrders();
  act = returning(shop);
});
afterAll(() => shop.stop());

const UNIT_MINOR = 1999;
const received = (lineId: string, quantity: number): ReceivedLine => ({
  ...{ lineId, quantity },
  disposition: "restock",
});
const levelOf = async (variantId = "") => (await shop.stock.levels([variantId]))[0];
const exchanging = (quantity: number, ...offered: Parameters<typeof approvedExchange>[2][]) =>
  approvedExchange(shop, quantity, ...offered);

describe("an order after an exchange", () => {
  test("lets the buyer return what was exchanged, once it was shipped", async () => {
    const { orderId, lineId, returnId, asked } = await exchanging(1, {
      unitMinor: UNIT_MINOR,
    });
    const exchangedId = asked.exchange?.lines[0]?.id ?? "";
    const again = () => act.ask(orderId, [{ lineId: exchangedId, quantity: 1 }]);
    await act.receive(returnId, [received(lineId, 1)]);
    expect(await codeOf(again())).toBe("not_returnable");
    await act.ship(orderId);
    const { id } = await again();
    await act.approve(id);
    await act.receive(id, [received(exchangedId, 1)]);
    expect(await rowOf(shop, orderId)).toMatchObject({ refundedMinor: UNIT_MINOR });
  });

  test("lets staff cancel what was exchanged before its shipment", async () => {
    const { orderId, lineId, returnId, offeredId } = await exchanging(1, {
      unitMinor: UNIT_MINOR,
    });
    const found = await act.receive(returnId, [received(lineId, 1)]);
    const units = { lineId: found.exchange?.lines[0]?.id ?? "", quantity: 1, restock: true };
    await act.refund(orderId, [units]);
    expect(await rowOf(shop, orderId)).toMatchObject({
      status: "delivered",
      refundedMinor: UNIT_MINOR,
    });
    expect(await levelOf(offeredId)).toMatchObject({ available: 5, sold: 0 });
  });

  test("lets staff edit the order, whose balance keeps the price of the returned units", async () => {
    const { orderId, lineId, returnId } = await exchanging(1, { unitMinor: 2500 });
    const found = await act.receive(returnId, [received(lineId, 1)]);
    await edited(shop, orderId, { set: { [found.exchange?.lines[0]?.id ?? ""]: 2 } });
    expect(amountDueMinor(await rowOf(shop, orderId))).toBe(501 + 2500);
  });

  test("ends a payment that its buyer has not confirmed, because the amount changes", async () => {
    const { orderId, lineId, returnId } = await exchanging(1, { unitMinor: 2500 });
    await act.receive(returnId, [received(lineId, 1)]);
    await act.ship(orderId);
    shop.payments.answerWith("requires_action");
    const card = { method: "card", token: "pm_card_visa" } as const;
    await inCall(() => shop.attempts.pay(orderId, card, newRequest()));
    expect((await rowOf(shop, orderId)).openCharge).toMatchObject({ amountMinor: 501 });
    const offer = await offerOf(shop, orderId, { unitMinor: 1899 });
    const { id } = await act.ask(orderId, [{ lineId, quantity: 1 }], offer);
    await act.approve(id);
    await act.receive(id, [received(lineId, 1)]);
    const row = await rowOf(shop, orderId);
    expect([row.openCharge, amountDueMinor(row), row.refundedMinor]).toEqual([null, 401, 0]);
    expect(row.afterSale?.charges).toMatchObject([{ status: "failed" }]);
  });
});
