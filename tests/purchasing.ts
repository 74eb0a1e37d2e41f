import { expect } from "bun:test";
import { ADDRESS } from "./buying";
import type { Json, System } from "./system";

/** The steps of a purchase, as storefronts take them. */
export const purchasing = (system: System) => {
  /** Makes a cart that is ready for checkout. */
  const readyCart = async (variantId: string, email: string, token?: string): Promise<Json> => {
    const cart = await system.ask("POST", "/v1/carts", {
      body: { lines: [{ variantId, quantity: 1 }] },
      token,
    });
    expect(cart.status).toBe(201);
    const path = `/v1/carts/${cart.body.id}`;
    await system.ask("PATCH", path, { body: { email, shippingAddress: ADDRESS }, token });
    const { body: options } = await system.ask("GET", `${path}/shipping-options`, { token });
    const ready = await system.ask("PATCH", path, {
      body: { shippingOptionId: options.data[0].id },
      token,
    });
    expect(ready.status).toBe(200);
    return ready.body;
  };
  const placeOrder = (cart: Json, paymentToken: string, token?: string) =>
    system.ask("POST", "/v1/orders", {
      body: {
        cartId: cart.id,
        expectedTotal: cart.totals.total,
        payment: { method: "card", token: paymentToken, returnUrl: "http://localhost:3000/back" },
      },
      headers: { "idempotency-key": crypto.randomUUID() },
      token,
    });

  return { readyCart, placeOrder };
};
