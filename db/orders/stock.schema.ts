import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { timestamps } from "#db/columns";
import {
  ACCOUNTS,
  DEFAULT_LOCATION_ID,
  RELOCATION_STATUSES,
  THRESHOLD_DEFAULT,
} from "#orders/stock.contract";
import { orders } from "./schema";

/** Where stock is: warehouses and shops. A deleted location stays as a row, for the ledger. */
export const locations = sqliteTable(
  "locations",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    country: text("country"),
    region: text("region"),
    postalCode: text("postal_code"),
    city: text("city"),
    line1: text("line1"),
    /** Orders take stock from the lowest priority first. */
    priority: integer("priority").notNull(),
    isActive: integer("is_active", { mode: "boolean" }).notNull(),
    /** Whether orders of the storefront take its stock. */
    fulfilsOnline: integer("fulfils_online", { mode: "boolean" }).notNull(),
    offersPickup: integer("offers_pickup", { mode: "boolean" }).notNull(),
    version: integer("version").notNull().default(1),
    deletedAt: integer("deleted_at"),
    ...timestamps,
  },
  (table) => [
    index("locations_order").on(table.priority, table.id).where(sql`deleted_at is null`),
    index("locations_sourcing")
      .on(table.priority, table.id)
      .where(sql`is_active = 1 and fulfils_online = 1 and deleted_at is null`),
  ],
);

/**
 * One row per variant: its rules, and the sums of its balances over all locations. Constraints keep the balances
 * at zero or above: an order for more units than available fails its whole batch.
 */
export const stock = sqliteTable(
  "stock",
  {
    variantId: text("variant_id").primaryKey(),
    productId: text("product_id").notNull(),
    sku: text("sku"),
    available: integer("available").notNull(),
    reserved: integer("reserved").notNull().default(0),
    sold: integer("sold").notNull().default(0),
    /** Units on their way from one location to another. */
    inTransit: integer("in_transit").notNull().default(0),
    /** Units that orders wait for. They are counted in `reserved` or `sold`, and have not arrived. */
    backordered: integer("backordered").notNull().default(0),
    /** `inventory.low` occurs when no more units than this are left to sell. */
    threshold: integer("threshold").notNull().default(THRESHOLD_DEFAULT),
    /** The last announced level; see `alertLevel` in workers/orders/stock/alerts.statements.ts. */
    alert: integer("alert").notNull().default(0),
    /** The maximum number of units in all orders of one buyer; null without a limit. */
    buyerMax: integer("buyer_max"),
    /** The maximum number of backordered units, if the catalog allows backorders; null without a limit. */
    backorderMax: integer("backorder_max"),
    /** Until this time the variant is sold without stock; null if it is not a pre-order. */
    preorderUntil: integer("preorder_until"),
    /** The maximum number of backordered units of a pre-order; null without a limit. */
    preorderMax: integer("preorder_max"),
    /** Increases with each change of the stock, so that copies of it can tell newer from older. */
    version: integer("version").notNull().default(1),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    check("stock_available", sql`${table.available} >= 0`),
    check("stock_reserved", sql`${table.reserved} >= 0`),
    check("stock_sold", sql`${table.sold} >= 0`),
    check("stock_in_transit", sql`${table.inTransit} >= 0`),
    check("stock_backordered", sql`${table.backordered} >= 0`),
    index("stock_sku").on(table.sku),
    index("stock_product").on(table.productId),
    index("stock_alert").on(table.variantId).where(sql`alert > 0`),
    index("stock_preorder").on(table.preorderUntil).where(sql`preorder_until is not null`),
  ],
);

const variantId = () =>
  text("variant_id")
    .notNull()
    .references(() => stock.variantId);
const locationId = () =>
  text("location_id")
    .notNull()
    .references(() => locations.id);

/**
 * The balances of a variant at a location. A trigger of the ledger, `stock_transfers_book`, is their only writer, so
 * they are the sums of the ledger also while a previous Worker books transfers.
 */
export const stockLevels = sqliteTable(
  "stock_levels",
  {
    variantId: variantId(),
    locationId: locationId(),
    available: integer("available").notNull().default(0),
    reserved: integer("reserved").notNull().default(0),
    sold: integer("sold").notNull().default(0),
    /** Units on their way to this location. */
    inTransit: integer("in_transit").notNull().default(0),
    backordered: integer("backordered").notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.variantId, table.locationId] }),
    check("stock_levels_available", sql`${table.available} >= 0`),
    check("stock_levels_reserved", sql`${table.reserved} >= 0`),
    check("stock_levels_sold", sql`${table.sold} >= 0`),
    check("stock_levels_in_transit", sql`${table.inTransit} >= 0`),
    check("stock_levels_backordered", sql`${table.backordered} >= 0`),
    index("stock_levels_location").on(table.locationId, table.variantId),
  ],
);

