import { placeOrder, readyCart, variantsOf } from "./guest";
import type { Principals } from "./principals";
import type { ServedShop } from "./shop";

/** Paths of one route: objects of other people, a missing object, and valid bodies by method. */
export interface Triple {
  others: string[];
  missing: string;
  body: Record<string, unknown>;
}

const ADDRESS = {
  name: "Nora North",
  line1: "Oranienstraße 25",
  city: "Berlin",
  postalCode: "10999",
  country: "DE",
};

const missingId = (prefix: string) => `${prefix}_${"0".repeat(36)}`;

const RETURN = {
  lines: [{ lineId: missingId("lin"), quantity: 1, reason: "damaged" }],
  resolution: "refund",
};

const DOWNLOAD = { lineId: missingId("lin"), fileId: missingId("fil") };

const orderOf = async (shop: ServedShop, token: string | undefined) => {
  const [variant] = await variantsOf(shop);
  const cart = await readyCart(shop, [{ variantId: variant.id, quantity: 1 }]);
  const order = await placeOrder(shop, cart.id, { token });
  if (order.status !== 201) throw new Error(`ordering answered ${order.status}: ${order.text}`);
  return order.body.id as string;
};

/** Returns an object of each kind that a path can name, by the path's definition. */
export const objectsOf = async (
  shop: ServedShop,
  { other, staff }: Principals,
): Promise<Record<string, Triple>> => {
  const { token } = other;
  const sessions = await shop.ask("GET", "/v1/me/sessions", { token });
  const address = await shop.ask("POST", "/v1/me/addresses", { token, body: ADDRESS });
  const cart = await shop.ask("POST", "/v1/carts", { token, body: {} });
  const [{ id: variantId }] = await variantsOf(shop);
  const body = { title: "Hidden", variants: [{ prices: [{ currency: "EUR", amount: 100 }] }] };
  const draft = await shop.ask("POST", "/v1/admin/products", { token: staff.token, body });
  if (draft.status !== 201) throw new Error(`a draft answered ${draft.status}: ${draft.text}`);
  await shop.ask("POST", "/v1/me/wishlist", { token, body: { variantId } });
  const ofCart = (rest: string, body: Record<string, unknown> = {}): Triple => ({
    others: [`/v1/carts/${cart.body.id}${rest}`],
    missing: `/v1/carts/${missingId("crt")}${rest}`,
    body,
  });
  const orders = [await orderOf(shop, token), await orderOf(shop, undefined)];
  const order = (rest = "", body: Record<string, unknown> = {}): Triple => ({
    others: orders.map((id) => `/v1/orders/${id}${rest}`),
    missing: `/v1/orders/${missingId("ord")}${rest}`,
    body,
  });
  return {
    "/v1/me/addresses/:id": {
      others: [`/v1/me/addresses/${address.body.id}`],
      missing: `/v1/me/addresses/${missingId("adr")}`,
      body: { PATCH: { name: "Mallory" } },
    },
    // A card that exists at Stripe and belongs to no account.
    "/v1/me/payment-methods/:id": {
      others: ["/v1/me/payment-methods/pm_card_visa"],
      missing: "/v1/me/payment-methods/pm_none",
      body: {},
    },
    // A product that shoppers do not see.
    "/v1/products/:idOrSlug/reviews": {
      others: [`/v1/products/${draft.body.id}/reviews`],
      missing: `/v1/products/${missingId("prd")}/reviews`,
      body: { POST: { rating: 5, title: "Good", body: "It works." } },
    },
    "/v1/me/wishlist/:variantId": {
      others: [`/v1/me/wishlist/${variantId}`],
      missing: `/v1/me/wishlist/${missingId("var")}`,
      body: {},
    },
    "/v1/me/sessions/:id": {
      others: [`/v1/me/sessions/${sessions.body.data[0].id}`],
      missing: `/v1/me/sessions/${missingId("ses")}`,
      body: {},
    },
    "/v1/orders/:id": order(),
    "/v1/orders/:id/timeline": order("/timeline"),
    "/v1/orders/:id/stream": order("/stream"),
    "/v1/orders/:id/claim": order("/claim"),
    "/v1/orders/:id/reorder": order("/reorder"),
    "/v1/orders/:id/cancel": order("/cancel"),
    "/v1/orders/:id/payments": order("/payments", {
      POST: { method: "card", token: "pm_card_visa" },
    }),
    "/v1/orders/:id/receipt": order("/receipt"),
    "/v1/orders/:id/returns": order("/returns", { POST: RETURN }),
    "/v1/orders/:id/downloads": order("/downloads", { POST: DOWNLOAD }),
    "/v1/carts/:id": ofCart("", { PATCH: { note: "mine" } }),
    "/v1/carts/:id/shipping-options": ofCart("/shipping-options"),
    "/v1/carts/:id/lines": ofCart("/lines", { POST: { variantId: missingId("var"), quantity: 1 } }),
    "/v1/carts/:id/lines/:lineId": ofCart(`/lines/${missingId("lin")}`, { PATCH: { quantity: 1 } }),
  };
};
