import { ADDRESS } from "#tests/buying";
import type { Json } from "#tests/system";
import type { ServedShop } from "./shop";

interface Line {
  variantId: string;
  quantity: number;
}

/** Returns the variants that can be bought, cheapest first. */
export const variantsOf = async (shop: ServedShop): Promise<Json[]> => {
  const { body } = await shop.ask("GET", "/v1/products?inStock=true&limit=100&sort=price");
  return body.data.flatMap(({ variants }: Json) =>
    variants.filter(({ available }: Json) => available),
  );
};

/** Makes a guest's cart that is ready for checkout, and returns it. */
export const readyCart = async (shop: ServedShop, lines: readonly Line[]): Promise<Json> => {
  const cart = await shop.ask("POST", "/v1/carts", { body: { lines } });
  if (cart.status !== 201) throw new Error(`the cart answered ${cart.status}: ${cart.text}`);
  const path = `/v1/carts/${cart.body.id}`;
  const email = `guest-${crypto.randomUUID().slice(0, 8)}@example.com`;
  await shop.ask("PATCH", path, { body: { email, shippingAddress: ADDRESS } });
  const [option] = (await shop.ask("GET", `${path}/shipping-options`)).body.data;
  return (await shop.ask("PATCH", path, { body: { shippingOptionId: option.id } })).body;
};

interface Placing {
  /** One of Stripe's test cards. */
  card?: string;
  returnUrl?: string;
  /** Places orders as the account of this access token. */
  token?: string | undefined;
  headers?: Record<string, string>;
}

/** Places an order from a cart, with a new key each time. */
export const placeOrder = (
  shop: ServedShop,
  cartId: string,
  { card = "pm_card_visa", returnUrl, token, headers = {} }: Placing = {},
) =>
  shop.ask("POST", "/v1/orders", {
    token,
    body: { cartId, payment: { method: "card", token: card, ...(returnUrl ? { returnUrl } : {}) } },
    headers: { "idempotency-key": crypto.randomUUID(), ...headers },
  });
