import * as z from "zod";
import { PRODUCT_EXAMPLE } from "#catalog/products/product.example.rules";
import {
  SearchPage,
  SearchQuery,
  SearchQueryDocument,
  Suggestion,
  SuggestQuery,
} from "#catalog/search/search.contract";
import { defineRoute } from "#kernel/routes/definition";

const { id, slug, title, brand, media } = PRODUCT_EXAMPLE;

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
    "Tolerates typing errors. Options are parameters of their own, such as `option.color=blue`. Prices are minor units of the shop's currency.",
  query: SearchQuery,
  queryDocument: SearchQueryDocument,
  answers: { 200: SearchPage },
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
          compareAtPrice: null,
          available: true,
          categories: ["home", "lighting"],
          highlights: { title: "Paper <mark>lantern</mark>" },
        },
      ],
      facets: [{ field: "option.size", values: [{ value: "Small", count: 1 }] }],
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
  summary: "Suggest products and categories for the beginning of a text",
  description: "At most 8 suggestions.",
  query: SuggestQuery,
  answers: { 200: z.strictObject({ data: z.array(Suggestion) }) },
  example: {
    query: { q: "lant" },
    answer: { data: [{ type: "product", text: title, slug }] },
  },
});
