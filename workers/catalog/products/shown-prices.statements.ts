import { sql } from "drizzle-orm";
import { lowestPrice } from "#catalog/products/lowest-price.statements";
import { refreshMarketPrices } from "#catalog/products/market-prices.statements";
import {
  isForBuyer,
  isInMarket,
  isInTime,
  type PricedBy,
} from "#catalog/products/offers.statements";
import { ANONYMOUS_BUYER } from "#contract/catalog";
import { variantPrices } from "#db/catalog/price.schema";
import { listPrices, priceLists } from "#db/catalog/price-list.schema";
import { products, variants } from "#db/catalog/product.schema";
import type { Database, Statement } from "#db/client";

/** The price of a row `price` that lists and searches show: the one of guests who name no country. */
export const shownMinor = sql`coalesce(price.shown_minor, price.amount_minor)`;

/** How a guest without a country is priced in the currency of a row `price`. */
const guestPricing = (nowMs: number): PricedBy => ({
  currency: sql`price.currency`,
  ...ANONYMOUS_BUYER,
  nowMs,
});

/** Builds the lowest price of one unit that lists give guests for a row `price`; null unless it is lower. */
const listedMinor = (nowMs: number) => {
  const pricing = guestPricing(nowMs);
  return sql`(select min(o.amount_minor) from ${listPrices} o
    cross join ${priceLists} l on l.id = o.list_id
    where o.variant_id = v.id and o.min_quantity = 1 and o.amount_minor < price.amount_minor
      and l.currency = price.currency and ${isInTime(nowMs)} and ${isForBuyer(pricing)}
      and ${isInMarket(pricing)})`;
};

/** Makes the prices of guests what lists say now. */
const refreshGuestPrices = (
  { write }: Database,
  productIds: readonly string[],
  nowMs: number,
): Statement =>
  write.run(sql`
    insert into ${variantPrices} (variant_id, currency, amount_minor, shown_minor, lowest_minor)
    select price.variant_id, price.currency, price.amount_minor, ${listedMinor(nowMs)},
      ${lowestPrice(guestPricing(nowMs))}
    from json_each(${JSON.stringify(productIds)}) requested
    cross join ${products} p on p.id = requested.value
    cross join ${variants} v on v.product_id = p.id and v.removed_at is null
    cross join ${variantPrices} price on price.variant_id = v.id
    where true
    on conflict (variant_id, currency) do update set
      shown_minor = excluded.shown_minor, lowest_minor = excluded.lowest_minor
    where (${variantPrices.shownMinor}, ${variantPrices.lowestMinor})
      is not (excluded.shown_minor, excluded.lowest_minor)`);

/** Makes the shown prices of products what lists say now. Belongs before the refresh of their listings. */
export const refreshShownPrices = (
  db: Database,
  productIds: readonly string[],
  nowMs: number,
): Statement[] => [
  refreshGuestPrices(db, productIds, nowMs),
  ...refreshMarketPrices(db, productIds, nowMs),
];
