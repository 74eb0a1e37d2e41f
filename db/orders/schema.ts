import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { FULFILLMENT_STATUSES, ORDER_PAYMENT_STATUSES, ORDER_STATUSES } from "#contract/orders";
import type { PaymentView } from "#contract/payments";
import { idempotencyTable, inboxTable, outboxTable, timestamps } from "#db/columns";
import type { AddressView } from "#kernel/address/address";
import { type AfterSale, RETURN_STATUSES } from "#orders/after-sale.contract";
import type { OpenCharge } from "#orders/edits.contract";
import type { OrderSnapshot } from "./snapshot";

export const outbox = outboxTable({ bySubject: true });
export const inbox = inboxTable();
export const idempotencyKeys = idempotencyTable({ byResource: true });

export const orders = sqliteTable(
  "orders",
  {
    id: text("id").primaryKey(),
    number: text("number").notNull().unique(),
    cartId: text("cart_id").notNull(),
    customerId: text("customer_id"),
    status: text("status", { enum: ORDER_STATUSES }).notNull(),
    paymentStatus: text("payment_status", { enum: ORDER_PAYMENT_STATUSES }).notNull(),
    fulfillmentStatus: text("fulfillment_status", { enum: FULFILLMENT_STATUSES })
      .notNull()
      .default("unfulfilled"),
    currency: text("currency").notNull(),
    totalMinor: integer("total_minor").notNull(),
    /** The money that was taken, and how much of it goes back. A failed refund is subtracted again. */
    capturedMinor: integer("captured_minor").notNull().default(0),
    refundedMinor: integer("refunded_minor").notNull().default(0),
    /** Shipments, refunds and returns, folded from the timeline; null before the first of them. */
    afterSale: text("after_sale", { mode: "json" }).$type<AfterSale | null>(),
    email: text("email").notNull(),
    /**
     * The agreed terms: lines, discounts, totals, addresses, shipping option. Edits and erasures change
     * them.
     */
    snapshot: text("snapshot", { mode: "json" }).$type<OrderSnapshot>().notNull(),
    /** The number of the payment by which the order is paid; earlier ones are ended. */
    attempt: integer("attempt").notNull().default(1),
    paymentMethod: text("payment_method").notNull(),
    paymentToken: text("payment_token"),
    /** Whether the provider keeps the card for later orders of the account. */
    saveMethod: integer("save_method", { mode: "boolean" }).notNull().default(false),
    returnUrl: text("return_url"),
    /** The charge for an edit that is not paid yet. */
    openCharge: text("open_charge", { mode: "json" }).$type<OpenCharge | null>(),
    /** When the sweep reads the payment of the open charge; null without one, and while it awaits money. */
    chargeDueAt: integer("charge_due_at"),
    /** When the sweep asks for refunds that are not paid back yet; null without one. */
    refundDueAt: integer("refund_due_at"),
    /** The payment as the buyer last saw it. */
    payment: text("payment", { mode: "json" }).$type<PaymentView | null>(),
    /** The keyed request that placed the order, so that a repair can also store its answer. */
    requestScope: text("request_scope").notNull(),
    requestKey: text("request_key").notNull(),
    /** Keyed digest of the network that the order was placed from; deleted when the order is confirmed. */
    network: text("network"),
    /**
     * Units of variants that can run out; null in orders that earlier releases placed without this count.
     */
    units: integer("units"),
    /**
     * The end of the order's reservation. After this time the sweep cancels the payment and releases the
     * stock.
     */
    reservedUntil: integer("reserved_until"),
    /** When the order ended without being confirmed. The sweep deletes the order a day later. */
    unpaidSince: integer("unpaid_since"),
    /** The number of timeline entries. Each move compares and sets this number. */
    sequence: integer("sequence").notNull(),
    ...timestamps,
  },
  (table) => [
    check("orders_total", sql`${table.totalMinor} >= 0`),
    check("orders_captured", sql`${table.capturedMinor} >= 0`),
    check("orders_refunded", sql`${table.refundedMinor} between 0 and ${table.capturedMinor}`),
    // One idempotency key places one order while the order exists, even after its stored answer is deleted.
    uniqueIndex("orders_request").on(table.requestScope, table.requestKey),
    // A cart has one active order, whatever the idempotency keys are.
    uniqueIndex("orders_living_cart")
      .on(table.cartId)
      .where(sql`status not in ('cancelled', 'failed')`),
    index("orders_customer").on(table.customerId, table.createdAt, table.id),
    index("orders_status").on(table.status, table.id),
    index("orders_payment_status").on(table.paymentStatus, table.id),
    index("orders_fulfillment_status").on(table.fulfillmentStatus, table.id),
    index("orders_network").on(table.network, table.createdAt).where(sql`network is not null`),
    index("orders_waiting").on(table.reservedUntil).where(sql`reserved_until is not null`),
    index("orders_charges").on(table.chargeDueAt).where(sql`charge_due_at is not null`),
    index("orders_refunds_due").on(table.refundDueAt).where(sql`refund_due_at is not null`),
    index("orders_unpaid").on(table.unpaidSince).where(sql`unpaid_since is not null`),
    index("orders_uncaptured")
      .on(table.updatedAt)
      .where(sql`status = 'confirmed' and payment_status = 'authorized'`),
    index("orders_unvoided")
      .on(table.updatedAt)
      .where(sql`status = 'cancelled' and payment_status = 'authorized'`),
  ],
);

