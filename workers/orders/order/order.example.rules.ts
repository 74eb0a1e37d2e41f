import type { Order } from "#contract/orders";
import type { Money } from "#kernel/money";

const eur = (amount: number): Money => ({ amount, currency: "EUR" });
const address = {
  name: "Ada Lovelace",
  line1: "12 Corner Street",
  city: "Berlin",
  postalCode: "10115",
  country: "DE",
};

/** The order in the API reference's examples. */
export const ORDER_EXAMPLE: Order = {
  id: "ord_01kb0c6w3mexample00000000000000000000",
  number: "ORD-4829107356",
  status: "confirmed",
  paymentStatus: "paid",
  fulfillmentStatus: "unfulfilled",
  currency: "EUR",
  email: "ada@example.com",
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
      returnPolicy: { returnable: true, windowDays: 30 },
    },
  ],
  discounts: [],
  totals: {
    subtotal: eur(2500),
    discount: eur(0),
    shipping: eur(490),
    tax: eur(477),
    shippingTax: eur(78),
    total: eur(2990),
    taxIncluded: true,
  },
  note: null,
  sms: false,
  shippingAddress: address,
  billingAddress: address,
  shippingOption: { id: "sho_standard", title: "Standard", price: eur(490) },
  payment: {
    id: "pay_01kb0c6w3mexample00000000000000000000",
    status: "succeeded",
    method: "card",
  },
  amountDue: eur(0),
  shipments: [],
  refunds: [],
  returns: [],
  placedAt: "2026-11-26T09:30:00.000Z",
  updatedAt: "2026-11-26T09:30:02.000Z",
};
