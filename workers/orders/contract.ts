import { z } from "zod";
import { CartLine, Discount, ShippingOption, Totals } from "#contract/cart";
import { type PaymentMethod, PaymentView } from "#contract/payments";
import { AddressView } from "#kernel/address/address";
import type { Trace } from "#kernel/call";
import type { ServiceRpc } from "#kernel/entrypoint";
import { defineEvent } from "#kernel/events/events";
import { Id } from "#kernel/ids";
import type { Answer, KeyedRequest } from "#kernel/mutations/idempotency";

/** The statuses of an order. This version sets neither `pending` nor `failed`. */
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

export const ORDER_PAYMENT_STATUSES = [
  "pending",
  "authorized",
  "paid",
  "failed",
  "voided",
] as const;
export type OrderPaymentStatus = (typeof ORDER_PAYMENT_STATUSES)[number];
export const FULFILLMENT_STATUSES = ["unfulfilled", "partially_fulfilled", "fulfilled"] as const;
export type FulfillmentStatus = (typeof FULFILLMENT_STATUSES)[number];

/** A line as it was priced when the order was placed. It never changes. */
export const OrderLine = CartLine.omit({ available: true, messages: true });
export type OrderLine = z.infer<typeof OrderLine>;

const AGREED = {
  lines: z.array(OrderLine),
  discounts: z.array(Discount),
  totals: Totals,
  /** The buyer's note about the whole order. */
  note: z.string().nullable(),
  shippingAddress: AddressView,
  billingAddress: AddressView,
  shippingOption: ShippingOption,
};

/** The terms that the buyer and the shop agree on when the order is placed. Only an erasure changes them. */
export interface AgreedTerms extends z.infer<z.ZodObject<typeof AGREED>> {
  /** Whether each variant may be backordered. */
  policies: Record<string, "deny" | "continue">;
}

export const Order = z
  .strictObject({
    id: Id("order"),
    /** `ORD-` and ten random digits, so that it does not reveal how many orders the shop has. */
    number: z.string(),
    status: z.enum(ORDER_STATUSES),
    paymentStatus: z.enum(ORDER_PAYMENT_STATUSES),
    fulfillmentStatus: z.enum(FULFILLMENT_STATUSES),
    currency: z.string(),
    email: z.string(),
    ...AGREED,
    payment: PaymentView,
    shipments: z.array(z.never()),
    refunds: z.array(z.never()),
    returns: z.array(z.never()),
    placedAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Order" });
export type Order = z.infer<typeof Order>;

/** The answer to placing an order. For a guest it holds the access token, which is returned only here. */
export const PlacedOrder = Order.extend({ accessToken: z.string().exactOptional() }).meta({
  id: "PlacedOrder",
});
export type PlacedOrder = z.infer<typeof PlacedOrder>;

export const TimelineEntry = z
  .strictObject({
    sequence: z.int(),
    type: z.string(),
    at: z.iso.datetime(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "TimelineEntry" });
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/** A frozen cart with the server's prices, ready to become an order. */
export interface Placement extends AgreedTerms {
  request: KeyedRequest;
  cartId: string;
  /** Null for a guest. */
  customerId: string | null;
  /** The client's network (see `clientNetwork`); null where it is unknown. */
  network: string | null;
  email: string;
  currency: string;
  payment: { method: PaymentMethod; token: string | null; returnUrl: string | null };
}

/** The outcome of a placement: the answer for the buyer, and the new state of the cart. */
export interface PlacementOutcome {
  answer: Answer;
  /** Whether the answer is a stored one. */
  replayed: boolean;
  orderId: string | null;
  /** `placing` while the buyer has to act, `open` when the order was refused or cancelled. */
  cart: "completed" | "open" | "placing";
}

/** The units of a variant. `version` grows with each change. */
export const StockLevel = z
  .strictObject({
    variantId: Id("variant"),
    available: z.int(),
    reserved: z.int(),
    sold: z.int(),
    version: z.int(),
  })
  .meta({ id: "StockLevel" });
export type StockLevel = z.infer<typeof StockLevel>;

/** One row of the shipping table that fits a country and a currency. */
export interface ShippingRate {
  id: string;
  title: string;
  amountMinor: number;
  /** The lowest subtotal for which it is offered. `maxSubtotalMinor` is the first for which it is not. */
  minSubtotalMinor: number;
  maxSubtotalMinor: number | null;
}

/** The facts from orders by which a cart is priced. */
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
  /** Returns the stock of these variants, and the shipping rates and tax of the country, in one read. */
  terms(
    query: { variantIds: string[]; country: string; currency: string },
    trace: Trace,
  ): Promise<Terms>;
  /**
   * Places an order: reserves the units, authorises the payment, confirms. Safe to repeat with the same
   * request.
   * @throws 422 `idempotency_key_reused`, 409 `idempotency_in_flight`, 422 `order_too_large`, 429
   * `rate_limited`; after any of them the same key may be tried again. 503 `order_unsettled` when the order
   * exists and its outcome is unknown: repeat the same request
   */
  place(placement: Placement, trace: Trace): Promise<PlacementOutcome>;
  /** Replays the outcome of a key, or resumes its request if the process died. Null for an unknown key. */
  replay(request: KeyedRequest, trace: Trace): Promise<PlacementOutcome | null>;
  /** Books the opening stock of variants once, and updates their SKUs. */
  openStock(entries: OpeningStock[], trace: Trace): Promise<void>;
  stockLevels(variantIds: string[], trace: Trace): Promise<StockLevel[]>;
  /** Returns the accounts among these, a hundred at most, that have an order. */
  customersAmong(userIds: string[], trace: Trace): Promise<string[]>;
  /** Returns the ids of a customer's orders, oldest first. */
  orderIds(customerId: string, trace: Trace): Promise<string[]>;
  /** Returns an order, or null if it is unknown. The caller is trusted: the gateway does not expose this. */
  order(orderId: string, trace: Trace): Promise<Order | null>;
}

const OrderEvent = z.object({ orderId: Id("order"), cartId: Id("cart") });

/** Occurs when an order exists and its stock is reserved. */
export const orderCreated = defineEvent("order.created", OrderEvent, []);
/** Requests the order's payment, in case the call that placed the order dies before it authorises one. */
export const paymentRequested = defineEvent("payment.requested", OrderEvent, ["orders"]);
/** Occurs when the payment is authorised and the stock committed. */
export const orderConfirmed = defineEvent("order.confirmed", OrderEvent, [
  "payments",
  "cart",
  "notifications",
]);
/** Occurs when an order ends without a sale and its stock is released. */
export const orderCancelled = defineEvent(
  "order.cancelled",
  OrderEvent.extend({ reason: z.string() }),
  ["payments", "cart"],
);

const StockEvent = z.object({ variantIds: z.array(Id("variant")) });
/** Occurs when a sale takes variants to or below the low-stock mark. */
export const inventoryLow = defineEvent("inventory.low", StockEvent, ["catalog"]);
/** Occurs when reserved units are released. */
export const inventoryReleased = defineEvent("inventory.released", StockEvent, ["catalog"]);
/** Occurs when staff correct a quantity. */
export const inventoryAdjusted = defineEvent("inventory.adjusted", StockEvent, ["catalog"]);

/** All events of this Worker. */
export const EVENTS = [
  orderCreated,
  paymentRequested,
  orderConfirmed,
  orderCancelled,
  inventoryLow,
  inventoryReleased,
  inventoryAdjusted,
];
