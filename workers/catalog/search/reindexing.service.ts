import type { IndexingService } from "#catalog/search/indexing.service";
import type { IndexingStore } from "#catalog/search/indexing.store";
import {
  differenceMessage,
  firstPosition,
  type IndexPosition,
  type IndexWork,
  partsOf,
  verdictOf,
} from "#catalog/search/reindexing.rules";
import type { SearchRulesSync } from "#catalog/search/search-rules.service";
import type { SearchIndex } from "#catalog/search-index/search-index.port";
import type { Clock } from "#kernel/clock";
import { log } from "#kernel/log";

interface Dependencies {
  store: Pick<IndexingStore, "countPublished">;
  index: SearchIndex;
  indexing: IndexingService;
  rules: SearchRulesSync;
  /** Purges answers that show what the previous collection found. */
  purge(): Promise<void>;
  clock: Clock;
}

/** What a step has done; `next` is null after the last one. */
export interface IndexStep {
  next: IndexPosition | null;
  /** Products that are in the new collection, or compared, by this step. */
  done: number;
  /** Why the work ends without its effect. */
  failure?: string;
}

/** The largest assumed difference between the clocks of two isolates. */
const CLOCK_SKEW_MS = 5 * 60_000;
/** Collections without an alias are kept for this long, because an operator may switch back. */
const ABANDONED_AFTER_MS = 60 * 60_000;

const namedOr = (collection: string | null) => collection ?? undefined;

/**
 * Rebuilds or repairs the search index in steps. A step may be repeated, and only its position is kept between
 * two. A new collection is filled beside the current one, compared with the catalog by reading it back, and gets the
 * alias only if it agrees, so that search never has a gap. Changes made meanwhile go into both.
 */
export const reindexingService = ({ store, index, indexing, rules, ...deps }: Dependencies) => {
  const { purge, clock } = deps;

  const begin = async ({ collection }: IndexWork): Promise<IndexStep> => {
    const previous = await index.aliasedCollection();
    if (collection === null)
      return { next: previous === null ? null : firstPosition("compare", previous), done: 0 };
    await rules.sync();
    await index.create(collection);
    return { next: firstPosition("fill", previous), done: 0 };
  };

  const fill = async (at: IndexPosition, collection: string): Promise<IndexStep> => {
    const { products, next } = await indexing.fill(at.after, collection);
    const then = next === null ? ({ phase: "compare", after: "" } as const) : { after: next };
    return { next: { ...at, ...then }, done: products };
  };

  const countsOf = async (at: IndexPosition, { collection }: IndexWork) => {
    const [documents, published] = await Promise.all([
      index.count(collection ?? (await index.aliasedCollection()) ?? ""),
      store.countPublished(),
    ]);
    return { at, documents, published };
  };

  const finishRound = async (at: IndexPosition, work: IndexWork): Promise<IndexStep> => {
    const counts = await countsOf(at, work);
    const verdict = verdictOf(at, counts);
    if (verdict === "again") return { next: { ...at, phase: "remove", after: "0" }, done: 0 };
    if (work.collection === null) log.info("search.repaired", { ...at, verdict });
    if (verdict === "differs")
      return { next: null, done: 0, failure: differenceMessage(at.differing, counts) };
    return { next: work.collection === null ? null : { ...at, phase: "switch" }, done: 0 };
  };

  const compare = async (at: IndexPosition, work: IndexWork): Promise<IndexStep> => {
    const page = await indexing.compare(at.after, namedOr(work.collection));
    const position = {
      ...at,
      documents: at.documents + page.products,
      mended: at.mended + page.mended,
      differing: at.differing + page.differing,
    };
    const isRepair = work.collection === null && at.round === 0;
    const done = isRepair ? page.products : 0;
    if (page.next !== null) return { next: { ...position, after: page.next }, done };
    return { ...(await finishRound(position, work)), done };
  };

  /** Removes the documents that are too many from a part of the collection. After the last, compares again. */
  const remove = async (at: IndexPosition, work: IndexWork): Promise<IndexStep> => {
    const { documents } = await countsOf(at, work);
    const [number, of] = [Number(at.after), partsOf(documents)];
    if (number >= of) {
      const again = { phase: "compare", after: "", differing: 0, round: at.round + 1 } as const;
      return { next: { ...at, ...again }, done: 0 };
    }
    const removed = await indexing.removeExtra({ number, of }, namedOr(work.collection));
    const position = { ...at, after: String(number + 1), removed: at.removed + removed };
    return { next: position, done: 0 };
  };

  const switchTo = async (
    at: IndexPosition,
    { sinceMs }: IndexWork,
    collection: string,
  ): Promise<IndexStep> => {
    await index.promote(collection);
    await purge();
    const updatedAt = sinceMs - CLOCK_SKEW_MS;
    return { next: { ...at, phase: "follow", after: "", updatedAt }, done: 0 };
  };

  /** Keeps the previous collection, so that an operator can switch back, and every collection of another alias. */
  const dropAbandoned = async (keep: readonly (string | null)[]) => {
    for (const { name, createdAtMs, aliased } of await index.collections()) {
      const abandoned = !aliased && createdAtMs < clock.now() - ABANDONED_AFTER_MS;
      if (abandoned && !keep.includes(name)) await index.drop(name);
    }
  };

  const follow = async (at: IndexPosition, collection: string): Promise<IndexStep> => {
    const last = await indexing.catchUp({ id: at.after, updatedAt: at.updatedAt });
    if (last) return { next: { ...at, after: last.id, updatedAt: last.updatedAt }, done: 0 };
    await dropAbandoned([collection, at.previous]);
    return { next: null, done: 0 };
  };

  return {
    /** Returns whether the search engine no longer has the collection of a work that has begun. */
    isLost: async ({ collection }: IndexWork): Promise<boolean> =>
      collection === null
        ? (await index.aliasedCollection()) === null
        : !(await index.collections()).some(({ name }) => name === collection),

    /** Does the step at a position, or the first one. */
    step(work: IndexWork, at: IndexPosition | null): Promise<IndexStep> {
      if (at === null) return begin(work);
      if (at.phase === "remove") return remove(at, work);
      if (at.phase === "compare" || work.collection === null) return compare(at, work);
      if (at.phase === "fill") return fill(at, work.collection);
      return at.phase === "switch"
        ? switchTo(at, work, work.collection)
        : follow(at, work.collection);
    },

    /** Does all steps at once, for seeds and deployments. @throws if the new collection differs from the catalog */
    async rebuild(): Promise<void> {
      const work = { collection: `products_${clock.now()}`, sinceMs: clock.now() };
      let at: IndexPosition | null = null;
      do {
        const { next, failure }: IndexStep = await this.step(work, at);
        if (failure !== undefined) throw new Error(failure);
        at = next;
      } while (at !== null);
    },
  };
};
export type ReindexingService = ReturnType<typeof reindexingService>;