/**
 * The stock ledger: every change of a balance, as a transfer of units between two accounts. The balances
 * are the sums of the ledger. The id is derived from the operation, so that no transfer is booked twice.
 * Rows never change. The rows of an order that was never paid cancel out and are deleted with the order.
 */
export const stockTransfers = sqliteTable(
  "stock_transfers",
  {
    id: text("id").primaryKey(),
    variantId: variantId(),
    quantity: integer("quantity").notNull(),
    fromAccount: text("from_account", { enum: ACCOUNTS }).notNull(),
    toAccount: text("to_account", { enum: ACCOUNTS }).notNull(),
    /** The location of both accounts, or of `fromAccount` if `toLocationId` is another one. */
    locationId: text("location_id").notNull().default(DEFAULT_LOCATION_ID),
    toLocationId: text("to_location_id"),
    reason: text("reason").notNull(),
    /** The id of the order or relocation, or of the staff member who corrected the quantity. */
    reference: text("reference").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    check("stock_transfers_quantity", sql`${table.quantity} > 0`),
    index("stock_transfers_variant").on(table.variantId, table.createdAt),
    index("stock_transfers_age").on(table.createdAt, table.id),
    index("stock_transfers_location").on(table.locationId, table.createdAt, table.id),
    index("stock_transfers_to_location")
      .on(table.toLocationId, table.createdAt, table.id)
      .where(sql`to_location_id is not null`),
    index("stock_transfers_reference").on(table.reference, table.createdAt, table.id),
  ],
);

/** The units of a variant that an order reserves, summed over its lines. */
export const reservations = sqliteTable(
  "reservations",
  {
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id),
    variantId: variantId(),
    quantity: integer("quantity").notNull(),
    state: text("state", { enum: ["held", "committed", "released"] }).notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.orderId, table.variantId] }),
    check("reservations_quantity", sql`${table.quantity} > 0`),
    index("reservations_variant").on(table.variantId, table.state),
    index("reservations_held").on(table.orderId, table.variantId).where(sql`state = 'held'`),
  ],
);

/**
 * The units of an order at a location. Their sums are the balances of `stock_levels`: `quantity` is reserved or
 * sold, and `waiting` is backordered.
 */
export const allocations = sqliteTable(
  "allocations",
  {
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id),
    variantId: variantId(),
    locationId: locationId(),
    /** Units that the order reserves or has bought, and that have not come back. */
    quantity: integer("quantity").notNull(),
    /** Those of them that left the location. */
    shipped: integer("shipped").notNull().default(0),
    /** Those of them that have not arrived there. */
    waiting: integer("waiting").notNull().default(0),
    /** Units that arrive go to the oldest order first. */
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.orderId, table.variantId, table.locationId] }),
    check("allocations_shipped", sql`${table.shipped} >= 0`),
    check("allocations_waiting", sql`${table.waiting} >= 0`),
    check("allocations_quantity", sql`${table.quantity} >= ${table.shipped} + ${table.waiting}`),
    index("allocations_waiting_units")
      .on(table.variantId, table.locationId, table.createdAt, table.orderId)
      .where(sql`waiting > 0`),
    index("allocations_unshipped")
      .on(table.variantId, table.locationId)
      .where(sql`quantity > shipped`),
  ],
);

/** Units that staff send from one location to another. */
export const relocations = sqliteTable(
  "relocations",
  {
    id: text("id").primaryKey(),
    fromLocationId: text("from_location_id")
      .notNull()
      .references(() => locations.id),
    toLocationId: text("to_location_id")
      .notNull()
      .references(() => locations.id),
    status: text("status", { enum: RELOCATION_STATUSES }).notNull(),
    reason: text("reason"),
    version: integer("version").notNull().default(1),
    ...timestamps,
  },
  (table) => [
    index("relocations_age").on(table.createdAt, table.id),
    index("relocations_status").on(table.status, table.createdAt, table.id),
  ],
);

/** The units of a relocation: sent, and what became of them. The rest is in transit. */
export const relocationLines = sqliteTable(
  "relocation_lines",
  {
    relocationId: text("relocation_id")
      .notNull()
      .references(() => relocations.id),
    variantId: variantId(),
    quantity: integer("quantity").notNull(),
    received: integer("received").notNull().default(0),
    lost: integer("lost").notNull().default(0),
    returned: integer("returned").notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.relocationId, table.variantId] }),
    check(
      "relocation_lines_rest",
      sql`${table.received} >= 0 and ${table.lost} >= 0 and ${table.returned} >= 0
        and ${table.received} + ${table.lost} + ${table.returned} <= ${table.quantity}`,
    ),
  ],
);
