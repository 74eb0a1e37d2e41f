import { z } from "zod";
import type { Trace } from "#kernel/call";
import type { ServiceRpc } from "#kernel/entrypoint";
import { defineEvent } from "#kernel/events/events";
import { Id } from "#kernel/ids";
import { Currency, type Money } from "#kernel/money";
import { PageQuery } from "#kernel/routes/page";

const Text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => text.isWellFormed() && !text.includes("\u0000"), "must be well-formed text");
const MinorUnits = z
  .string()
  .regex(/^\d{1,12}$/, "must be whole minor units")
  .transform(Number);
/** True excludes products that cannot be bought. False filters nothing, like an unticked checkbox. */
const OnlyInStock = z
  .enum(["true", "false"])
  .transform((text) => (text === "true" ? true : undefined))
  .optional();

export const PRODUCT_SORTS = ["newest", "price", "-price", "title"] as const;

/** The parameters of `GET /v1/products`. Prices are minor units of `currency`, by default the shop's. */
export const ProductQuery = z.strictObject({
  category: Text(255).optional(),
  tag: Text(255).optional(),
  priceMin: MinorUnits.optional(),
  priceMax: MinorUnits.optional(),
  currency: Currency.optional(),
  inStock: OnlyInStock,
  sort: z.enum(PRODUCT_SORTS).default("newest"),
  ...PageQuery,
});
export type ProductQuery = z.infer<typeof ProductQuery>;

export const SEARCH_SORTS = ["relevance", "newest", "price", "-price"] as const;
const SEARCH_VALUES_MAX = 20;

/** A brand, an option name or an option value: Shopify allows 255 characters. */
const FacetValue = Text(255);
const FacetValues = z
  .union([FacetValue.transform((value) => [value]), z.array(FacetValue)])
  .refine((values) => values.length <= SEARCH_VALUES_MAX, "has too many values");
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

/** The parameters of `GET /v1/search`. A repeated `brand` or `option.…` matches any of its values. */
export const SearchQuery = z.preprocess(
  gatherOptions,
  z.strictObject({
    q: z
      .string()
      .trim()
      .max(200)
      .refine((text) => text.isWellFormed(), "must be well-formed text")
      .default(""),
    category: Text(255).optional(),
    brand: FacetValues.optional(),
    option: z
      .map(FacetValue, FacetValues)
      .refine(({ size }) => size <= 10, "has more than 10 options"),
    priceMin: MinorUnits.optional(),
    priceMax: MinorUnits.optional(),
    inStock: OnlyInStock,
    sort: z.enum(SEARCH_SORTS).default("relevance"),
    page: z.coerce.number().int().min(1).max(100).default(1),
    limit: PageQuery.limit,
  }),
);
export type SearchQuery = z.infer<typeof SearchQuery>;

export const SuggestQuery = z.strictObject({ q: Text(200) });

export interface Media {
  url: string;
  alt: string;
  width: number | null;
  height: number | null;
}

export interface Variant {
  id: string;
  sku: string | null;
  title: string;
  /** Option name to value, such as `{ "Size": "Small" }`; empty for a product without options. */
  options: Record<string, string>;
  price: Money;
  compareAtPrice: Money | null;
  /** As of the last stock event. The cart reads the stock itself. */
  available: boolean;
  inventoryPolicy: "deny" | "continue";
  /** Whether its stock is counted. An untracked variant is always available. */
  tracked: boolean;
}

export interface CategoryRef {
  id: string;
  slug: string;
  name: string;
}

export interface Product {
  id: string;
  slug: string;
  title: string;
  description: string;
  brand: string | null;
  status: "draft" | "published" | "archived";
  media: Media[];
  options: { name: string; values: string[] }[];
  variants: Variant[];
  categories: CategoryRef[];
  tags: string[];
  attributes: Record<string, string>;
  seo: { title: string | null; description: string | null };
  createdAt: string;
  updatedAt: string;
}

export interface Category extends CategoryRef {
  description: string | null;
  /** From the root to this category. */
  path: CategoryRef[];
  children: Category[];
}

/** A product in search results. Prices are in the shop's currency. */
export interface SearchHit {
  id: string;
  slug: string;
  title: string;
  brand: string | null;
  image: Media | null;
  /** The lowest price of its variants. */
  price: Money | null;
  compareAtPrice: Money | null;
  available: boolean;
  /** The slugs of its categories and their ancestors. */
  categories: string[];
  /** The matching texts by field, as safe HTML with `<mark>`. */
  highlights: { title?: string; description?: string };
}

export interface Facet {
  /** The parameter that filters by it: `brand`, `category`, `option.color`. */
  field: string;
  values: { value: string; count: number }[];
}

export interface SearchPage {
  data: SearchHit[];
  facets: Facet[];
  page: number;
  total: number;
  /** True if the search engine is down. The results are then products whose title begins with the words. */
  degraded: boolean;
}

export interface Suggestion {
  type: "product" | "category";
  text: string;
  slug: string;
}

interface Tally {
  created: number;
  updated: number;
  unchanged: number;
}

/** The result of an import. Lines are those of the file; the header is line 1. */
export interface ImportReport {
  products: Tally;
  variants: Tally & { removed: number };
  errors: { line: number; message: string }[];
}

/** The state of the search index compared with the catalog. */
export interface SearchStatus {
  /** The collection behind the alias; null before the first build. */
  collection: string | null;
  documents: number;
  published: number;
  inSync: boolean;
}

/** A variant as the cart prices it, read from the primary. */
export interface SellableVariant {
  variantId: string;
  productId: string;
  slug: string;
  title: string;
  variantTitle: string;
  sku: string | null;
  image: string | null;
  options: Record<string, string>;
  /** In minor units of the requested currency; null if the variant has no price in it. */
  unitPriceMinor: number | null;
  /** False if the product is a draft or archived. */
  published: boolean;
  inventoryPolicy: "deny" | "continue";
  /** False if its stock is not counted, so that any quantity can be bought. */
  tracked: boolean;
}

export interface CatalogRpc extends ServiceRpc {
  /** Returns the variants that exist among these ids, priced in the currency. At most 200 ids. */
  variants(variantIds: string[], currency: string, trace: Trace): Promise<SellableVariant[]>;
}

const ProductEvent = z.object({ productId: Id("product") });
/** Fired when shoppers can see a product for the first time. */
export const productCreated = defineEvent("product.created", ProductEvent, ["catalog"]);
/** Fired when text, price, category, availability or visibility of a product changes for shoppers. */
export const productUpdated = defineEvent("product.updated", ProductEvent, ["catalog"]);

/** All events of this Worker. */
export const EVENTS = [productCreated, productUpdated];
