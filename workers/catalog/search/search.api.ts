import * as z from "zod";
import { PRODUCT_EXAMPLE } from "#catalog/products/product.example.rules";
import { SearchPage, Suggestion } from "#catalog/search.contract";
import { SearchQuery, SearchQueryDocument, SuggestQuery } from "#catalog/search-query.contract";
import { defineRoute } from "#kernel/routes/definition";

const { id, slug, title, brand, media, variants } = PRODUCT_EXAMPLE;

/** The properties that all routes of search share. */
const OF_SEARCH = {
  method: "GET",
  tag: "search",
  access: "public",
  rate: "search",
  idempotency: "safe",
  body: null,
  problems: [],
} as const;

export const searchProducts = defineRoute({
  ...OF_SEARCH,
  path: "/v1/search",
  operation: "searchProducts",
  summary: "Search published products",
  description:
    "Tolerates typing errors, and finds SKUs and barcodes. Options and attributes are parameters of their own, such as `option.color=blue`. Prices are minor units of the shop's currency. `inStock=false` filters nothing, like an unticked checkbox. An unknown category or collection is refused. In a locale, words of its texts and of the shop's own match; facets have the values of the shop's own language. `GET /v1/products` takes the same filters, pages by cursor and shows whole products.",
  query: SearchQuery,
  queryDocument: SearchQueryDocument,
  answers: {
    200: SearchPage,
    301: {
      description:
        "The category or collection has another slug now; `Location` has the current path.",
    },
  },
  headers: ["Location", "Content-Language"],
  example: {
    query: { q: "lantern", "option.size": "Small", sort: "price" },
    answer: {
      data: [
        {
          id,
          slug,
          title,
          brand,
          image: media[0],
          price: { amount: 1250, currency: "EUR" },
          priceMax: { amount: 1990, currency: "EUR" },
          priceVaries: true,
          compareAtPrice: null,
          available: true,
          rating: { average: 4.5, count: 12 },
          variantId: variants[0]?.id ?? null,
          categories: ["home", "lighting"],
          highlights: { title: "Paper <mark>lantern</mark>" },
        },
      ],
      facets: [
        {
          field: "category",
          label: "Category",
          values: [{ value: "lighting", label: "Lighting", count: 1 }],
        },
        {
          field: "price",
          label: "Price",
          values: [
            {
              value: "1000-2499",
              label: "€10.00–€24.99",
              count: 1,
              priceMin: 1000,
              priceMax: 2499,
            },
          ],
          min: { amount: 1250, currency: "EUR" },
          max: { amount: 1250, currency: "EUR" },
        },
        {
          field: "option.size",
          label: "Size",
          values: [
            { value: "Small", label: "Small", count: 1 },
            { value: "Large", label: "Large", count: 1 },
          ],
        },
      ],
      page: 1,
      total: 1,
      degraded: false,
    },
  },
});

export const suggestProducts = defineRoute({
  ...OF_SEARCH,
  path: "/v1/search/suggest",
  operation: "suggestProducts",
  summary: "Suggest queries, categories and products for the beginning of a text",
  description:
    "At most 8 suggestions. A query is one that shoppers used with success on several days, in any language.",
  headers: ["Content-Language"],
  query: SuggestQuery,
  answers: { 200: z.strictObject({ data: z.array(Suggestion) }) },
  example: {
    query: { q: "lant" },
    answer: {
      data: [
        { type: "query", text: "lantern", slug: null },
        { type: "category", text: "Lighting", slug: "lighting" },
        { type: "product", text: title, slug },
      ],
    },
  },
});
