import { PRODUCT_EXAMPLE } from "#catalog/products/product.example.rules";
import { Curation, CurationInput, Synonym, SynonymInput } from "#catalog/search-rules.contract";
import { defineRoute } from "#kernel/routes/definition";
import { pageSchema } from "#kernel/routes/page";

const UPDATED = { updatedAt: "2026-11-27T09:30:00.000Z" };
const SYNONYM = { root: null, synonyms: ["sofa", "couch"] };
const CURATION = {
  query: "lantern",
  match: "exact" as const,
  pinned: [PRODUCT_EXAMPLE.id],
  hidden: [],
};

/** What all routes of synonyms and curations share. */
const OF_RULES = {
  tag: "admin-catalog",
  access: "staff",
  scope: "catalog",
  rate: "staff",
  query: null,
} as const;
const READ = { method: "GET", idempotency: "safe", body: null, problems: [] } as const;
const DELETED = { 204: { description: "The rule is deleted, or there was none." } } as const;

export const listSynonyms = defineRoute({
  ...OF_RULES,
  ...READ,
  path: "/v1/admin/search/synonyms",
  operation: "listSynonyms",
  summary: "List the synonyms of the search",
  description: "Complete on one page, by id.",
  answers: { 200: pageSchema(Synonym) },
  example: { answer: { data: [{ id: "sofas", ...SYNONYM, ...UPDATED }], nextCursor: null } },
});

export const putSynonym = defineRoute({
  ...OF_RULES,
  method: "PUT",
  path: "/v1/admin/search/synonyms/:id",
  operation: "putSynonym",
  summary: "Make words find each other",
  description: "Creates or replaces. The id is of your choice. Searches follow within seconds.",
  idempotency: "key",
  body: SynonymInput,
  answers: { 200: Synonym },
  problems: [],
  example: {
    params: { id: "sofas" },
    body: SYNONYM,
    answer: { id: "sofas", ...SYNONYM, ...UPDATED },
  },
});

export const deleteSynonym = defineRoute({
  ...OF_RULES,
  method: "DELETE",
  path: "/v1/admin/search/synonyms/:id",
  operation: "deleteSynonym",
  summary: "Delete a synonym",
  idempotency: "key",
  body: null,
  answers: DELETED,
  problems: [],
  example: { params: { id: "sofas" }, answer: null },
});

export const listCurations = defineRoute({
  ...OF_RULES,
  ...READ,
  path: "/v1/admin/search/curations",
  operation: "listCurations",
  summary: "List pinned and hidden products by query",
  description: "Complete on one page, by id.",
  answers: { 200: pageSchema(Curation) },
  example: { answer: { data: [{ id: "lanterns", ...CURATION, ...UPDATED }], nextCursor: null } },
});

export const putCuration = defineRoute({
  ...OF_RULES,
  method: "PUT",
  path: "/v1/admin/search/curations/:id",
  operation: "putCuration",
  summary: "Pin and hide products for a query",
  description:
    "Creates or replaces. The id is of your choice. Of several that match a search, the first counts: exact ones before others, by id. Searches follow within seconds.",
  idempotency: "key",
  body: CurationInput,
  answers: { 200: Curation },
  problems: [],
  example: {
    params: { id: "lanterns" },
    body: CURATION,
    answer: { id: "lanterns", ...CURATION, ...UPDATED },
  },
});

export const deleteCuration = defineRoute({
  ...OF_RULES,
  method: "DELETE",
  path: "/v1/admin/search/curations/:id",
  operation: "deleteCuration",
  summary: "Show the products of a query as they are found",
  idempotency: "key",
  body: null,
  answers: DELETED,
  problems: [],
  example: { params: { id: "lanterns" }, answer: null },
});
