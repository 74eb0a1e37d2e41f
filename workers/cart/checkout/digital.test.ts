import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type TestCheckout, testCheckout } from "#cart/checkout/checkout.testing";
import { ADDRESS } from "#cart/testing";
import type { Cart } from "#contract/cart";
import { money } from "#kernel/money";
import { STANDARD } from "#orders/terms.testing";

let worker: TestCheckout;
let pattern: string;
beforeAll(async () => {
  worker = await testCheckout();
  const digital = { unitPriceMinor: 700, requiresShipping: false, tracked: false };
  pattern = worker.catalog.has("Pattern", digital);
});
afterAll(() => worker.stop());

const digitalCart = async (body: Record<string, unknown>): Promise<Cart> => {
  const { id } = await worker.cartWith({ variantId: pattern, quantity: 1 });
  const patch = { method: "PATCH", body: { email: "ada@example.com", ...body } };
  return (await worker.requestJson(`/v1/carts/${id}`, patch)).body as Cart;
};

describe("a cart of digital goods", () => {
  test("offers no shipping and costs none", async () => {
    const cart = await digitalCart({ shippingAddress: ADDRESS, shippingOptionId: null });
    expect(cart).toMatchObject({
      lines: [{ requiresShipping: false }],
      shippingOption: null,
      totals: { shipping: money(0, "EUR"), total: money(700, "EUR") },
      messages: [],
    });
    const { body } = await worker.requestJson(`/v1/carts/${cart.id}/shipping-options`);
    expect(body).toMatchObject({ data: [] });
  });

  test("needs a billing address alone", async () => {
    const cart = await digitalCart({});
    expect(await worker.place(cart)).toMatchObject({
      status: 422,
      body: { missing: ["billingAddress"] },
    });
    const body = { billingAddress: ADDRESS };
    await worker.requestJson(`/v1/carts/${cart.id}`, { method: "PATCH", body });
    expect((await worker.place(cart)).status).toBe(201);
    expect(worker.orders.placements.at(-1)).toMatchObject({
      shippingAddress: null,
      shippingOption: null,
      billingAddress: ADDRESS,
      totals: { shipping: money(0, "EUR"), total: money(700, "EUR") },
    });
  });
});

test("needs an address and shipping when one line of a cart is shipped", async () => {
  const cart = await digitalCart({});
  await worker.addTea(cart);
  expect(await worker.place(cart)).toMatchObject({
    status: 422,
    body: { missing: ["shippingAddress", "shippingOption"] },
  });
  const body = { shippingAddress: ADDRESS, shippingOptionId: STANDARD.id };
  await worker.requestJson(`/v1/carts/${cart.id}`, { method: "PATCH", body });
  expect((await worker.place(cart)).status).toBe(201);
  expect(worker.orders.placements.at(-1)).toMatchObject({
    shippingAddress: ADDRESS,
    shippingOption: { id: STANDARD.id },
    lines: [{ requiresShipping: false }, {}],
  });
});
