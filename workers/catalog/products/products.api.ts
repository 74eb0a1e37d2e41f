import * as z from "zod";
import { InLocale } from "#catalog/parameters.contract";
import { ProductQuery, ProductQueryDocument } from "#catalog/product-query.contract";
import { PRODUCT_EXAMPLE } from "#catalog/products/product.example.rules";
import { Product } from "#contract/catalog";
import { CountryCode } from "#kernel/address/countries";
import { Currency } from "#kernel/money";
import { defineRoute } from "#kernel/routes/definition";
import { pageSchema } from "#kernel/routes/page";

/** The properties that all routes of the catalog share. */
const OF_CATALOG = {
  method: "GET",
  tag: "catalog",
  access: "public",
  rate: "browse",
  idempotency: "safe",
  body: null,
  problems: [],
} as const;

export const listProducts = defineRoute({
  ...OF_CATALOG,
  path: "/v1/products",
  operation: "listProducts",
  summary: "List published products",
  description:
    "Leaves out products that have no price in the currency. Takes the filters of `GET /v1/search`: options and attributes are parameters of their own, such as `option.color=blue`, and follow a change of a product with the search, after a moment.",
  query: ProductQuery,
  queryDocument: ProductQueryDocument,
  answers: {
    200: pageSchema(Product),
    301: {
      description:
        "The category or collection has another slug now; `Location` has the current path.",
    },
  },
  headers: ["Location", "Content-Language"],
  example: {
    query: { category: "lighting", sort: "price", limit: "24" },
    answer: { data: [PRODUCT_EXAMPLE], nextCursor: null },
  },
});

export const readProduct = defineRoute({
  ...OF_CATALOG,
  path: "/v1/products/:idOrSlug",
  operation: "readProduct",
  summary: "Read a published product by its id or slug",
  description: "Leaves out variants that have no price in the currency.",
  query: z.strictObject({
    currency: Currency.optional().describe(
      "The currency of prices, by default the one of the market of `country`, else the shop's.",
    ),
    country: CountryCode.optional().describe("Chooses the market."),
    locale: InLocale,
  }),
  answers: {
    200: Product,
    301: { description: "The slug is a former one; `Location` has the current path." },
  },
  headers: ["Location", "Content-Language"],
  example: { params: { idOrSlug: PRODUCT_EXAMPLE.slug }, answer: PRODUCT_EXAMPLE },
});
