import { expect, test } from "bun:test";
import { newId } from "#kernel/ids";
import { orderDraft } from "#orders/placing/order-draft.rules";
import { placementOf } from "#orders/testing";
import { buyerOf } from "./buyer.rules";

const DRAFT = { id: newId("order"), number: "ORD-0000000001", network: null, nowMs: 0 };
const rowOf = (more: object) => orderDraft({ ...placementOf(newId("variant")), ...more }, DRAFT);

test("prices added units by the country of the cart, also where the order is sent elsewhere", () => {
  const customerId = newId("user");
  expect(buyerOf(rowOf({ pricedFor: "AT", customerId }))).toEqual({
    ...{ country: "AT", userId: customerId },
  });
  expect(buyerOf(rowOf({ pricedFor: null, customerId: null }))).toEqual({
    ...{ country: null, userId: null },
  });
});

test("takes the country of the shipping address for an order that stores none", () => {
  expect(buyerOf(rowOf({ customerId: null })).country).toBe("DE");
  expect(buyerOf(rowOf({ shippingAddress: null })).country).toBeNull();
});
