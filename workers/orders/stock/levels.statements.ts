import { eq, sql } from "drizzle-orm";
import type { Connection } from "#db/client";
import { allocations, locations, stock, stockLevels } from "#db/orders/stock.schema";
import { SOURCING, sellableOf } from "./ledger.statements";

// Drizzle leaves the table out of a column in a query of one table, and a subquery then names its own.
const OF_STOCK = sql`${stock}.variant_id`;

/** Selects the balances of a variant at each location, as JSON. */
const byLocation = sql<string>`(select json_group_array(json_object('locationId', l.location_id,
    'available', l.available, 'reserved', l.reserved, 'sold', l.sold, 'inTransit', l.in_transit,
    'backordered', l.backordered))
  from ${stockLevels} l where l.variant_id = ${OF_STOCK})`;

/** The columns of `StockLevel`. */
export const LEVEL = {
  variantId: stock.variantId,
  available: stock.available,
  reserved: stock.reserved,
  sold: stock.sold,
  inTransit: stock.inTransit,
  backordered: stock.backordered,
  version: stock.version,
  locations: byLocation,
};

/** Selects `SellableStock` of variants as JSON. With several locations, also what each of them gives. */
export const sellableJson = (variantIds: readonly string[], nowMs: number) => sql`
  select json_group_array(json_object('variantId', s.variant_id,
    'available', ${sellableOf(sql`s.variant_id`)}, 'version', s.version, 'buyerMax', s.buyer_max,
    'backorderLeft', max(0, s.backorder_max - s.backordered),
    'preorder', json(iif(s.preorder_until > ${nowMs}, json_object('until', s.preorder_until,
      'left', max(0, s.preorder_max - s.backordered)), 'null')),
    'locations', json((select json_group_array(json_object('locationId', l.location_id, 'available', l.available))
      from ${stockLevels} l join ${locations} p on p.id = l.location_id and ${SOURCING}
      where l.variant_id = s.variant_id and l.available > 0))))
  from ${stock} s where s.variant_id in (select value from json_each(${JSON.stringify(variantIds)}))`;

/** Selects the variants that are or were at a location. */
export const variantsAt = (db: Connection, locationId: string) =>
  db
    .select({ variantId: stockLevels.variantId })
    .from(stockLevels)
    .where(eq(stockLevels.locationId, locationId));

/** Selects the locations whose stock orders of the storefront take, as JSON. */
export const sourcesJson = sql`
  select json_group_array(json_object('id', p.id, 'country', p.country, 'region', p.region,
    'postalCode', p.postal_code, 'priority', p.priority) order by p.priority, p.id)
  from ${locations} p where ${SOURCING}`;

/** Selects the units of orders that are still at a location. */
export const unshippedAt = (locationId: string) =>
  sql<number>`(select coalesce(sum(a.quantity - a.shipped - a.waiting), 0) from ${allocations} a
    where a.variant_id = ${OF_STOCK} and a.location_id = ${locationId} and a.quantity > a.shipped)`;
