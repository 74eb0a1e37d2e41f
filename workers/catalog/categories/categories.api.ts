import * as z from "zod";
import { InLocale } from "#catalog/parameters.contract";
import { CATEGORY_EXAMPLE } from "#catalog/products/product.example.rules";
import { Category } from "#contract/catalog";
import { defineRoute } from "#kernel/routes/definition";
import { pageSchema } from "#kernel/routes/page";

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

export const listCategories = defineRoute({
  ...OF_CATALOG,
  path: "/v1/categories",
  operation: "listCategories",
  summary: "List the tree of categories",
  description: "The root categories with their descendants, complete on one page.",
  query: z.strictObject({ locale: InLocale }),
  answers: { 200: pageSchema(Category) },
  headers: ["Content-Language"],
  example: { answer: { data: [CATEGORY_EXAMPLE], nextCursor: null } },
});

export const readCategory = defineRoute({
  ...OF_CATALOG,
  path: "/v1/categories/:slug",
  operation: "readCategory",
  summary: "Read a category with its path and descendants",
  query: z.strictObject({ locale: InLocale }),
  answers: {
    200: Category,
    301: { description: "The slug is a former one; `Location` has the current path." },
  },
  headers: ["Location", "Content-Language"],
  example: { params: { slug: CATEGORY_EXAMPLE.slug }, answer: CATEGORY_EXAMPLE },
});
