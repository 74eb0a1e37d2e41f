import { type SQL, sql } from "drizzle-orm";
import { marketPriceLists, markets } from "#db/catalog/market.schema";
import { priceRefreshes } from "#db/catalog/price.schema";
import { listPrices, priceLists } from "#db/catalog/price-list.schema";
import { variants } from "#db/catalog/product.schema";
import type { Database, Statement } from "#db/client";

/**
 * Plans to refresh the products of rows `l` of lists that everyone may have, and `o` of their prices: when a list
 * begins and ends, and now if it is in effect and the condition `changed` holds.
 */
export const planRefreshes = (
  { write }: Database,
  { lists, changed, nowMs }: { lists: SQL; changed: SQL; nowMs: number },
): Statement => {
  const isNow = sql`(coalesce(l.starts_at, 0) <= ${nowMs} and coalesce(l.ends_at > ${nowMs}, true)
    and (${changed}))`;
  // The third time is now, which need not be in the future.
  return write.run(sql`
    insert into ${priceRefreshes} (due_at, product_id)
    select due.value, v.product_id
    from ${priceLists} l
    cross join ${listPrices} o on o.list_id = l.id and o.min_quantity = 1
    cross join ${variants} v on v.id = o.variant_id
    cross join json_each(json_array(l.starts_at, l.ends_at, iif(${isNow}, ${nowMs}, null))) due
    where ${lists} and l.customer_group_id is null
      and (due.value > ${nowMs} or due.key = 2 and due.value is not null)
    on conflict do nothing`);
};

interface MarketChange {
  marketId: string;
  /** The lists that the market names from now on. */
  listIds: readonly string[];
  /** The currency of the market from now on; null if it is deleted. */
  currency: string | null;
  nowMs: number;
}

/**
 * Plans to refresh the products of all lists of markets if a market has other lists or another currency from now on.
 * It may be the one whose prices guests without a country have. Belongs before the change.
 */
export const planMarketRefreshes = (
  db: Database,
  { marketId, listIds, currency, nowMs }: MarketChange,
): Statement => {
  const named = sql`(select b.list_id from ${marketPriceLists} b where b.market_id = ${marketId})`;
  const wanted = sql`(select value from json_each(${JSON.stringify(listIds)}))`;
  const changes = sql`(
    exists (select 1 from ${markets} own where own.id = ${marketId} and own.currency is not ${currency})
    or exists (select 1 from json_each(${JSON.stringify(listIds)}) w where w.value not in ${named})
    or exists (select 1 from ${marketPriceLists} b
      where b.market_id = ${marketId} and b.list_id not in ${wanted}))`;
  const lists = sql`${changes} and (l.id in ${wanted} or l.id in (
    select b.list_id from ${markets} m cross join ${marketPriceLists} b on b.market_id = m.id))`;
  return planRefreshes(db, { lists, changed: sql`true`, nowMs });
};
