import * as z from "zod";
import { MinorUnits, OnlyInStock, Text } from "#catalog/parameters.contract";
import { Media } from "#contract/catalog";
import { Id } from "#kernel/ids";
import { Money } from "#kernel/money";
import { PageQuery } from "#kernel/routes/page";

export const SEARCH_SORTS = ["relevance", "newest", "price", "-price"] as const;
const SEARCH_VALUES_MAX = 20;

/** A brand, an option name or an option value: Shopify allows 255 characters. */
const FacetValue = Text(255);
const FacetValues = z.array(FacetValue).max(SEARCH_VALUES_MAX);
/** A parameter that may be repeated: once it is a text, several times a list. */
const Repeatable = z.preprocess((value) => [value].flat(), FacetValues);
const OPTIONS_MAX = 10;
const OPTION = /^option\.(.+)$/s;

/** Collects `option.color=blue` into a map of options to values, so that other parameters are strict. */
const gatherOptions = (query: unknown) => {
  const all = Object.entries(query as Record<string, unknown>);
  const options = all.flatMap(([name, value]) => {
    const [, option] = OPTION.exec(name) ?? [];
    return option ? [[option, value] as const] : [];
  });
  const rest = all.filter(([name]) => !OPTION.test(name));
  return { ...Object.fromEntries(rest), option: new Map(options) };
};

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
  category: Text(255).optional(),
  priceMin: MinorUnits.optional(),
  priceMax: MinorUnits.optional(),
  inStock: OnlyInStock,
  sort: z.enum(SEARCH_SORTS).default("relevance"),
  page: z.coerce.number().int().min(1).max(100).default(1),
  limit: PageQuery.limit,
};

/** The parameters of `GET /v1/search`. A repeated `brand` or `option.…` matches any of its values. */
export const SearchQuery = z.preprocess(
  gatherOptions,
  z.strictObject({
    ...SEARCH,
    brand: Repeatable.optional(),
    option: z.map(FacetValue, Repeatable).refine(({ size }) => size <= OPTIONS_MAX, {
      error: `must be at most ${OPTIONS_MAX} options`,
      params: { code: "too_many", max: OPTIONS_MAX },
    }),
  }),
);
export type SearchQuery = z.infer<typeof SearchQuery>;

/** `SearchQuery` as the API reference shows it: lists of values, and options by name. */
export const SearchQueryDocument = z.strictObject({
  ...SEARCH,
  brand: FacetValues.optional(),
  option: z
    .record(FacetValue, FacetValues)
    .optional()
    .describe(
      "Values by the name of an option. Each is a parameter `option.<name>`, such as `option.color=blue`; a repeated one matches any of its values.",
    ),
});

export const SuggestQuery = z.strictObject({ q: Text(200) });

/** A product in search results. Prices are in the shop's currency. */
export const SearchHit = z
  .strictObject({
    id: Id("product"),
    slug: z.string(),
    title: z.string(),
    brand: z.string().nullable(),
    image: Media.nullable(),
    price: Money.nullable().describe("The lowest price of its variants."),
    compareAtPrice: Money.nullable(),
    available: z.boolean(),
    categories: z.array(z.string()).describe("The slugs of its categories and their ancestors."),
    highlights: z
      .strictObject({
        title: z.string().exactOptional(),
        description: z.string().exactOptional(),
      })
      .describe("The matching texts by field, as safe HTML with `<mark>`."),
  })
  .meta({ id: "SearchHit" });
export type SearchHit = z.infer<typeof SearchHit>;

export const Facet = z
  .strictObject({
    field: z
      .string()
      .describe("The parameter that filters by it: `brand`, `category`, `option.color`."),
    values: z.array(z.strictObject({ value: z.string(), count: z.int() })),
  })
  .meta({ id: "Facet" });
export type Facet = z.infer<typeof Facet>;

export const SearchPage = z
  .strictObject({
    data: z.array(SearchHit),
    facets: z.array(Facet),
    page: z.int(),
    total: z.int(),
    degraded: z
      .boolean()
      .describe(
        "True if the search engine is down. The results are then products whose title begins with the words.",
      ),
  })
  .meta({ id: "SearchPage" });
export type SearchPage = z.infer<typeof SearchPage>;

export const Suggestion = z
  .strictObject({ type: z.enum(["product", "category"]), text: z.string(), slug: z.string() })
  .meta({ id: "Suggestion" });
export type Suggestion = z.infer<typeof Suggestion>;

/** The state of the search index compared with the catalog. */
export const SearchStatus = z
  .strictObject({
    collection: z
      .string()
      .nullable()
      .describe("The collection behind the alias; null before the first build."),
    documents: z.int(),
    published: z.int(),
    inSync: z.boolean(),
  })
  .meta({ id: "SearchStatus" });
export type SearchStatus = z.infer<typeof SearchStatus>;
