import * as z from "zod";
import {
  FACET_FILTERS,
  FACET_FILTERS_DOCUMENT,
  gatherNamed,
} from "#catalog/facet-parameters.contract";
import { InLocale, MinorUnits, OnlyInStock, RatingMin, Text } from "#catalog/parameters.contract";
import { PageQuery } from "#kernel/routes/page";

export const SEARCH_SORTS = ["relevance", "newest", "price", "-price", "title", "rating"] as const;

/** The parameters of a search, without those that may be repeated. */
const SEARCH = {
  q: z
    .string()
    .trim()
    .max(200)
    .refine((text) => text.isWellFormed(), {
      error: "must be well-formed text",
      params: { code: "malformed_text" },
    })
    .default(""),
  category: Text(255).optional().describe("The slug of a category, which includes those below it."),
  collection: Text(255).optional().describe("The slug of a collection."),
  tag: Text(255).optional(),
  priceMin: MinorUnits.optional(),
  priceMax: MinorUnits.optional(),
  inStock: OnlyInStock,
  ratingMin: RatingMin,
  sort: z.enum(SEARCH_SORTS).default("relevance"),
  page: z.coerce.number().int().min(1).max(100).default(1),
  limit: PageQuery.limit,
  locale: InLocale,
};

/** The parameters of `GET /v1/search`. */
export const SearchQuery = z.preprocess(
  gatherNamed,
  z.strictObject({ ...SEARCH, ...FACET_FILTERS }),
);
export type SearchQuery = z.infer<typeof SearchQuery>;

/** `SearchQuery` as the API reference shows it. */
export const SearchQueryDocument = z.strictObject({ ...SEARCH, ...FACET_FILTERS_DOCUMENT });

export const SuggestQuery = z.strictObject({ q: Text(200), locale: InLocale });
