import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { orders } from "./schema";

/**
 * One row per variant. A constraint keeps the balances at zero or above: an order for more units
 * than available fails its whole batch.
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
    /** Increases with each change of the stock, so that copies of it can tell newer from older. */
    version: integer("version").notNull().default(1),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    check("stock_available", sql`${table.available} >= 0`),
    check("stock_reserved", sql`${table.reserved} >= 0`),
    check("stock_sold", sql`${table.sold} >= 0`),
    index("stock_sku").on(table.sku),
    index("stock_product").on(table.productId),
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
    variantId: text("variant_id")
      .notNull()
      .references(() => stock.variantId),
    quantity: integer("quantity").notNull(),
    fromAccount: text("from_account", {
      enum: ["world", "available", "reserved", "sold"],
    }).notNull(),
    toAccount: text("to_account", { enum: ["world", "available", "reserved", "sold"] }).notNull(),
    reason: text("reason").notNull(),
    /** The id of the order, or of the staff member who corrected the quantity. */
    reference: text("reference").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    check("stock_transfers_quantity", sql`${table.quantity} > 0`),
    index("stock_transfers_variant").on(table.variantId, table.createdAt),
  ],
);

/** The units of a variant that an order reserves, summed over its lines. */
export const reservations = sqliteTable(
  "reservations",
  {
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id),
    variantId: text("variant_id")
      .notNull()
      .references(() => stock.variantId),
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
