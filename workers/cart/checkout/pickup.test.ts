import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type TestCheckout, testCheckout } from "#cart/checkout/checkout.testing";
import { ADDRESS } from "#cart/testing";
import type { ShippingOption } from "#contract/cart";
import { money } from "#kernel/money";
import { PICKUP, STANDARD } from "#orders/terms.testing";

let worker: TestCheckout;
beforeAll(async () => {
  worker = await testCheckout();
  worker.orders.rates.DE = [STANDARD, PICKUP];
  worker.orders.rates.AT = [STANDARD];
});
afterAll(() => worker.stop());

const COLLECTED = { shippingAddress: null, shippingOptionId: PICKUP.id };

describe("an order that the buyer collects", () => {
  test("is offered with its place, and costs no shipping", async () => {
    const cart = await worker.readyCart(COLLECTED);
    const { body } = await worker.requestJson(`/v1/carts/${cart.id}/shipping-options`);
    const options = (body as { data: ShippingOption[] }).data;
    expect(options.map(({ id, pickup }) => [id, pickup ?? null])).toEqual([
      [STANDARD.id, null],
      [PICKUP.id, PICKUP.pickup],
    ]);
    expect(cart).toMatchObject({
      shippingOption: { id: PICKUP.id, pickup: PICKUP.pickup },
      totals: { shipping: money(0, "EUR"), total: money(900, "EUR") },
    });
  });

  test("needs a billing address, and no shipping address", async () => {
    const cart = await worker.readyCart(COLLECTED);
    expect(await worker.place(cart)).toMatchObject({
      status: 422,
      body: { code: "cart_incomplete", missing: ["billingAddress"] },
    });
    const body = { billingAddress: { ...ADDRESS, country: "FR", postalCode: "75001" } };
    await worker.ask(`/v1/carts/${cart.id}`, { method: "PATCH", body });
    expect((await worker.place(cart)).status).toBe(201);
    expect(worker.orders.placements.at(-1)).toMatchObject({
      shippingAddress: null,
      billingAddress: { country: "FR" },
      shippingOption: { pickup: PICKUP.pickup },
    });
  });

  test("takes a shipping address as that of the bill alone", async () => {
    const cart = await worker.readyCart({ shippingOptionId: PICKUP.id });
    expect((await worker.place(cart)).status).toBe(201);
    expect(worker.orders.placements.at(-1)).toMatchObject({
      shippingAddress: null,
      billingAddress: ADDRESS,
    });
  });

  test("is not offered to a cart whose goods go to another country", async () => {
    const shippingAddress = { ...ADDRESS, city: "Wien", postalCode: "1010", country: "AT" };
    const { id } = await worker.readyCart(COLLECTED);
    const body = { shippingAddress };
    const { body: cart } = await worker.requestJson(`/v1/carts/${id}`, { method: "PATCH", body });
    expect(cart).toMatchObject({
      shippingOption: null,
      messages: [{ code: "shipping_option_gone" }],
    });
  });
});
