import { type SQL, sql } from "drizzle-orm";
import type { CountedQuery } from "#catalog/queries/queries.contract";
import { searchQueries } from "#db/catalog/search.schema";
import type { Database } from "#db/client";

export interface QueryCount {
  query: string;
  hits: number;
  misses: number;
}

interface Period {
  fromDay: number;
  toDay: number;
}

/** Different queries of one day; further ones are not counted. */
const QUERIES_PER_DAY_MAX = 5000;
/** On how many days, and how often, shoppers must have searched for words before others see them. */
const SUGGESTED_DAYS_MIN = 3;
const SUGGESTED_HITS_MIN = 5;
const SUGGESTED_MAX = 500;

const sums = sql`sum(hits + misses) as count, sum(hits) as withHits, sum(misses) as withoutHits,
  count(*) as days`;

/** Selects the counts of a period, read by the primary key. */
export const countsStatement = (
  { fromDay, toDay }: Period,
  having: SQL,
  order: SQL,
  limit: number,
) => sql`
  select query, ${sums} from ${searchQueries}
  where day between ${fromDay} and ${toDay}
  group by query having ${having} order by ${order} desc, query limit ${limit}`;

/** Counts of searches, without anything about who searched. */
export const queriesStore = ({ read, write }: Database) => ({
  /** Adds counts to those of a day. */
  async add(day: number, counts: readonly QueryCount[]): Promise<void> {
    await write.run(sql`
      insert into ${searchQueries} (day, query, hits, misses)
      select ${day}, value ->> 'query', value ->> 'hits', value ->> 'misses'
      from json_each(${JSON.stringify(counts)})
      where (select count(*) from ${searchQueries} known where known.day = ${day}) < ${QUERIES_PER_DAY_MAX}
        or exists (select 1 from ${searchQueries} known
          where known.day = ${day} and known.query = value ->> 'query')
      on conflict (day, query) do update set
        hits = hits + excluded.hits, misses = misses + excluded.misses`);
  },

  /** Returns the most frequent queries of a period; of searches without results only, by how often. */
  list: (period: Period, hits: "any" | "none", limit: number): Promise<CountedQuery[]> =>
    read.all(
      hits === "none"
        ? countsStatement(period, sql`withoutHits > 0`, sql`withoutHits`, limit)
        : countsStatement(period, sql`true`, sql`count`, limit),
    ),

  /** Returns queries that many shoppers used with success, the most frequent first. */
  async popular(period: Period): Promise<string[]> {
    const rows = await read.all<CountedQuery>(
      countsStatement(
        period,
        sql`days >= ${SUGGESTED_DAYS_MIN} and withHits >= ${SUGGESTED_HITS_MIN} and withHits > withoutHits`,
        sql`withHits`,
        SUGGESTED_MAX,
      ),
    );
    return rows.map(({ query }) => query);
  },
});
export type QueriesStore = ReturnType<typeof queriesStore>;
