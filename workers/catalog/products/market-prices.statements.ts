import { type SQL, sql } from "drizzle-orm";
import { currencyOf, isInTime, type Pricing } from "#catalog/products/offers.statements";
import { marketCountries, marketPriceLists, markets } from "#db/catalog/market.schema";
import { marketPrices, variantPrices } from "#db/catalog/price.schema";
import { listPrices, priceLists } from "#db/catalog/price-list.schema";
import { variants } from "#db/catalog/product.schema";
import type { Database, Statement } from "#db/client";

/** Builds the `currency` of the listings of a market. */
export const marketKeyOf = (marketId: SQL, currency: SQL): SQL =>
  sql`${marketId} || ':' || ${currency}`;

/** Whether a row `m` of markets has lists of its own. Markets without any share their prices. */
const hasLists = sql`exists (select 1 from ${marketPriceLists} b where b.market_id = m.id)`;

/** Builds the `currency` of the listings in which prices of the reader's country differ; null without a country. */
export const marketKey = (pricing: Pricing): SQL | null =>
  pricing.country === null
    ? null
    : marketKeyOf(
        sql`coalesce((select m.id from ${marketCountries} c
          cross join ${markets} m on m.id = c.market_id and ${hasLists}
          where c.country = ${pricing.country}), '')`,
        currencyOf(pricing),
      );

/** Builds the lowest price of one unit that a row `price` has in a market `k` for everyone. */
const inMarketMinor = (nowMs: number) => sql`min(price.amount_minor, coalesce((
  select min(o.amount_minor) from ${listPrices} o
  cross join ${priceLists} l on l.id = o.list_id
  where o.variant_id = v.id and o.min_quantity = 1 and l.currency = price.currency
    and l.customer_group_id is null and ${isInTime(nowMs)}
    and (not exists (select 1 from ${marketPriceLists} b where b.list_id = l.id)
      or exists (select 1 from ${marketPriceLists} b where b.list_id = l.id and b.market_id = k.id))
  ), price.amount_minor))`;

/** Makes the prices in markets what lists say now. Belongs after the shown prices of the same products. */
export const refreshMarketPrices = (
  { write }: Database,
  productIds: readonly string[],
  nowMs: number,
): Statement[] => {
  const priced = sql`json_each(${JSON.stringify(productIds)}) requested
    cross join ${variants} v on v.product_id = requested.value`;
  return [
    write.run(sql`delete from ${marketPrices} where variant_id in (select v.id from ${priced})`),
    write.run(sql`
      with keys as materialized (
        select '' as id union all select m.id from ${markets} m where ${hasLists})
      insert into ${marketPrices} (variant_id, market_id, currency, amount_minor)
      select price.variant_id, k.id, price.currency, ${inMarketMinor(nowMs)}
      from ${priced} and v.removed_at is null
        and exists (select 1 from ${listPrices} o where o.variant_id = v.id)
      cross join ${variantPrices} price on price.variant_id = v.id
      cross join keys k
      where ${inMarketMinor(nowMs)} <> coalesce(price.shown_minor, price.amount_minor)`),
  ];
};
