import type { Cart } from "#contract/cart";
import type { Money } from "#kernel/money";

const eur = (amount: number): Money => ({ amount, currency: "EUR" });

/** The cart in the API reference's examples. It lacks only the buyer's data. */
export const CART_EXAMPLE: Cart = {
  id: "crt_01kb0c6w3mexample00000000000000000000",
  version: 3,
  status: "open",
  currency: "EUR",
  country: "DE",
  email: null,
  note: null,
  sms: false,
  shippingAddress: null,
  billingAddress: null,
  shippingOption: null,
  lines: [
    {
      id: "lin_01kb0c6w3mexample00000000000000000000",
      variantId: "var_01kb0c6w3mexample00000000000000000000",
      productId: "prd_01kb0c6w3mexample00000000000000000000",
      slug: "paper-lantern",
      title: "Paper lantern",
      sku: "LANTERN-S",
      image: null,
      options: { Size: "Small" },
      properties: {},
      quantity: 2,
      unitPrice: eur(1250),
      subtotal: eur(2500),
      discount: eur(0),
      tax: eur(399),
      total: eur(2500),
      available: true,
      returnPolicy: { returnable: true, windowDays: 30 },
      messages: [],
    },
  ],
  discounts: [],
  totals: {
    subtotal: eur(2500),
    discount: eur(0),
    shipping: eur(0),
    tax: eur(399),
    total: eur(2500),
    taxIncluded: true,
  },
  messages: [],
  expiresAt: "2026-12-03T09:30:00.000Z",
};
