import { z } from "zod";
import { CATEGORY_EXAMPLE, PRODUCT_EXAMPLE } from "#catalog/products/product.example.rules";
import { Category, Product, ProductQuery } from "#contract/catalog";
import { Currency } from "#kernel/money";
import { defineRoute } from "#kernel/routes/definition";
import { pageSchema } from "#kernel/routes/page";

export const listProducts = defineRoute({
  method: "GET",
  path: "/v1/products",
  operation: "listProducts",
  summary: "List published products",
  description: "Leaves out products that have no price in the currency.",
  tag: "catalog",
  access: "public",
  rate: "browse",
  idempotency: "safe",
  body: null,
  query: ProductQuery,
  answers: { 200: pageSchema(Product) },
  problems: [],
  example: {
    query: { category: "lighting", sort: "price", limit: "24" },
    answer: { data: [PRODUCT_EXAMPLE], nextCursor: null },
  },
});

export const readProduct = defineRoute({
  method: "GET",
  path: "/v1/products/:idOrSlug",
  operation: "readProduct",
  summary: "Read a published product by its id or slug",
  description: "Leaves out variants that have no price in the currency.",
  tag: "catalog",
  access: "public",
  rate: "browse",
  idempotency: "safe",
  body: null,
  query: z.strictObject({
    currency: Currency.optional().describe("The currency of prices, by default the shop's."),
  }),
  answers: { 200: Product },
  problems: [],
  example: { params: { idOrSlug: PRODUCT_EXAMPLE.slug }, answer: PRODUCT_EXAMPLE },
});

export const listCategories = defineRoute({
  method: "GET",
  path: "/v1/categories",
  operation: "listCategories",
  summary: "List the tree of categories",
  description: "The root categories with their descendants, complete on one page.",
  tag: "catalog",
  access: "public",
  rate: "browse",
  idempotency: "safe",
  body: null,
  query: null,
  answers: { 200: pageSchema(Category) },
  problems: [],
  example: { answer: { data: [CATEGORY_EXAMPLE], nextCursor: null } },
});

export const readCategory = defineRoute({
  method: "GET",
  path: "/v1/categories/:slug",
  operation: "readCategory",
  summary: "Read a category with its path and descendants",
  tag: "catalog",
  access: "public",
  rate: "browse",
  idempotency: "safe",
  body: null,
  query: null,
  answers: { 200: Category },
  problems: [],
  example: { params: { slug: CATEGORY_EXAMPLE.slug }, answer: CATEGORY_EXAMPLE },
});
