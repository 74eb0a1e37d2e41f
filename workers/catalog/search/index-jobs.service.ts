import type { DecideStep, JobStep } from "#catalog/jobs/job-steps.service";
import type { JobsService } from "#catalog/jobs/jobs.service";
import type { IndexingStore } from "#catalog/search/indexing.store";
import type { IndexPosition, IndexWork } from "#catalog/search/reindexing.rules";
import type { ReindexingService } from "#catalog/search/reindexing.service";
import type { SearchStatus } from "#catalog/search.contract";
import type { SearchIndex } from "#catalog/search-index/search-index.port";
import type { Clock } from "#kernel/clock";
import { appErrorIn } from "#kernel/errors";
import type { KeyedRequest } from "#kernel/mutations/idempotency";

interface Dependencies {
  index: Pick<SearchIndex, "aliasedCollection" | "count">;
  store: Pick<IndexingStore, "countPublished">;
  jobs: Pick<JobsService, "begin" | "latest">;
  clock: Clock;
}

/** A step begins no further page after this time. */
const STEP_MS = 200;
/** The hour of the day in UTC in which the index is repaired. */
const REPAIR_HOUR = 2;
const HOUR_MS = 60 * 60_000;

/** Begins the jobs of the search index, of which at most one of a kind is open. */
export const indexJobsService = ({ index, store, jobs, clock }: Dependencies) => {
  const begin = (kind: "search_reindex" | "search_repair", request?: KeyedRequest) =>
    jobs.begin(request, async () => {
      const nowMs = clock.now();
      const collection = kind === "search_reindex" ? `products_${nowMs}` : null;
      const input: IndexWork = { collection, sinceMs: nowMs };
      return { kind, input, total: await store.countPublished() };
    });

  const isOpen = async (kind: Parameters<typeof begin>[0]) =>
    (await jobs.latest(kind))?.finishedAt === null;

  const beginUnlessOpen = async (kind: Parameters<typeof begin>[0]): Promise<boolean> => {
    try {
      await begin(kind);
      return true;
    } catch (err) {
      if (appErrorIn(err)?.code === "conflict") return false;
      throw err;
    }
  };

  return {
    /** Begins to rebuild the index. @throws 409 `conflict` while a rebuilding is open */
    reindex: (request?: KeyedRequest) => begin("search_reindex", request),

    /**
     * Begins to build the index if there is none: in a new shop, or after a release that changes the form of the
     * documents.
     * @returns whether this call began it
     */
    async build(): Promise<boolean> {
      if ((await index.aliasedCollection()) !== null || (await isOpen("search_reindex")))
        return false;
      return beginUnlessOpen("search_reindex");
    },

    /** Begins to repair the index, once a night. Returns whether it did. */
    async repair(): Promise<boolean> {
      const nowMs = clock.now();
      if (new Date(nowMs).getUTCHours() !== REPAIR_HOUR) return false;
      const last = await jobs.latest("search_repair");
      const isDue = !last || Date.parse(last.createdAt) < nowMs - HOUR_MS;
      if (!isDue || last?.finishedAt === null) return false;
      return beginUnlessOpen("search_repair");
    },

    async status(): Promise<SearchStatus> {
      const [collection, published, reindex, repair] = await Promise.all([
        index.aliasedCollection(),
        store.countPublished(),
        jobs.latest("search_reindex"),
        jobs.latest("search_repair"),
      ]);
      const documents = collection === null ? 0 : await index.count(collection);
      return { collection, documents, published, inSync: documents === published, reindex, repair };
    },
  };
};
export type IndexJobsService = ReturnType<typeof indexJobsService>;

const failed = (done: number, code: string, message: string): JobStep => {
  const errors = [{ line: null, productId: null, code, message }];
  return { changes: [], progress: { done, cursor: null, errors, failed: true } };
};

/**
 * Does steps of the search index in a step of its job, for a short time. The first commits alone, so that every change
 * after it also goes into the new collection.
 */
export const indexStepsService =
  ({ reindexing, clock }: { reindexing: ReindexingService; clock: Clock }): DecideStep =>
  async ({ input, cursor }) => {
    const startedAtMs = clock.now();
    const work = input as IndexWork;
    let at = cursor === null ? null : (JSON.parse(cursor) as IndexPosition);
    if (at !== null && (await reindexing.isLost(work)))
      return failed(0, "index_lost", "The search engine has lost the collection.");
    let done = 0;
    do {
      const step = await reindexing.step(work, at);
      done += step.done;
      at = step.next;
      if (step.failure !== undefined) return failed(done, "index_differs", step.failure);
    } while (cursor !== null && at !== null && clock.now() < startedAtMs + STEP_MS);
    return {
      changes: [],
      progress: { done, cursor: at && JSON.stringify(at), errors: [] },
    };
  };
