import { type SQL, sql } from "drizzle-orm";
import {
  isForBuyer,
  isInMarket,
  marketId,
  type PricedBy,
} from "#catalog/products/offers.statements";
import { marketPriceLists } from "#db/catalog/market.schema";
import { priceHistory } from "#db/catalog/price.schema";
import { listPrices, priceLists } from "#db/catalog/price-list.schema";

const DAY_MS = 24 * 60 * 60_000;
/** How long before a reduction its former prices count (Directive 98/6/EC, article 6a). */
export const PERIOD_MS = 30 * DAY_MS;
const FOREVER_MS = Number.MAX_SAFE_INTEGER;

/** Builds the time at which a row `p` of products first showed prices. */
export const shownFrom = sql`coalesce(p.published_at, p.created_at)`;

/** Builds the time from which a list's price `o` applies, of a list `l` and its market's row `b`, if any. */
export const listedFrom = sql`max(coalesce(o.since, 0), coalesce(l.starts_at, 0),
  coalesce(b.since, 0), ${shownFrom})`;

/** Selects when each price of one unit applied to the buyer, of rows `p`, `v` and `price`. */
const applied = (pricing: PricedBy) => sql`
  select price.amount_minor as amount, max(coalesce(price.since, 0), ${shownFrom}) as began,
    ${FOREVER_MS} as ended
  union all
  select h.amount_minor, h.from_ms, h.until_ms from ${priceHistory} h
  where h.variant_id = v.id and h.currency = price.currency
    and (h.market_id is null or h.market_id = ${marketId(pricing)})
  union all
  select o.amount_minor, ${listedFrom}, coalesce(l.ends_at, ${FOREVER_MS})
  from ${listPrices} o
  cross join ${priceLists} l on l.id = o.list_id
  left join ${marketPriceLists} b on b.list_id = l.id and b.market_id = ${marketId(pricing)}
  where o.variant_id = v.id and o.min_quantity = 1 and l.currency = price.currency
    and ${isForBuyer(pricing)} and ${isInMarket(pricing)}`;

/**
 * Builds the lowest price of the 30 days before the price of today began, of rows `p`, `v` and `price`; null if it
 * is not reduced, or if there was no price before. The price of today begins when it becomes the lowest one. The single
 * rows are the outer loops, so that the time grows with the number of former prices and not with its square.
 */
export const lowestPrice = (pricing: PricedBy): SQL => sql`iif(
  price.compare_at_minor is null and not exists (
    select 1 from ${listPrices} o where o.variant_id = v.id),
  null, (
    with applied as materialized (${applied(pricing)}),
    today as materialized (select min(amount) as amount from applied
      where began <= ${pricing.nowMs} and ended > ${pricing.nowMs}),
    reduction as materialized (select max(
        min(iif(applied.amount = today.amount and applied.began <= ${pricing.nowMs}
          and applied.ended > ${pricing.nowMs}, applied.began, null)),
        coalesce(max(iif(applied.amount < today.amount and applied.ended <= ${pricing.nowMs},
          applied.ended, null)), 0)
      ) as began from today cross join applied)
    select min(applied.amount) from reduction cross join applied
    where applied.began < reduction.began and applied.ended > reduction.began - ${PERIOD_MS}))`;
