import { and, desc, eq, getTableColumns, lt, sql } from "drizzle-orm";
import { insertRows } from "#catalog/products/rows.statements";
import { marketPriceLists } from "#db/catalog/market.schema";
import { listPrices, priceLists } from "#db/catalog/price-list.schema";
import { variants } from "#db/catalog/product.schema";
import type { Database } from "#db/client";
import type { Outbox } from "#kernel/events/outbox";
import { type BatchStep, commitGuarded, guard } from "#kernel/mutations/guards";
import { expectChanges } from "#kernel/sql";
import { rememberChange, rememberLists } from "./list-history.statements";
import type { PriceList, PriceListSummary } from "./price-lists.contract";
import { planRefreshes } from "./price-refresh.statements";
import type { RecordStore } from "./records.service";
import { effectStatements } from "./records.statements";

export type ListRefusal = "changed" | "variant_unknown" | "group_unknown";

const marketIdsJson = sql<string>`(select json_group_array(m.market_id)
  from ${marketPriceLists} m where m.list_id = ${priceLists}.id)`;
const pricesJson = sql<string>`(select json_group_array(json_object('variantId', p.variant_id,
  'amount', p.amount_minor, 'minQuantity', p.min_quantity) order by p.variant_id, p.min_quantity)
  from ${listPrices} p where p.list_id = ${priceLists}.id)`;

const SUMMARY = { row: getTableColumns(priceLists), marketIds: marketIdsJson };

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
const ms = (text: string | null) => (text === null ? null : Date.parse(text));

const summaryOf = ({
  row,
  marketIds,
}: {
  row: typeof priceLists.$inferSelect;
  marketIds: string;
}): PriceListSummary => ({
  id: row.id,
  title: row.title,
  currency: row.currency,
  startsAt: iso(row.startsAt),
  endsAt: iso(row.endsAt),
  customerGroupId: row.customerGroupId,
  marketIds: JSON.parse(marketIds) as string[],
  version: row.version,
  createdAt: new Date(row.createdAt).toISOString(),
  updatedAt: new Date(row.updatedAt).toISOString(),
});

const rowOf = (list: PriceList) => ({
  id: list.id,
  title: list.title,
  currency: list.currency,
  startsAt: ms(list.startsAt),
  endsAt: ms(list.endsAt),
  customerGroupId: list.customerGroupId,
  version: list.version,
  createdAt: Date.parse(list.createdAt),
  updatedAt: Date.parse(list.updatedAt),
});

const priceRows = ({ id, prices, updatedAt }: PriceList) =>
  prices.map(({ variantId, amount: amountMinor, minQuantity }) => ({
    ...{ listId: id, variantId, minQuantity, amountMinor, since: Date.parse(updatedAt) },
  }));

/** Keeps the time of a price that stays. */
const REPLACE_PRICE = sql`on conflict (list_id, variant_id, min_quantity) do update set
  amount_minor = excluded.amount_minor, since = excluded.since
  where ${listPrices.amountMinor} <> excluded.amount_minor`;

interface Dependencies {
  db: Database;
  outbox: Outbox;
}

/** Price lists with their prices, in the primary database. */
export const priceListsStore = ({ db, outbox }: Dependencies) => {
  const { read, write } = db;

  const writePrices = (list: PriceList): BatchStep<ListRefusal>[] => {
    const rows = priceRows(list);
    if (rows.length === 0) return [];
    return [guard<ListRefusal>("variant_unknown", insertRows(db, listPrices, rows, REPLACE_PRICE))];
  };

  const ofVersion = (id: string, version: number) =>
    and(eq(priceLists.id, id), eq(priceLists.version, version));
  const dropPrices = (list: PriceList) =>
    write.run(sql`delete from ${listPrices} where list_id = ${list.id}
      and (variant_id, min_quantity) not in (select value ->> 'variantId', value ->> 'minQuantity'
        from json_each(${JSON.stringify(priceRows(list))}))`);
  const remember = (list: PriceList) =>
    rememberChange(db, {
      ...{ ...rowOf(list), rows: priceRows(list), nowMs: Date.parse(list.updatedAt) },
    });
  /** Plans to refresh products whose prices the list begins to have. */
  const planNew = (list: PriceList) => {
    const nowMs = Date.parse(list.updatedAt);
    return planRefreshes(db, {
      ...{ lists: sql`l.id = ${list.id}`, changed: sql`o.since = ${nowMs}`, nowMs },
    });
  };

  const store: RecordStore<PriceList, PriceListSummary, ListRefusal> = {
    async byId(id) {
      const [found] = await read
        .select({ ...SUMMARY, prices: pricesJson })
        .from(priceLists)
        .where(eq(priceLists.id, id));
      return found && { ...summaryOf(found), prices: JSON.parse(found.prices) };
    },

    async page({ limit, before }) {
      const rows = await read
        .select(SUMMARY)
        .from(priceLists)
        .where(lt(priceLists.id, before))
        .orderBy(desc(priceLists.id))
        .limit(limit + 1);
      return rows.map(summaryOf);
    },

    create: (list, done) =>
      commitGuarded<ListRefusal>(db, [
        guard("group_unknown", write.insert(priceLists).values(rowOf(list))),
        ...writePrices(list),
        planNew(list),
        ...effectStatements(outbox, done),
      ]),

    replace: (list, done) =>
      commitGuarded<ListRefusal>(db, [
        ...remember(list),
        guard(
          "group_unknown",
          write
            .update(priceLists)
            .set(rowOf(list))
            .where(ofVersion(list.id, list.version - 1)),
        ),
        guard("changed", write.run(expectChanges())),
        dropPrices(list),
        ...writePrices(list),
        planNew(list),
        ...effectStatements(outbox, done),
      ]),

    remove: ({ id, version }, done, nowMs) =>
      commitGuarded<ListRefusal>(db, [
        rememberLists(db, sql`l.id = ${id}`, nowMs),
        planRefreshes(db, { lists: sql`l.id = ${id}`, changed: sql`true`, nowMs }),
        write.delete(priceLists).where(ofVersion(id, version)),
        guard("changed", write.run(expectChanges())),
        ...effectStatements(outbox, done),
      ]),
  };

  return {
    ...store,

    /** Returns which of the variants do not exist. */
    async missingVariants(ids: readonly string[]): Promise<Set<string>> {
      const rows = await read.all<{ id: string }>(sql`
        select named.value as id from json_each(${JSON.stringify(ids)}) named
        where not exists (select 1 from ${variants} v
          where v.id = named.value and v.removed_at is null)`);
      return new Set(rows.map(({ id }) => id));
    },
  };
};
export type PriceListsStore = ReturnType<typeof priceListsStore>;
