import type { MailedOrder } from "#contract/orders";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
import type { Refund, Return } from "#orders/after-sale.contract";
import { DEFAULTS } from "#workers/settings/testing";
import type { Parcel } from "./mails/order-shipped.mail";
import type { Shop } from "./mails/shop.rules";

/** Returns what mails show of the shop. */
export const shopAt = (storefrontUrl: string): Shop => ({ ...DEFAULTS, storefrontUrl });

export const PLACED_AT = "2026-11-22T10:00:00.000Z";
const SHIPPED_AT = "2026-11-23T10:00:00.000Z";

const eur = (amount: number) => money(amount, "EUR");
const ADA = {
  name: "Ada Lovelace",
  line1: "12 St James's Square",
  city: "London",
  postalCode: "SW1Y 4JH",
  country: "GB",
};

/** Returns an order of two lines, with a discount and tax included in its prices. */
export const orderOf = (changes: Partial<MailedOrder> = {}): MailedOrder => ({
  customerId: null,
  id: newId("order"),
  number: "ORD-0000000042",
  status: "confirmed",
  paymentStatus: "authorized",
  fulfillmentStatus: "unfulfilled",
  currency: "EUR",
  email: "ada@example.test",
  lines: [
    {
      id: newId("line"),
      variantId: newId("variant"),
      productId: newId("product"),
      slug: "linen-shirt",
      title: "Linen shirt",
      sku: "LIN-M",
      image: "https://images.test/shirt.jpg",
      options: { Size: "M", Colour: "Sand" },
      properties: { Engraving: "A.L." },
      quantity: 2,
      unitPrice: eur(4900),
      subtotal: eur(9800),
      discount: eur(980),
      tax: eur(1408),
      total: eur(8820),
    },
    {
      id: newId("line"),
      variantId: newId("variant"),
      productId: newId("product"),
      slug: "soap",
      title: "Olive soap",
      sku: null,
      image: null,
      options: {},
      properties: {},
      quantity: 1,
      unitPrice: eur(650),
      subtotal: eur(650),
      discount: eur(0),
      tax: eur(104),
      total: eur(650),
    },
  ],
  discounts: [{ code: "SPRING", title: "Spring", amount: eur(980), automatic: false }],
  totals: {
    subtotal: eur(10450),
    discount: eur(980),
    shipping: eur(490),
    tax: eur(1590),
    total: eur(9960),
    taxIncluded: true,
  },
  shippingAddress: ADA,
  note: null,
  sms: false,
  billingAddress: { ...ADA, name: "Analytical Engines Ltd", line2: "2nd floor" },
  shippingOption: { id: "sho_standard", title: "Standard", price: eur(490) },
  payment: { id: newId("payment"), status: "processing", method: "card" },
  amountDue: eur(0),
  shipments: [],
  refunds: [],
  returns: [],
  placedAt: PLACED_AT,
  updatedAt: PLACED_AT,
  ...changes,
});

/** Returns a parcel with units of an order. */
export const shipmentOf = (lines: Parcel["lines"] = [], changes: Partial<Parcel> = {}): Parcel => ({
  id: newId("shipment"),
  lines,
  carrier: "ups",
  trackingNumber: "1Z5",
  trackingUrl: "https://www.ups.com/track?tracknum=1Z5",
  shippedAt: SHIPPED_AT,
  deliveredAt: null,
  ...changes,
});

/** Returns a return that the buyer has requested. */
export const returnOf = (lines: Return["lines"] = [], changes: Partial<Return> = {}): Return => ({
  id: newId("return"),
  status: "requested",
  lines,
  received: [],
  resolution: "refund",
  exchangeFor: [],
  refundId: null,
  requestedAt: SHIPPED_AT,
  ...changes,
});

/** Returns a refund of 10 EUR that succeeded. */
export const refundOf = (changes: Partial<Refund> = {}): Refund => ({
  id: newId("refund"),
  amount: eur(1000),
  lines: [],
  shipping: eur(0),
  reason: null,
  status: "succeeded",
  createdAt: SHIPPED_AT,
  ...changes,
});
