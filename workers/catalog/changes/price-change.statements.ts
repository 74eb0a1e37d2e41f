import { type SQL, sql } from "drizzle-orm";
import type { ChangeBatch } from "#catalog/changes/change.statements";
import { PERIOD_MS } from "#catalog/products/lowest-price.statements";
import { insertRows } from "#catalog/products/rows.statements";
import { priceHistory, variantPrices } from "#db/catalog/price.schema";
import { products, variants } from "#db/catalog/product.schema";
import type { Database, Statement } from "#db/client";

/** The columns of a former price of rows `v` and `price`, until a time. */
const formerPrice = (nowMs: number) => sql`
  select price.variant_id, price.currency, price.amount_minor,
    max(coalesce(price.since, 0), p.published_at) as began, ${nowMs}, ${nowMs + PERIOD_MS}`;

/** Joins the product of a row `price`, if shoppers have seen its prices before a time. */
const ofShown = (nowMs: number) => sql`
  cross join ${variants} v on v.id = price.variant_id
  cross join ${products} p on p.id = v.product_id
    and max(coalesce(price.since, 0), p.published_at) < ${nowMs}`;

/** Whether a price is or is not reduced, as the row `price` is. */
const isAlike = (compareAtMinor: SQL) =>
  sql`(price.compare_at_minor is null) = (${compareAtMinor} is null)`;

interface Written {
  rows: readonly object[];
  /** Variants whose prices are replaced as a whole, with the currencies that they keep. */
  replaced: readonly { id: string; currencies: readonly string[] }[];
  nowMs: number;
}

/** Selects the prices that variants no longer have. */
const dropped = (replaced: Written["replaced"]) => sql`
  from json_each(${JSON.stringify(replaced)}) whole
  cross join ${variantPrices} price on price.variant_id = whole.value ->> 'id'
    and price.currency not in (select value from json_each(whole.value -> 'currencies'))`;

/** Moves prices that change into the history. */
const rememberPrices = ({ write }: Database, { rows, replaced, nowMs }: Written): Statement =>
  write.run(sql`
    insert into ${priceHistory} (variant_id, currency, amount_minor, from_ms, until_ms, due_at)
    ${formerPrice(nowMs)} from json_each(${JSON.stringify(rows)}) given
    cross join ${variantPrices} price on price.variant_id = given.value ->> 'variantId'
      and price.currency = given.value ->> 'currency'
      and not (price.amount_minor = given.value ->> 'amountMinor'
        and ${isAlike(sql`given.value ->> 'compareAtMinor'`)})
    ${ofShown(nowMs)}
    union all
    ${formerPrice(nowMs)} ${dropped(replaced)} ${ofShown(nowMs)}`);

const dropPrices = ({ write }: Database, { replaced }: Written): Statement =>
  write.run(sql`delete from ${variantPrices} where (variant_id, currency) in (
    select price.variant_id, price.currency ${dropped(replaced)})`);

/** Keeps the time of a price that stays. */
const REPLACE_PRICE = sql`on conflict (variant_id, currency) do update set
  amount_minor = excluded.amount_minor, compare_at_minor = excluded.compare_at_minor,
  since = iif(${variantPrices.amountMinor} = excluded.amount_minor
    and (${variantPrices.compareAtMinor} is null) = (excluded.compare_at_minor is null),
    ${variantPrices.since}, excluded.since)`;

/** Writes prices of variants, and remembers the former ones. Deletes others of variants that get all their prices. */
export const writePrices = (db: Database, { changes, nowMs }: ChangeBatch): Statement[] => {
  const changed = changes.flatMap((change) => change.variants);
  const replaced = changed
    .filter(({ replacesPrices }) => replacesPrices)
    .map(({ id, prices }) => ({ id, currencies: prices.map(({ currency }) => currency) }));
  const rows = changed.flatMap(({ id, prices }) =>
    prices.map((price) => ({ variantId: id, ...price, since: nowMs })),
  );
  const written = { rows, replaced, nowMs };
  const mayDiffer = rows.length + replaced.length > 0 && changes.some((it) => it.fromVersion > 0);
  return [
    ...(mayDiffer ? [rememberPrices(db, written)] : []),
    ...(replaced.length > 0 ? [dropPrices(db, written)] : []),
    ...(rows.length > 0 ? [insertRows(db, variantPrices, rows, REPLACE_PRICE)] : []),
  ];
};
