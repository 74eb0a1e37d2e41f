import { type SQL, sql } from "drizzle-orm";
import { listedFrom, PERIOD_MS } from "#catalog/products/lowest-price.statements";
import { marketPriceLists } from "#db/catalog/market.schema";
import { priceHistory } from "#db/catalog/price.schema";
import { listPrices, priceLists } from "#db/catalog/price-list.schema";
import { products, variants } from "#db/catalog/product.schema";
import type { Database, Statement } from "#db/client";
import { planMarketRefreshes, planRefreshes } from "./price-refresh.statements";

interface Times {
  startsAt: number | null;
  endsAt: number | null;
  customerGroupId: string | null;
}

/** A price of a list as JSON rows name it. */
interface Row {
  variantId: string;
  minQuantity: number;
  amountMinor: number;
}

/**
 * Appends what rows `l` of lists and `o` of their prices have offered to everyone until now. Belongs before the
 * change that ends it.
 */
export const rememberLists = ({ write }: Database, condition: SQL, nowMs: number): Statement => {
  const until = sql`min(coalesce(l.ends_at, ${nowMs}), ${nowMs})`;
  return write.run(sql`
    insert into ${priceHistory} (variant_id, currency, market_id, amount_minor, from_ms, until_ms, due_at)
    select o.variant_id, l.currency, b.market_id, o.amount_minor, ${listedFrom}, ${until},
      ${until} + ${PERIOD_MS}
    from ${priceLists} l
    cross join ${listPrices} o on o.list_id = l.id and o.min_quantity = 1
    left join ${marketPriceLists} b on b.list_id = l.id
    cross join ${variants} v on v.id = o.variant_id
    cross join ${products} p on p.id = v.product_id and p.published_at is not null
    where ${condition} and l.customer_group_id is null and ${listedFrom} < ${until}`);
};

/** Whether a change leaves the effect of a row `l` as it is now: in effect for the same buyers, or without effect. */
const hasSameEffect = ({ startsAt, endsAt, customerGroupId }: Times, nowMs: number) => sql`(
  l.customer_group_id is ${customerGroupId} and l.starts_at is ${startsAt} and (l.ends_at is ${endsAt}
    or (coalesce(l.starts_at, 0) <= ${nowMs} and coalesce(l.ends_at > ${nowMs}, true)
      and ${endsAt === null || endsAt > nowMs ? 1 : 0})))`;

/**
 * Remembers the prices that a list no longer has, and all of them if its times or its group change, after which they
 * begin now. Plans to refresh their products. Belongs before the change of the list.
 */
export const rememberChange = (
  db: Database,
  { id, rows, nowMs, ...times }: Times & { id: string; rows: readonly Row[]; nowMs: number },
): Statement[] => {
  const stays = sql`(o.variant_id, o.amount_minor) in (
    select value ->> 'variantId', value ->> 'amountMinor' from json_each(${JSON.stringify(rows)})
    where value ->> 'minQuantity' = 1)`;
  const same = hasSameEffect(times, nowMs);
  return [
    rememberLists(db, sql`l.id = ${id} and not (${same} and ${stays})`, nowMs),
    planRefreshes(db, {
      ...{ lists: sql`l.id = ${id}`, changed: sql`not (${same} and ${stays})`, nowMs },
    }),
    db.write.run(sql`update ${listPrices} set since = ${nowMs} where list_id = ${id}
      and exists (select 1 from ${priceLists} l where l.id = ${id} and not ${same})`),
  ];
};

interface Leaving {
  marketId: string;
  /** The lists that the market names from now on. */
  keptIds: readonly string[];
  /** The currency of the market from now on; null if it is deleted. */
  currency: string | null;
  nowMs: number;
}

/**
 * Removes the lists that a market no longer names. Remembers the prices of these, and of lists that it names for the
 * first time. A list that no market names applies everywhere from now on.
 */
export const leaveLists = (db: Database, leaving: Leaving): Statement[] => {
  const { marketId, keptIds, currency, nowMs } = leaving;
  const kept = sql`(select value from json_each(${JSON.stringify(keptIds)}))`;
  const named = sql`(select b.list_id from ${marketPriceLists} b where b.market_id = ${marketId})`;
  const left = sql`b.market_id = ${marketId} and b.list_id not in ${kept}`;
  const elsewhere = sql`exists (select 1 from ${marketPriceLists} other
    where other.list_id = b.list_id and other.market_id <> b.market_id)`;
  return [
    planMarketRefreshes(db, { marketId, listIds: keptIds, currency, nowMs }),
    rememberLists(
      db,
      sql`l.id in (select id from (
      select b.list_id as id from ${marketPriceLists} b where ${left}
      union select value from json_each(${JSON.stringify(keptIds)}) where value not in ${named}))`,
      nowMs,
    ),
    db.write.run(sql`update ${listPrices} set since = ${nowMs} where list_id in (
      select b.list_id from ${marketPriceLists} b where ${left} and not ${elsewhere})`),
    db.write.run(sql`delete from ${marketPriceLists}
      where market_id = ${marketId} and list_id not in ${kept}`),
  ];
};
