import * as z from "zod";
import { AttributeKey } from "#catalog/attributes.contract";
import { InLocale, MinorUnits, OnlyInStock, RatingMin, Text } from "#catalog/parameters.contract";
import { PageQuery } from "#kernel/routes/page";

export const SEARCH_SORTS = ["relevance", "newest", "price", "-price", "title", "rating"] as const;
const SEARCH_VALUES_MAX = 20;

/** A brand, an option name or an option value: Shopify allows 255 characters. */
const FacetValue = Text(255);
const FacetValues = z.array(FacetValue).max(SEARCH_VALUES_MAX);
/** A parameter that may be repeated: once it is a text, several times a list. */
const Repeatable = z.preprocess((value) => [value].flat(), FacetValues);
const NAMED_MAX = 10;
const NAMED = /^(option|attribute)\.(.+)$/s;

/** Collects `option.color=blue` and `attribute.shade=linen` into maps, so that other parameters are strict. */
const gatherNamed = (query: unknown) => {
  const all = Object.entries(query as Record<string, unknown>);
  const named = (kind: string) =>
    new Map(
      all.flatMap(([parameter, value]) => {
        const [, found, name] = NAMED.exec(parameter) ?? [];
        return found === kind && name ? [[name, value] as const] : [];
      }),
    );
  const rest = all.filter(([name]) => !NAMED.test(name));
  return { ...Object.fromEntries(rest), option: named("option"), attribute: named("attribute") };
};

const atMost = {
  error: `must be at most ${NAMED_MAX}`,
  params: { code: "too_many", max: NAMED_MAX },
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

/** The parameters of `GET /v1/search`. A repeated `brand`, `option.…` or `attribute.…` matches any of its values. */
export const SearchQuery = z.preprocess(
  gatherNamed,
  z.strictObject({
    ...SEARCH,
    brand: Repeatable.optional(),
    option: z.map(FacetValue, Repeatable).refine(({ size }) => size <= NAMED_MAX, atMost),
    attribute: z.map(AttributeKey, Repeatable).refine(({ size }) => size <= NAMED_MAX, atMost),
  }),
);
export type SearchQuery = z.infer<typeof SearchQuery>;

const byName = (what: string, example: string) =>
  z
    .record(FacetValue, FacetValues)
    .optional()
    .describe(
      `Values by ${what}. Each is a parameter such as \`${example}\`; a repeated one matches any of its values.`,
    );

/** `SearchQuery` as the API reference shows it: lists of values, and options and attributes by name. */
export const SearchQueryDocument = z.strictObject({
  ...SEARCH,
  brand: FacetValues.optional(),
  option: byName("the name of an option", "option.color=blue"),
  attribute: byName("the key of an attribute", "attribute.shade=linen"),
});

export const SuggestQuery = z.strictObject({ q: Text(200), locale: InLocale });
