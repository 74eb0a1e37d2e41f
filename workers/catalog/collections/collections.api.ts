import * as z from "zod";
import { InLocale } from "#catalog/parameters.contract";
import { defineRoute } from "#kernel/routes/definition";
import { pageSchema } from "#kernel/routes/page";
import { COLLECTION_EXAMPLE } from "./collection.example.rules";
import { Collection, CollectionQuery } from "./collections.contract";

/** The properties that all routes of the storefront's catalog share. */
const OF_CATALOG = {
  method: "GET",
  tag: "catalog",
  access: "public",
  rate: "browse",
  idempotency: "safe",
  body: null,
  problems: [],
} as const;

export const listCollections = defineRoute({
  ...OF_CATALOG,
  path: "/v1/collections",
  operation: "listCollections",
  summary: "List collections, newest first",
  query: z.strictObject({ ...CollectionQuery.shape, locale: InLocale }),
  answers: { 200: pageSchema(Collection) },
  headers: ["Content-Language"],
  example: { answer: { data: [COLLECTION_EXAMPLE], nextCursor: null } },
});

export const readCollection = defineRoute({
  ...OF_CATALOG,
  path: "/v1/collections/:slug",
  operation: "readCollection",
  summary: "Read a collection",
  description: "`GET /v1/products?collection=` lists its products.",
  query: z.strictObject({ locale: InLocale }),
  answers: {
    200: Collection,
    301: { description: "The slug is a former one; `Location` has the current path." },
  },
  headers: ["Location", "Content-Language"],
  example: { params: { slug: COLLECTION_EXAMPLE.slug }, answer: COLLECTION_EXAMPLE },
});
