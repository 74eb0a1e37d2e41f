import { expect } from "bun:test";
import type { Json, System } from "./system";

/** The shipping address of every purchase in tests. */
export const ADDRESS = {
  name: "Grace Guest",
  line1: "Torstraße 1",
  city: "Berlin",
  postalCode: "10119",
  country: "DE",
};

/** Returns what tests need to buy: variants for sale, carts, orders, and stock set by staff. */
export const buying = (shop: Pick<System, "ask">, staff: string) => {
  const variants = async (): Promise<Json[]> => {
    const { body } = await shop.ask("GET", "/v1/products?limit=100");
    return body.data.flatMap((product: Json) => product.variants);
  };
  const stockOf = async (variantId: string): Promise<Json> =>
    (await shop.ask("GET", `/v1/admin/inventory?variantId=${variantId}`, { token: staff })).body
      .data[0];

  /** Sets the free units of a variant. */
  const setStock = async (variantId: string, units: number) => {
    const { available } = await stockOf(variantId);
    if (available === units) return;
    const body = { variantId, delta: units - available, reason: "test" };
    const answer = await shop.ask("POST", "/v1/admin/inventory/adjustments", {
      body,
      token: staff,
    });
    expect(answer.body).toMatchObject({ available: units });
  };

  const readyCart = async (variantId: string, email: string): Promise<Json> => {
    const { body } = await shop.ask("POST", "/v1/carts", {
      body: { lines: [{ variantId, quantity: 1 }] },
    });
    const patch = { email, shippingAddress: ADDRESS, shippingOptionId: "sho_de_express" };
    return (await shop.ask("PATCH", `/v1/carts/${body.id}`, { body: patch })).body;
  };
  const place = (cart: Json, idempotencyKey: string = crypto.randomUUID(), headers = {}) =>
    shop.ask("POST", "/v1/orders", {
      body: { cartId: cart.id, payment: { method: "card", token: "pm_card_visa" } },
      headers: { "idempotency-key": idempotencyKey, ...headers },
    });

  return { variants, stockOf, setStock, readyCart, place };
};
export type Buying = ReturnType<typeof buying>;
