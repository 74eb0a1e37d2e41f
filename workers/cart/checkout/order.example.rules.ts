import { CART_EXAMPLE } from "#cart/cart.example.rules";
import type { PlacedOrder } from "#contract/orders";
import type { Money } from "#kernel/money";

const eur = (amount: number): Money => ({ amount, currency: "EUR" });

const address = {
  name: "Ada Lovelace",
  line1: "12 Corner Street",
  city: "Berlin",
  postalCode: "10115",
  country: "DE",
};

/** A guest's order: the answer to placing an order in the API reference's examples. */
export const PLACED_EXAMPLE: PlacedOrder = {
  id: "ord_01kb0c6w3mexample00000000000000000000",
  number: "ORD-4829107356",
  status: "confirmed",
  paymentStatus: "authorized",
  fulfillmentStatus: "unfulfilled",
  currency: "EUR",
  email: "ada@example.com",
  lines: CART_EXAMPLE.lines.map(({ available: _, messages: __, ...line }) => line),
  discounts: [],
  totals: {
    ...CART_EXAMPLE.totals,
    shipping: eur(490),
    tax: eur(477),
    shippingTax: eur(78),
    total: eur(2990),
  },
  note: null,
  sms: false,
  shippingAddress: address,
  billingAddress: address,
  shippingOption: { id: "sho_standard", title: "Standard", price: eur(490) },
  payment: {
    id: "pay_01kb0c6w3mexample00000000000000000000",
    status: "processing",
    method: "card",
  },
  amountDue: eur(0),
  shipments: [],
  refunds: [],
  returns: [],
  placedAt: "2026-11-26T09:30:00.000Z",
  updatedAt: "2026-11-26T09:30:02.000Z",
  accessToken: "q3l5Jt1oV9cO0hXn2mZb8w",
};