const orderId = () =>
  text("order_id")
    .notNull()
    .references(() => orders.id);

/** Erased accounts, for which no order is placed any more. */
export const erasedCustomers = sqliteTable("erased_customers", {
  customerId: text("customer_id").primaryKey(),
  erasedAt: integer("erased_at").notNull(),
});

/**
 * The timeline: events of an order, numbered per order. Entries never change and are deleted with the
 * order.
 */
export const orderEntries = sqliteTable(
  "order_entries",
  {
    orderId: orderId(),
    sequence: integer("sequence").notNull(),
    type: text("type").notNull(),
    data: text("data", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.orderId, table.sequence] })],
);

/** The order of each shipment, which staff name without the order. */
export const orderParts = sqliteTable(
  "order_parts",
  {
    id: text("id").primaryKey(),
    orderId: orderId(),
  },
  (table) => [index("order_parts_order").on(table.orderId)],
);

/** The order and status of each return, which staff list and name without the order. */
export const orderReturns = sqliteTable(
  "order_returns",
  {
    id: text("id").primaryKey(),
    orderId: orderId(),
    status: text("status", { enum: RETURN_STATUSES }).notNull(),
    requestedAt: integer("requested_at").notNull(),
  },
  (table) => [
    index("order_returns_order").on(table.orderId),
    index("order_returns_age").on(table.requestedAt, table.id),
    index("order_returns_status").on(table.status, table.requestedAt, table.id),
  ],
);

/**
 * What buyers and staff write about an order, a personal text. Erased with the account, and deleted with
 * the order.
 */
export const orderNotes = sqliteTable(
  "order_notes",
  {
    id: text("id").primaryKey(),
    orderId: orderId(),
    /** The shipment or return that the note is about; null for the whole order. */
    partId: text("part_id"),
    /** The line of the return that the note is about. */
    lineId: text("line_id"),
    /** `buyer`, or the id of the account or API key of the staff. */
    author: text("author").notNull(),
    text: text("text").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("order_notes_order").on(table.orderId, table.createdAt)],
);

/** The tags that staff gave to orders, in lower case. */
export const orderTags = sqliteTable(
  "order_tags",
  {
    orderId: orderId(),
    tag: text("tag").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.orderId, table.tag] }),
    index("order_tags_tag").on(table.tag, table.orderId),
  ],
);

/** The folded texts by which staff find an order: its number, SKUs, e-mail address, names and account. */
export const orderTerms = sqliteTable(
  "order_terms",
  {
    orderId: orderId(),
    term: text("term").notNull(),
    /** Whether an erasure deletes the term. */
    isPersonal: integer("is_personal", { mode: "boolean" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.orderId, table.term] }),
    index("order_terms_term").on(table.term, sql`${table.orderId} desc`),
  ],
);

/** Shipping rates. Country `*` stands for every country without its own rates. */
export const shippingRates = sqliteTable(
  "shipping_rates",
  {
    id: text("id").primaryKey(),
    title: text("title").notNull(),
    country: text("country").notNull(),
    currency: text("currency").notNull(),
    amountMinor: integer("amount_minor").notNull(),
    minSubtotalMinor: integer("min_subtotal_minor").notNull().default(0),
    maxSubtotalMinor: integer("max_subtotal_minor"),
    position: integer("position").notNull(),
    /** Where the buyer collects the order; null if it is delivered. */
    pickup: text("pickup", { mode: "json" }).$type<AddressView | null>(),
  },
  (table) => [
    check("shipping_rates_amount", sql`${table.amountMinor} >= 0`),
    index("shipping_rates_place").on(table.country, table.currency, table.position),
  ],
);

/** Tax rates by country, in millionths. Prices include tax. */
export const taxRates = sqliteTable("tax_rates", {
  country: text("country").primaryKey(),
  ratePpm: integer("rate_ppm").notNull(),
});
