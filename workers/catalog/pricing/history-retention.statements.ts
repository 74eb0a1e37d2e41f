import { type SQL, sql } from "drizzle-orm";
import { PERIOD_MS } from "#catalog/products/lowest-price.statements";
import { priceHistory, variantPrices } from "#db/catalog/price.schema";
import { listPrices, priceLists } from "#db/catalog/price-list.schema";
import type { Database, Statement } from "#db/client";

const DAY_MS = 24 * 60 * 60_000;
/** How long a row stays that a reduction still needs, before it is asked about again. */
const KEPT_MS = 7 * DAY_MS;

/** Selects the prices that are compared with former ones, of the variant of a row `h`, and since when they are. */
const reductions = sql`
  select price.amount_minor as amount, coalesce(price.since, 0) as began
  from ${variantPrices} price
  where price.variant_id = h.variant_id and price.currency = h.currency
    and price.compare_at_minor is not null
  union all
  select o.amount_minor, max(coalesce(o.since, 0), coalesce(l.starts_at, 0))
  from ${listPrices} o
  cross join ${priceLists} l on l.id = o.list_id and l.currency = h.currency
  where o.variant_id = h.variant_id and o.min_quantity = 1`;

/**
 * Whether a row `h` is among the prices of the 30 days before a reduction that may be shown. A reduction is shown
 * again when a lower price ends.
 */
const isNeeded: SQL = sql`exists (
  select 1 from (${reductions}) reduction where reduction.began < h.until_ms + ${PERIOD_MS}
    and (reduction.began > h.from_ms or exists (
      select 1 from ${priceHistory} lower
      where lower.variant_id = h.variant_id and lower.currency = h.currency
        and lower.until_ms > h.from_ms and lower.until_ms <= h.until_ms + ${PERIOD_MS}
        and lower.amount_minor < reduction.amount)))`;

/** Deletes prices of the history that no reduction needs any longer, and postpones the others. */
export const pruneHistory = (
  { write }: Database,
  nowMs: number,
  rowsMax: number,
): [kept: Statement, deleted: Statement] => {
  const due = sql`select d.id from ${priceHistory} d where d.due_at <= ${nowMs}
    order by d.due_at limit ${rowsMax}`;
  const chosen = (condition: SQL) => sql`id in (
    select h.id from ${priceHistory} h where h.id in (${due}) and ${condition})`;
  return [
    write.run(
      sql`update ${priceHistory} set due_at = ${nowMs + KEPT_MS} where ${chosen(isNeeded)}`,
    ),
    write.run(sql`delete from ${priceHistory} where ${chosen(sql`not ${isNeeded}`)}`),
  ];
};
