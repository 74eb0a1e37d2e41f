import { and, desc, eq, getTableColumns, lt, sql } from "drizzle-orm";
import { insertRows, keep } from "#catalog/products/rows.statements";
import { marketCountries, marketPriceLists, markets } from "#db/catalog/market.schema";
import { priceLists } from "#db/catalog/price-list.schema";
import type { Database } from "#db/client";
import type { Outbox } from "#kernel/events/outbox";
import { type BatchStep, commitGuarded, guard } from "#kernel/mutations/guards";
import { expectChanges } from "#kernel/sql";
import { leaveLists } from "./list-history.statements";
import type { AdminMarket } from "./markets.contract";
import type { RecordStore } from "./records.service";
import { effectStatements } from "./records.statements";

export type MarketRefusal = "changed" | "country_taken" | "list_unknown";

type Row = typeof markets.$inferSelect;

const WHOLE = {
  row: getTableColumns(markets),
  countries: sql<string>`(select json_group_array(c.country order by c.country)
    from ${marketCountries} c where c.market_id = ${markets}.id)`,
  lists: sql<string>`(select json_group_array(l.list_id order by l.list_id)
    from ${marketPriceLists} l where l.market_id = ${markets}.id)`,
};

const marketOf = (found: { row: Row; countries: string; lists: string }): AdminMarket => ({
  id: found.row.id,
  name: found.row.name,
  countries: JSON.parse(found.countries) as string[],
  currency: found.row.currency,
  locales: found.row.locales,
  taxIncluded: found.row.taxIncluded,
  priceListIds: JSON.parse(found.lists) as string[],
  version: found.row.version,
  createdAt: new Date(found.row.createdAt).toISOString(),
  updatedAt: new Date(found.row.updatedAt).toISOString(),
});

const rowOf = ({ countries: _, priceListIds: __, ...market }: AdminMarket): Row => ({
  ...market,
  createdAt: Date.parse(market.createdAt),
  updatedAt: Date.parse(market.updatedAt),
});

interface Dependencies {
  db: Database;
  outbox: Outbox;
}

/** Markets with their countries and price lists, in the primary database. */
export const marketsStore = ({ db, outbox }: Dependencies) => {
  const { read, write } = db;

  const insertCountries = ({ id, countries }: AdminMarket): BatchStep<MarketRefusal> =>
    guard<MarketRefusal>(
      "country_taken",
      insertRows(
        db,
        marketCountries,
        countries.map((country) => ({ country, marketId: id })),
        sql``,
      ),
    );

  /** Names the price lists of a market. Those whose markets change are remembered as they applied. */
  const writeLists = (market: AdminMarket): BatchStep<MarketRefusal>[] => {
    const { id, priceListIds, updatedAt } = market;
    const since = Date.parse(updatedAt);
    const rows = priceListIds.map((listId) => ({ listId, marketId: id, since }));
    return [
      ...leaveLists(db, {
        marketId: id,
        keptIds: priceListIds,
        currency: market.currency,
        nowMs: since,
      }),
      ...(rows.length > 0
        ? [guard<MarketRefusal>("list_unknown", insertRows(db, marketPriceLists, rows, keep))]
        : []),
    ];
  };

  const ofVersion = (id: string, version: number) =>
    and(eq(markets.id, id), eq(markets.version, version));

  const store: RecordStore<AdminMarket, AdminMarket, MarketRefusal> = {
    async byId(id) {
      const [found] = await read.select(WHOLE).from(markets).where(eq(markets.id, id));
      return found && marketOf(found);
    },

    async page({ limit, before }) {
      const rows = await read
        .select(WHOLE)
        .from(markets)
        .where(lt(markets.id, before))
        .orderBy(desc(markets.id))
        .limit(limit + 1);
      return rows.map(marketOf);
    },

    create: (market, done) =>
      commitGuarded<MarketRefusal>(db, [
        write.insert(markets).values(rowOf(market)),
        insertCountries(market),
        ...writeLists(market),
        ...effectStatements(outbox, done),
      ]),

    replace: (market, done) =>
      commitGuarded<MarketRefusal>(db, [
        ...writeLists(market),
        write
          .update(markets)
          .set(rowOf(market))
          .where(ofVersion(market.id, market.version - 1)),
        guard("changed", write.run(expectChanges())),
        write.delete(marketCountries).where(eq(marketCountries.marketId, market.id)),
        insertCountries(market),
        ...effectStatements(outbox, done),
      ]),

    remove: ({ id, version }, done, nowMs) =>
      commitGuarded<MarketRefusal>(db, [
        ...leaveLists(db, { marketId: id, keptIds: [], currency: null, nowMs }),
        write.delete(markets).where(ofVersion(id, version)),
        guard("changed", write.run(expectChanges())),
        ...effectStatements(outbox, done),
      ]),
  };

  return {
    ...store,

    /** Returns which of the countries belong to another market. */
    async takenCountries({ id, countries }: AdminMarket): Promise<string[]> {
      const rows = await read.all<{ country: string }>(sql`
        select c.country from json_each(${JSON.stringify(countries)}) wanted
        join ${marketCountries} c on c.country = wanted.value where c.market_id <> ${id}`);
      return rows.map(({ country }) => country);
    },

    /** Returns which of the price lists do not exist. */
    async missingLists(ids: readonly string[]): Promise<Set<string>> {
      const rows = await read.all<{ id: string }>(sql`
        select named.value as id from json_each(${JSON.stringify(ids)}) named
        where not exists (select 1 from ${priceLists} l where l.id = named.value)`);
      return new Set(rows.map(({ id }) => id));
    },
  };
};
export type MarketsStore = ReturnType<typeof marketsStore>;
