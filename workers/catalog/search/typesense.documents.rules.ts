import type { CollectionFieldSchema } from "typesense";
import type { IndexedProduct } from "#catalog/search/search-index.port";
import { indexedWords } from "#catalog/search/search-text.rules";
import type { Media } from "#contract/catalog";
import { sha256Hex } from "#kernel/encoding";
import { foldCase } from "#kernel/fold";

/** Each option has its own facet field, because Typesense limits the number of values per field. */
const OPTION_FACET = "facet_option_";
const OPTION_SHOWN = "shown_option_";

/**
 * A document of the search index. Searches match `…_words`, filters compare `filter_…`, facets count
 * `facet_…` and take their spelling from `shown_…`. The other fields are only stored and returned.
 */
export interface ProductDocument {
  id: string;
  title_words: string;
  description_words: string;
  brand_words: string;
  category_words: string[];
  tag_words: string[];
  option_words: string[];
  filter_brand?: string;
  filter_categories: string[];
  filter_options: string[];
  facet_brand?: string;
  facet_category: string[];
  shown_brand?: string;
  [optionField: `${typeof OPTION_FACET | typeof OPTION_SHOWN}${string}`]: string[];
  price?: number;
  in_stock: boolean;
  created_at: number;
  popularity: number;
  version: number;
  slug: string;
  title: string;
  description: string;
  brand?: string;
  /** Slugs and names of the categories, in the same order. */
  categories: string[];
  category_names: string[];
  image?: Media;
  compare_at?: number;
}

/**
 * The version of the document form. Increase it with each change of `FIELDS` or `documentOf`: the index
 * then gets a new alias, which is filled while the previous release still searches the old one.
 */
export const FORM = 2;

/** https://typesense.org/docs/latest/api/collections.html#schema-parameters */
export const FIELDS: CollectionFieldSchema[] = [
  { name: "title_words", type: "string" },
  { name: "brand_words", type: "string" },
  { name: "category_words", type: "string[]" },
  { name: "tag_words", type: "string[]" },
  { name: "option_words", type: "string[]" },
  { name: "description_words", type: "string" },
  { name: "filter_brand", type: "string", optional: true },
  { name: "filter_categories", type: "string[]" },
  { name: "filter_options", type: "string[]" },
  { name: "facet_brand", type: "string", facet: true, optional: true },
  { name: "shown_brand", type: "string", facet: true, optional: true },
  { name: "facet_category", type: "string[]", facet: true },
  { name: `${OPTION_FACET}.*`, type: "string[]", facet: true, optional: true },
  { name: `${OPTION_SHOWN}.*`, type: "string[]", facet: true, optional: true },
  { name: "price", type: "int64", optional: true },
  { name: "in_stock", type: "bool" },
  { name: "created_at", type: "int64" },
  { name: "popularity", type: "int32" },
];

/** The part of a description that is stored to show matches in it. */
const DESCRIPTION_CHARS = 2000;
/** Typesense cuts longer facet values, possibly within a character (facet_index.h). */
const FACET_BYTES_MAX = 255;

const bytesOf = (text: string) => new TextEncoder().encode(text.toWellFormed());
const fitsFacet = (text: string) => text !== "" && bytesOf(text).length <= FACET_BYTES_MAX;

/**
 * Returns one word of letters and digits for any text. Filters compare these words, because Typesense
 * ignores punctuation in values and cannot quote a backtick.
 */
export const filterKey = async (...texts: readonly string[]) =>
  (await sha256Hex(JSON.stringify(texts))).slice(0, 32);

export const brandKey = (brand: string) => filterKey(foldCase(brand));
export const optionKey = (name: string, value: string) =>
  filterKey(foldCase(name), foldCase(value));

const hexOf = (text: string) =>
  Array.from(bytesOf(text), (byte) => byte.toString(16).padStart(2, "0")).join("");
const textOf = (hex: string) =>
  new TextDecoder().decode(
    Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)),
  );

/** Returns the field with the spellings of a facet's values. */
export const shownField = (facet: string) => facet.replace(/^facet_/, "shown_");

/** Returns the option that a facet field counts, or undefined if the field is not for an option. */
export const optionIn = (field: string) =>
  field.startsWith(OPTION_FACET) ? textOf(field.slice(OPTION_FACET.length)) : undefined;

type OptionFields = Record<`${typeof OPTION_FACET | typeof OPTION_SHOWN}${string}`, string[]>;

const optionFields = ({ options }: IndexedProduct): OptionFields => {
  const named = options.filter(({ name }) => fitsFacet(foldCase(name)));
  const fields = [...Map.groupBy(named, ({ name }) => foldCase(name))].flatMap(([key, same]) => {
    const values = same.flatMap((option) => option.values);
    return [
      [OPTION_FACET + hexOf(key), [...new Set(values.map(foldCase))].filter(fitsFacet)],
      [OPTION_SHOWN + hexOf(key), values.filter(fitsFacet)],
    ];
  });
  return Object.fromEntries(fields);
};

const brandFields = async (brand: string) => ({
  ...(brand === "" ? {} : { brand, filter_brand: await brandKey(brand) }),
  ...(fitsFacet(foldCase(brand)) ? { facet_brand: foldCase(brand) } : {}),
  ...(fitsFacet(brand) ? { shown_brand: brand } : {}),
});

const optionPairs = ({ options }: IndexedProduct) =>
  options.flatMap(({ name, values }) => values.map((value) => [name, value] as const));

const wordFields = (product: IndexedProduct) => ({
  title_words: indexedWords(product.title),
  description_words: indexedWords(product.description),
  brand_words: indexedWords(product.brand ?? ""),
  category_words: product.categories.map(({ name }) => indexedWords(name)),
  tag_words: product.tags.map(indexedWords),
  option_words: optionPairs(product).map((pair) => indexedWords(pair.join(" "))),
});

const filterFields = async (product: IndexedProduct) => ({
  filter_categories: await Promise.all(product.categories.map(({ slug }) => filterKey(slug))),
  filter_options: await Promise.all(optionPairs(product).map((pair) => optionKey(...pair))),
});

export const documentOf = async (product: IndexedProduct): Promise<ProductDocument> => ({
  id: product.id,
  ...wordFields(product),
  ...(await brandFields(product.brand?.trim() ?? "")),
  ...(await filterFields(product)),
  ...optionFields(product),
  facet_category: product.categories.map(({ slug }) => slug).filter(fitsFacet),
  ...(product.price === null ? {} : { price: product.price }),
  in_stock: product.inStock,
  created_at: product.createdAt,
  popularity: product.popularity,
  version: product.version,
  slug: product.slug,
  title: product.title,
  description: product.description.slice(0, DESCRIPTION_CHARS).toWellFormed(),
  categories: product.categories.map(({ slug }) => slug),
  category_names: product.categories.map(({ name }) => name),
  ...(product.image ? { image: product.image } : {}),
  ...(product.compareAt === null ? {} : { compare_at: product.compareAt }),
});
