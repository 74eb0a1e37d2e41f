import * as z from "zod";
import { Job } from "#catalog/jobs.contract";
import { Media, Rating } from "#contract/catalog";
import { Id } from "#kernel/ids";
import { Money } from "#kernel/money";

/** A product in search results. Prices are in the shop's currency. */
export const SearchHit = z
  .strictObject({
    id: Id("product"),
    slug: z.string(),
    title: z.string(),
    brand: z.string().nullable(),
    image: Media.nullable(),
    price: Money.nullable().describe("The lowest price of its variants."),
    priceMax: Money.nullable().describe("The highest price of its variants."),
    priceVaries: z.boolean().describe("Whether `price` is only the lowest: “from €9.50”."),
    compareAtPrice: Money.nullable(),
    lowestPrice30Days: Money.exactOptional().describe(
      "The lowest price of the 30 days before the reduction began, as of the variant.",
    ),
    available: z.boolean(),
    rating: Rating,
    variantId: Id("variant")
      .nullable()
      .describe(
        "The variant that a quick add puts into the cart: the cheapest that can be bought, or the cheapest if none can.",
      ),
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

export const FacetValue = z
  .strictObject({
    value: z.string().describe("The value of the parameter, such as a slug or `true`."),
    label: z.string().describe("What shoppers read."),
    count: z.int(),
    priceMin: z.int().exactOptional(),
    priceMax: z.int().nullable().exactOptional(),
  })
  .meta({ id: "FacetValue" });
export type FacetValue = z.infer<typeof FacetValue>;

export const Facet = z
  .strictObject({
    field: z
      .string()
      .describe(
        "The parameter that filters by it, such as `brand`, `category`, `option.color`, `attribute.shade` or `inStock`. The values of `price` are ranges, which `priceMin` and `priceMax` filter by.",
      ),
    label: z.string().describe("What shoppers read."),
    values: z
      .array(FacetValue)
      .describe("Counted without the filter by this field, so that another value can be ticked."),
    min: Money.nullable().exactOptional(),
    max: Money.nullable().exactOptional().describe("The highest of the lowest prices."),
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
        "True if the search engine is down. The database then answers, with at most 2,000 results.",
      ),
  })
  .meta({ id: "SearchPage" });
export type SearchPage = z.infer<typeof SearchPage>;

export const Suggestion = z
  .strictObject({
    type: z.enum(["query", "category", "product"]),
    text: z.string(),
    slug: z.string().nullable().describe("Null for a query."),
  })
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
    published: z.int().describe("The published products with a price in the shop's currency."),
    inSync: z.boolean().describe("Whether both numbers are the same."),
    reindex: Job.nullable().describe(
      "The latest rebuilding. If it failed, its collection differed from the catalog and is not used.",
    ),
    repair: Job.nullable().describe("The latest nightly comparison."),
  })
  .meta({ id: "SearchStatus" });
export type SearchStatus = z.infer<typeof SearchStatus>;
