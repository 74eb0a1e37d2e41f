import { JOB_EXAMPLE } from "#catalog/jobs/job.example.rules";
import { Job } from "#catalog/jobs.contract";
import { SearchStatus } from "#catalog/search.contract";
import { defineRoute } from "#kernel/routes/definition";

const BEGUN: Job = {
  ...JOB_EXAMPLE,
  kind: "search_reindex",
  status: "queued",
  progress: { done: 0, total: 64 },
  errors: [],
  errorCount: 0,
  resultUrl: undefined,
};

/** The properties that all routes of the search index share. */
const OF_INDEX = {
  tag: "admin-catalog",
  access: "staff",
  scope: "catalog",
  rate: "staff",
  body: null,
  query: null,
} as const;

export const reindexSearch = defineRoute({
  ...OF_INDEX,
  method: "POST",
  path: "/v1/admin/search/reindex",
  operation: "reindexSearch",
  summary: "Rebuild the search index in a job",
  description:
    "Fills a new collection beside the current one, compares it with the catalog, and switches to it only if both agree. Search has no gap meanwhile. One rebuilding runs at a time.",
  idempotency: "key",
  answers: { 202: Job },
  problems: ["conflict"],
  headers: ["Location"],
  example: { headers: { "Idempotency-Key": "reindex-2026-11-26" }, answer: BEGUN },
});

export const readSearchStatus = defineRoute({
  ...OF_INDEX,
  method: "GET",
  path: "/v1/admin/search/status",
  operation: "readSearchStatus",
  summary: "Compare the search index with the catalog",
  idempotency: "safe",
  answers: { 200: SearchStatus },
  problems: [],
  example: {
    answer: {
      collection: "products_1795000000000",
      documents: 64,
      published: 64,
      inSync: true,
      reindex: BEGUN,
      repair: null,
    },
  },
});
