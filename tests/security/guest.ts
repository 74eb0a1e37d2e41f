import { ADDRESS } from "#tests/buying";
import type { Json } from "#tests/system";
import type { Served } from "./shop";

interface Line {
  variantId: string;
  quantity: number;
}

/** The variants that can be bought, the cheapest first. */
export const variantsOf = async (shop: Served): Promise<Json[]> => {
  const { body } = await shop.ask("GET", "/v1/products?inStock=true&limit=100&sort=price");
  return body.data.flatMap(({ variants }: Json) =>
    variants.filter(({ available }: Json) => available),
  );
};

/** Makes a guest's cart that lacks nothing, and returns it. */
export const readyCart = async (shop: Served, lines: readonly Line[]): Promise<Json> => {
  const cart = await shop.ask("POST", "/v1/carts", { body: { lines } });
  if (cart.status !== 201) throw new Error(`the cart answered ${cart.status}: ${cart.text}`);
  const path = `/v1/carts/${cart.body.id}`;
  const email = `guest-${crypto.randomUUID().slice(0, 8)}@example.com`;
  await shop.ask("PATCH", path, { body: { email, shippingAddress: ADDRESS } });
  const [option] = (await shop.ask("GET", `${path}/shipping-options`)).body.data;
  return (await shop.ask("PATCH", path, { body: { shippingOptionId: option.id } })).body;
};

interface Placing {
  /** A test card of Stripe's. */
  card?: string;
  returnUrl?: string;
  /** Orders as the account of this access token. */
  token?: string | undefined;
  headers?: Record<string, string>;
}

/** Places an order from a cart, each time with a new key. */
export const placeOrder = (
  shop: Served,
  cartId: string,
  { card = "pm_card_visa", returnUrl, token, headers = {} }: Placing = {},
) =>
  shop.ask("POST", "/v1/orders", {
    token,
    body: { cartId, payment: { method: "card", token: card, ...(returnUrl ? { returnUrl } : {}) } },
    headers: { "idempotency-key": crypto.randomUUID(), ...headers },
  });
