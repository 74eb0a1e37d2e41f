import { QUERIES_KEPT_DAYS, type SearchQueriesQuery } from "#catalog/queries/queries.contract";
import type { QueriesStore, QueryCount } from "#catalog/queries/queries.store";
import { recordedQuery } from "#catalog/queries/recorded-query.rules";
import { queriedWords } from "#catalog/search-index/search-text.rules";
import type { SearchQuery } from "#catalog/search-query.contract";
import { afterAnswer } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { isolateCopy } from "#kernel/isolate-copy";
import { log } from "#kernel/log";

/** Waits for a time. */
export type Pause = (ms: number) => Promise<void>;

interface Dependencies {
  store: QueriesStore;
  clock: Clock;
  pause: Pause;
}

const DAY_MS = 24 * 60 * 60_000;
const LISTED_DAYS = 30;
/** Searches of this time are written at once, after their answers. */
const GATHERED_MS = 2000;
/** Different queries that an isolate gathers; further ones are not counted. */
const GATHERED_MAX = 500;

const dayOf = (ms: number) => Math.floor(ms / DAY_MS);

/** Only a first page without filters says whether the shop has what the words mean. */
const isPlain = ({
  page,
  brand,
  category,
  collection,
  tag,
  option,
  attribute,
  ...rest
}: SearchQuery) =>
  page === 1 &&
  [brand, category, collection, tag, rest.priceMin, rest.priceMax, rest.inStock].every(
    (filter) => filter === undefined,
  ) &&
  option.size + attribute.size === 0;

/** Whether each word of the text begins a word of the query, in the form of the search index. */
const begins = (text: readonly string[], query: string) => {
  const words = queriedWords(query).split(" ");
  return text.every((prefix) => words.some((word) => word.startsWith(prefix)));
};

/**
 * Counts what shoppers search for, without anything about them. Counts are gathered in the isolate and written after
 * answers, so that a search waits for none of it; those of an isolate that ends are lost.
 */
export const queriesService = ({ store, clock, pause }: Dependencies) => {
  let gathered = new Map<string, QueryCount>();

  const flush = async () => {
    await pause(GATHERED_MS);
    const counts = [...gathered.values()];
    gathered = new Map();
    await store.add(dayOf(clock.now()), counts).catch((error) => {
      log.warn("search.not_counted", { error });
    });
  };

  const lastDays = (days: number) => {
    const toDay = dayOf(clock.now());
    return { fromDay: toDay - days + 1, toDay };
  };

  const popular = isolateCopy({ read: () => store.popular(lastDays(QUERIES_KEPT_DAYS)), clock });

  return {
    /** Counts a search by whether it has results. */
    record(search: SearchQuery, total: number): void {
      const query = isPlain(search) ? recordedQuery(search.q) : null;
      if (query === null) return;
      const known = gathered.get(query);
      if (!known && gathered.size >= GATHERED_MAX) return;
      const { hits, misses } = known ?? { hits: 0, misses: 0 };
      const hit = total > 0 ? 1 : 0;
      const isFirst = gathered.size === 0;
      gathered.set(query, { query, hits: hits + hit, misses: misses + 1 - hit });
      if (isFirst) afterAnswer(flush());
    },

    list({ from, to, hits, limit }: SearchQueriesQuery) {
      const { fromDay, toDay } = lastDays(LISTED_DAYS);
      const day = (date: string | undefined, otherwise: number) =>
        date === undefined ? otherwise : dayOf(Date.parse(date));
      return store.list({ fromDay: day(from, fromDay), toDay: day(to, toDay) }, hits, limit);
    },

    /** Returns frequent queries with results whose words begin with those of the text. */
    async suggested(text: string, limit: number): Promise<string[]> {
      const words = queriedWords(text).split(" ");
      return (await popular()).filter((query) => begins(words, query)).slice(0, limit);
    },
  };
};
export type QueriesService = ReturnType<typeof queriesService>;
