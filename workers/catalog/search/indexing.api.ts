import { SearchStatus } from "#catalog/search.contract";
import { defineRoute } from "#kernel/routes/definition";

const IN_SYNC = {
  collection: "products_1795000000000",
  documents: 64,
  published: 64,
  inSync: true,
};

/** The properties that all routes of the search index share. */
const OF_INDEX = {
  tag: "admin-catalog",
  access: "staff",
  scope: "catalog",
  rate: "staff",
  body: null,
  query: null,
  answers: { 200: SearchStatus },
} as const;

export const reindexSearch = defineRoute({
  ...OF_INDEX,
  method: "POST",
  path: "/v1/admin/search/reindex",
  operation: "reindexSearch",
  summary: "Rebuild the search index",
  description:
    "Fills a new collection beside the current one and then switches to it, so that search has no gap.",
  idempotency: "key",
  problems: ["conflict"],
  example: { headers: { "Idempotency-Key": "reindex-2026-11-26" }, answer: IN_SYNC },
});

export const readSearchStatus = defineRoute({
  ...OF_INDEX,
  method: "GET",
  path: "/v1/admin/search/status",
  operation: "readSearchStatus",
  summary: "Compare the search index with the catalog",
  idempotency: "safe",
  problems: [],
  example: { answer: IN_SYNC },
});
