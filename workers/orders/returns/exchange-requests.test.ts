import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { userErased } from "#events/users";
import { appErrorIn } from "#kernel/errors";
import { dispatch, newEvent } from "#kernel/events/events";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
import { inCall } from "#kernel/testing";
import { codeOf, newRequest, paidOrder, rowOf } from "#orders/after-sale.testing";
import { orderHandlers } from "#orders/events";
import { staffAsk } from "#orders/stock.testing";
import { placementOf, stockedVariant, type TestOrders, testOrders } from "#orders/testing";
import { offerOf, type Returning, returning, shippedOrder } from "./returns.testing";

let shop: TestOrders;
let act: Returning;
beforeAll(async () => {
  shop = await testOrders();
  act = returning(shop);
});
afterAll(() => shop.stop());

const UNIT_MINOR = 1999;
const TOTAL_MINOR = 6487;

/** Places an order whose money staff record later. */
const unpaidOrder = async () => {
  shop.payments.answerWith("awaiting_money");
  const placement = placementOf(await stockedVariant(shop.stock, 10), 3);
  const { orderId } = await inCall(() => shop.placing.place(placement));
  return { orderId: orderId ?? "", lineId: placement.lines[0]?.id ?? "" };
};

describe("a request for an exchange", () => {
  test("shows the lines with their tax, and what they cost more", async () => {
    const { orderId, lineId } = await shippedOrder(shop);
    const offer = await offerOf(shop, orderId, { unitMinor: 2380, quantity: 2 });
    const found = await act.ask(orderId, [{ lineId, quantity: 2 }], offer);
    expect(found).toMatchObject({
      status: "requested",
      resolution: "exchange",
      exchangeFor: offer.exchangeFor,
      exchange: {
        lines: [{ quantity: 2, total: { amount: 4760 }, tax: { amount: 760 }, properties: {} }],
        credit: money(2 * UNIT_MINOR, "EUR"),
        difference: money(4760 - 2 * UNIT_MINOR, "EUR"),
      },
    });
    const row = await rowOf(shop, orderId);
    expect(row).toMatchObject({ status: "shipped", totalMinor: TOTAL_MINOR });
    expect(row.snapshot.lines).toHaveLength(1);
  });

  test("is refused with the units when the variant is not in stock", async () => {
    const { orderId, lineId } = await shippedOrder(shop);
    const offer = await offerOf(shop, orderId, { unitMinor: 1000, quantity: 3, units: 2 });
    const refused = await act.ask(orderId, [{ lineId, quantity: 1 }], offer).catch(appErrorIn);
    expect(refused).toMatchObject({
      code: "insufficient_stock",
      extensions: { lines: [{ quantity: 3, available: 2 }] },
    });
    expect((await rowOf(shop, orderId)).afterSale?.returns).toEqual([]);
  });

  test("is refused when too little of the order's money is left", async () => {
    const { orderId, lineId } = await shippedOrder(shop);
    const refund = { refundId: "ref_0123456789", lines: [], shipping: false, reason: null };
    const amount = money(TOTAL_MINOR - 100, "EUR");
    await inCall(() => shop.refunds.refund(orderId, { ...refund, amount }, newRequest()));
    const offer = await offerOf(shop, orderId, { unitMinor: 1000 });
    expect(await codeOf(act.ask(orderId, [{ lineId, quantity: 1 }], offer))).toBe(
      "not_exchangeable",
    );
  });

  test("is refused when the order awaits its money", async () => {
    const { orderId, lineId } = await unpaidOrder();
    await act.ship(orderId);
    const offer = await offerOf(shop, orderId, { unitMinor: 1000 });
    expect(await codeOf(act.ask(orderId, [{ lineId, quantity: 1 }], offer))).toBe(
      "not_exchangeable",
    );
  });

  test("is refused when the buyer would have more units of a variant than allowed", async () => {
    const { orderId, lineId } = await shippedOrder(shop);
    const offer = await offerOf(shop, orderId, { unitMinor: UNIT_MINOR, quantity: 2 });
    const variantId = offer.exchangeFor[0]?.variantId ?? "";
    const rules = { perBuyerMax: 1, backorderMax: null, preorder: null };
    await staffAsk(shop)("PUT", `/inventory/${variantId}/rules`, rules);
    const lines = [{ lineId, quantity: 1 }];
    expect(await act.ask(orderId, lines, offer).catch(appErrorIn)).toMatchObject({
      code: "buyer_limit_reached",
      extensions: { lines: [{ variantId, quantity: 2, bought: 0, max: 1 }] },
    });
    const staffId = newId("user");
    expect(await codeOf(act.ask(orderId, lines, { ...offer, staffId }))).toBe("no error");
  });

  test("does not count units that come back against the limit of the buyer", async () => {
    const { orderId, lineId, variantId } = await shippedOrder(shop);
    const rules = { perBuyerMax: 3, backorderMax: null, preorder: null };
    await staffAsk(shop)("PUT", `/inventory/${variantId}/rules`, rules);
    const { exchange } = await offerOf(shop, orderId, { unitMinor: UNIT_MINOR });
    const same = (exchange?.lines ?? []).map((line) => ({ ...line, variantId }));
    const offer = {
      exchange: { lines: same, policies: {} },
      exchangeFor: [{ variantId, quantity: 1 }],
    };
    expect(await codeOf(act.ask(orderId, [{ lineId, quantity: 1 }], offer))).toBe("no error");
  });
});

test("refunds the units of an exchange, and sends nothing, after the account was erased", async () => {
  const customerId = newId("user");
  const { orderId, lineId } = await paidOrder(shop, { customerId });
  await act.ship(orderId);
  const offer = await offerOf(shop, orderId, { unitMinor: UNIT_MINOR });
  const { id } = await act.ask(orderId, [{ lineId, quantity: 1 }], offer);
  await act.approve(id);
  const about = { source: "users", subject: customerId, sequence: 2, nowMs: Date.now() };
  const erased = newEvent(userErased, { ...about, data: { userId: customerId } });
  await inCall(() => dispatch(orderHandlers(shop), erased));
  const lines = [{ lineId, quantity: 1, disposition: "restock" as const }];
  expect(await codeOf(act.receive(id, lines))).toBe("not_exchangeable");
  const refund = { resolution: "refund" as const };
  expect(await act.receive(id, lines, newRequest(), refund)).toMatchObject({ status: "refunded" });
});
