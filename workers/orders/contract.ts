import { z } from "zod";
import type { Discount, PaymentMethod, ShippingOption, Totals } from "#contract/cart";
import type { PaymentView } from "#contract/payments";
import type { Address } from "#kernel/address";
import type { Trace } from "#kernel/call";
import type { ServiceRpc } from "#kernel/entrypoint";
import { defineEvent } from "#kernel/events";
import type { Answer, KeyedRequest } from "#kernel/idempotency";
import { Id } from "#kernel/ids";
import type { Money } from "#kernel/money";

export const ORDER_STATUSES = [
  "pending",
  "payment_requested",
  "confirmed",
  "shipped",
  "delivered",
  "cancelled",
  "failed",
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export type OrderPaymentStatus = "pending" | "authorized" | "paid" | "failed" | "voided";
export type FulfillmentStatus = "unfulfilled" | "partially_fulfilled" | "fulfilled";

/** A line as it was priced when the order was placed. It never changes afterwards. */
export interface OrderLine {
  id: string;
  variantId: string;
  productId: string;
  slug: string;
  title: string;
  sku: string | null;
  image: string | null;
  options: Record<string, string>;
  properties: Record<string, string>;
  quantity: number;
  unitPrice: Money;
  subtotal: Money;
  discount: Money;
  tax: Money;
  total: Money;
}

export interface Order {
  id: string;
  /** For privacy: `ORD-` and ten digits. */
  number: string;
  status: OrderStatus;
  paymentStatus: OrderPaymentStatus;
  fulfillmentStatus: FulfillmentStatus;
  currency: string;
  email: string;
  lines: OrderLine[];
  discounts: Discount[];
  totals: Totals;
  /** The buyer's words about the whole order. */
  note: string | null;
  shippingAddress: Address;
  billingAddress: Address;
  shippingOption: ShippingOption;
  payment: PaymentView;
  shipments: never[];
  refunds: never[];
  returns: never[];
  placedAt: string;
  updatedAt: string;
}

export interface TimelineEntry {
  sequence: number;
  type: string;
  at: string;
  data: Record<string, unknown>;
}

/** A cart that was frozen and priced by the server, ready to become an order. */
export interface Placement {
  request: KeyedRequest;
  cartId: string;
  /** Null for a guest. */
  customerId: string | null;
  /** The client's network (see `clientNetwork`); null where it is unknown. */
  network: string | null;
  email: string;
  currency: string;
  lines: OrderLine[];
  /** Per variant, whether it may be sold without stock. */
  policies: Record<string, "deny" | "continue">;
  discounts: Discount[];
  totals: Totals;
  note: string | null;
  shippingAddress: Address;
  billingAddress: Address;
  shippingOption: ShippingOption;
  payment: { method: PaymentMethod; token: string | null; returnUrl: string | null };
}

/** What came of a placement: the answer for the buyer, and what the cart is to become. */
export interface PlacementOutcome {
  answer: Answer;
  /** The answer was given before. */
  replayed: boolean;
  orderId: string | null;
  /** `placing` while the buyer still has to act, `open` when nothing came of it. */
  cart: "completed" | "open" | "placing";
}

export interface StockLevel {
  variantId: string;
  available: number;
  reserved: number;
  sold: number;
  version: number;
}

/** One row of the shipping table that fits a country and a currency. */
export interface ShippingRate {
  id: string;
  title: string;
  amountMinor: number;
  /** Offered from this subtotal on; below the next bound when there is one. */
  minSubtotalMinor: number;
  maxSubtotalMinor: number | null;
}

/** What the orders database knows that a cart needs to price itself. */
export interface Terms {
  stock: StockLevel[];
  shippingRates: ShippingRate[];
  /** The country's tax in millionths; prices include it. */
  taxRatePpm: number;
}

export interface OpeningStock {
  variantId: string;
  productId: string;
  sku: string | null;
  quantity: number;
}

export interface OrdersRpc extends ServiceRpc {
  /** Stock of these variants, shipping rates and tax of the country, in one read. */
  terms(
    query: { variantIds: string[]; country: string; currency: string },
    trace: Trace,
  ): Promise<Terms>;
  /**
   * Places an order: reserve, authorise, commit. Safe to repeat with the same request.
   * @throws 422 `idempotency_key_reused`, 409 `idempotency_in_flight`, 422 `order_too_large`,
   * 429 `rate_limited`; after any of them the same key may be tried again
   */
  place(placement: Placement, trace: Trace): Promise<PlacementOutcome>;
  /** What is known of a key, taken up again where a dead process left it; null when nothing is. */
  replay(request: KeyedRequest, trace: Trace): Promise<PlacementOutcome | null>;
  /** Books the first quantity of variants, each once, and takes over their SKUs. */
  openStock(entries: OpeningStock[], trace: Trace): Promise<void>;
  stockLevels(variantIds: string[], trace: Trace): Promise<StockLevel[]>;
  /** Returns those of these accounts, a hundred at most, that have an order. */
  customersAmong(userIds: string[], trace: Trace): Promise<string[]>;
  /** The ids of a customer's orders, oldest first. */
  orderIds(customerId: string, trace: Trace): Promise<string[]>;
  /** Null for an unknown order. Whoever calls is trusted: the gateway never offers this. */
  order(orderId: string, trace: Trace): Promise<Order | null>;
}

const OrderEvent = z.object({ orderId: Id("order"), cartId: Id("cart") });

/** Fired when an order exists and its stock is reserved. */
export const orderCreated = defineEvent("order.created", OrderEvent, []);
/** Asks for the order's payment: the safe path of the call that placing an order makes at once. */
export const paymentRequested = defineEvent("payment.requested", OrderEvent, ["orders"]);
/** Fired when the payment is authorised and the stock committed. */
export const orderConfirmed = defineEvent("order.confirmed", OrderEvent, [
  "payments",
  "cart",
  "notifications",
]);
/** Fired when an order has ended without a sale: its stock is free again. */
export const orderCancelled = defineEvent(
  "order.cancelled",
  OrderEvent.extend({ reason: z.string() }),
  ["payments", "cart"],
);

const StockEvent = z.object({ variantIds: z.array(Id("variant")) });
/** Fired when a sale takes variants to or below the low mark. */
export const inventoryLow = defineEvent("inventory.low", StockEvent, ["catalog"]);
/** Fired when reserved units are free again. */
export const inventoryReleased = defineEvent("inventory.released", StockEvent, ["catalog"]);
/** Fired when staff correct a quantity. */
export const inventoryAdjusted = defineEvent("inventory.adjusted", StockEvent, ["catalog"]);

/** Every event of this Worker. */
export const EVENTS = [
  orderCreated,
  paymentRequested,
  orderConfirmed,
  orderCancelled,
  inventoryLow,
  inventoryReleased,
  inventoryAdjusted,
];
