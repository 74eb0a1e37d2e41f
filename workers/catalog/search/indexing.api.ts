import { SearchStatus } from "#catalog/search/search.contract";
import { defineRoute } from "#kernel/routes/definition";

const IN_SYNC = {
  collection: "products_1795000000000",
  documents: 64,
  published: 64,
  inSync: true,
};

export const reindexSearch = defineRoute({
  method: "POST",
  path: "/v1/admin/search/reindex",
  operation: "reindexSearch",
  summary: "Rebuild the search index",
  description:
    "Fills a new collection beside the current one and then switches to it, so that search has no gap.",
  tag: "admin-catalog",
  access: "staff",
  scope: "catalog",
  rate: "staff",
  idempotency: "key",
  body: null,
  query: null,
  answers: { 200: SearchStatus },
  problems: ["conflict"],
  example: { headers: { "Idempotency-Key": "reindex-2026-11-26" }, answer: IN_SYNC },
});

export const readSearchStatus = defineRoute({
  method: "GET",
  path: "/v1/admin/search/status",
  operation: "readSearchStatus",
  summary: "Compare the search index with the catalog",
  tag: "admin-catalog",
  access: "staff",
  scope: "catalog",
  rate: "staff",
  idempotency: "safe",
  body: null,
  query: null,
  answers: { 200: SearchStatus },
  problems: [],
  example: { answer: IN_SYNC },
});
