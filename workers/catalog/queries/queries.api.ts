import { CountedQuery, SearchQueriesQuery } from "#catalog/queries/queries.contract";
import { defineRoute } from "#kernel/routes/definition";
import { pageSchema } from "#kernel/routes/page";

export const listSearchQueries = defineRoute({
  tag: "admin-catalog",
  access: "staff",
  scope: "catalog",
  rate: "staff",
  method: "GET",
  path: "/v1/admin/search/queries",
  operation: "listSearchQueries",
  summary: "List what shoppers search for",
  description:
    "The most frequent first. Searches with filters, later pages and answers from the cache are not counted, nor what looks like an address or a long number. A count may miss searches, and is kept for 90 days.",
  idempotency: "safe",
  body: null,
  query: SearchQueriesQuery,
  answers: { 200: pageSchema(CountedQuery) },
  problems: [],
  example: {
    query: { from: "2026-11-01", hits: "none" },
    answer: {
      data: [{ query: "chopsticks", count: 42, withHits: 0, withoutHits: 42, days: 11 }],
      nextCursor: null,
    },
  },
});
