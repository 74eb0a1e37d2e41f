import type { CollectionFieldSchema } from "typesense";
import { attributeTexts } from "#catalog/search-index/attribute-values.rules";
import { localizedTexts } from "#catalog/search-index/localized-texts.rules";
import { starsOf } from "#catalog/search-index/rating-facet.rules";
import type { IndexedProduct, IndexedText } from "#catalog/search-index/search-index.port";
import { indexedWords } from "#catalog/search-index/search-text.rules";
import { type LocalizedField, localizedField } from "#catalog/search-index/searched-fields.rules";
import type { LocaleText } from "#catalog/texts/text.rules";
import type { Media } from "#contract/catalog";
import { sha256Hex } from "#kernel/encoding";
import { foldCase } from "#kernel/fold";

/**
 * Each option and each attribute has its own facet field, because Typesense limits the number of values per
 * field. The field ends with the name in hexadecimal digits.
 */
const NAMED_FACETS = ["option", "attribute"] as const;
type NamedFacet = (typeof NAMED_FACETS)[number];
type NamedField = `${"facet" | "shown"}_${NamedFacet}_${string}`;

/**
 * A document of the search index. Searches match `…_words`, filters compare `filter_…`, facets count
 * `facet_…` and take their spelling from `shown_…`. The other fields are only stored and returned.
 */
export interface ProductDocument {
  id: string;
  title_words: string;
  code_words: string[];
  description_words: string;
  brand_words: string;
  category_words: string[];
  tag_words: string[];
  option_words: string[];
  attribute_words: string[];
  filter_brand?: string;
  filter_categories: string[];
  filter_collections: string[];
  filter_tags: string[];
  filter_options: string[];
  filter_attributes: string[];
  facet_brand?: string;
  facet_category: string[];
  shown_brand?: string;
  /** The names of its options. */
  shown_options: string[];
  [named: NamedField]: string[];
  [localized: LocalizedField]: string | string[];
  price?: number;
  price_max?: number;
  in_stock: boolean;
  /** The average in hundredths; 0 without a review. */
  rating: number;
  rating_count: number;
  /** The stars that the average reaches. */
  facet_rating: string[];
  created_at: number;
  popularity: number;
  version: number;
  /** Divides a collection into parts of about the same size. */
  slot: number;
  /** Identifies the content of the document. */
  checksum: string;
  title_key: string;
  slug: string;
  title: string;
  description: string;
  /** In other languages. */
  texts?: LocaleText[];
  brand?: string;
  /** Slugs and names of the categories, in the same order. */
  categories: string[];
  category_names: string[];
  image?: Media;
  compare_at?: number;
  lowest_price?: number;
  variant_id?: string;
}

/**
 * The version of the document form. Increase it with each change of `FIELDS` or `documentOf`: the index
 * then gets a new alias, which is filled while the previous release still searches the old one.
 */
export const FORM = 7;

/** https://typesense.org/docs/latest/api/collections.html#schema-parameters */
export const FIELDS: CollectionFieldSchema[] = [
  { name: "title_words", type: "string" },
  { name: "code_words", type: "string[]" },
  { name: "brand_words", type: "string" },
  { name: "category_words", type: "string[]" },
  { name: "tag_words", type: "string[]" },
  { name: "option_words", type: "string[]" },
  { name: "attribute_words", type: "string[]" },
  { name: "description_words", type: "string" },
  { name: "title_words_.*", type: "string", optional: true },
  { name: "category_words_.*", type: "string[]", optional: true },
  { name: "option_words_.*", type: "string[]", optional: true },
  { name: "description_words_.*", type: "string", optional: true },
  { name: "filter_brand", type: "string", optional: true },
  { name: "filter_categories", type: "string[]" },
  { name: "filter_collections", type: "string[]" },
  { name: "filter_tags", type: "string[]" },
  { name: "filter_options", type: "string[]" },
  { name: "filter_attributes", type: "string[]" },
  { name: "facet_brand", type: "string", facet: true, optional: true },
  { name: "shown_brand", type: "string", facet: true, optional: true },
  { name: "facet_category", type: "string[]", facet: true },
  { name: "shown_options", type: "string[]", facet: true },
  ...NAMED_FACETS.flatMap((kind): CollectionFieldSchema[] => [
    { name: `facet_${kind}_.*`, type: "string[]", facet: true, optional: true },
    { name: `shown_${kind}_.*`, type: "string[]", facet: true, optional: true },
  ]),
  { name: "price", type: "int64", facet: true, optional: true },
  { name: "in_stock", type: "bool", facet: true },
  { name: "rating", type: "int32" },
  { name: "facet_rating", type: "string[]", facet: true },
  { name: "title_key", type: "string", sort: true },
  { name: "created_at", type: "int64" },
  { name: "popularity", type: "int32" },
  { name: "slot", type: "int32" },
];

/** The number of slots. A product keeps its slot. */
export const SLOTS = 2 ** 16;

export const checksumOf = (product: IndexedProduct) => filterKey(JSON.stringify(product));

const slotOf = async (id: string) => Number.parseInt((await sha256Hex(id)).slice(0, 4), 16);

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
export const tagKey = (tag: string) => filterKey(foldCase(tag));
export const optionKey = (name: string, value: string) =>
  filterKey(foldCase(name), foldCase(value));
export const attributeKey = (key: string, value: string) => filterKey(key, foldCase(value));

const hexOf = (text: string) =>
  Array.from(bytesOf(text), (byte) => byte.toString(16).padStart(2, "0")).join("");
const textOf = (hex: string) =>
  new TextDecoder().decode(
    Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)),
  );

/** Returns the field with the spellings of a facet's values. */
export const shownField = (facet: string) => facet.replace(/^facet_/, "shown_");

/** Returns the facet field of an option or an attribute. */
export const namedFacet = (kind: NamedFacet, name: string): NamedField =>
  `facet_${kind}_${hexOf(name)}`;

const NAMED = new RegExp(`^facet_(${NAMED_FACETS.join("|")})_([0-9a-f]+)$`);

/** Returns what a facet field counts, or undefined if it is for no option and no attribute. */
export const namedIn = (field: string): { kind: string; name: string } | undefined => {
  const [, kind, hex] = NAMED.exec(field) ?? [];
  return kind && hex ? { kind, name: textOf(hex) } : undefined;
};

const namedFields = (kind: NamedFacet, all: readonly { name: string; values: string[] }[]) => {
  const fields = [...Map.groupBy(all, ({ name }) => name)].flatMap(([name, same]) => {
    const facet = namedFacet(kind, name);
    const values = same.flatMap((each) => each.values);
    return [
      [facet, [...new Set(values.map(foldCase))].filter(fitsFacet)],
      [shownField(facet), values.filter(fitsFacet)],
    ];
  });
  return Object.fromEntries(fields) as Record<NamedField, string[]>;
};

const optionFields = ({ options }: IndexedProduct) => {
  const folded = options.map(({ name, values }) => ({ name: foldCase(name), values }));
  return namedFields(
    "option",
    folded.filter(({ name }) => fitsFacet(name)),
  );
};

const attributesOf = ({ attributes }: IndexedProduct) =>
  Object.entries(attributes).map(([name, value]) => ({ name, values: attributeTexts(value) }));

const brandFields = async (brand: string) => ({
  ...(brand === "" ? {} : { brand, filter_brand: await brandKey(brand) }),
  ...(fitsFacet(foldCase(brand)) ? { facet_brand: foldCase(brand) } : {}),
  ...(fitsFacet(brand) ? { shown_brand: brand } : {}),
});

const optionPairs = ({ options }: IndexedProduct) =>
  options.flatMap(({ name, values }) => values.map((value) => [name, value] as const));

const attributePairs = (product: IndexedProduct) =>
  attributesOf(product).flatMap(({ name, values }) =>
    values.map((value) => [name, value] as const),
  );

const wordFields = (product: IndexedProduct) => ({
  title_words: indexedWords(product.title),
  code_words: product.codes.map(indexedWords),
  description_words: indexedWords(product.description),
  brand_words: indexedWords(product.brand ?? ""),
  category_words: product.categories.map(({ name }) => indexedWords(name)),
  tag_words: product.tags.map(indexedWords),
  option_words: optionPairs(product).map((pair) => indexedWords(pair.join(" "))),
  attribute_words: attributePairs(product).map(([, value]) => indexedWords(value)),
});

const optionWords = (text: IndexedText | undefined) =>
  (text?.options ?? []).flatMap(({ name, values }) =>
    values.map((value) => indexedWords(`${name} ${value}`)),
  );

/** A list without words, because Typesense makes no field of an empty one. */
const orNoWords = (words: readonly string[]) => (words.length > 0 ? [...words] : [""]);

/** Returns the words of a product in each locale that has texts. Each locale has all fields, because a search names all. */
const localizedFields = (product: IndexedProduct) => {
  const fields = localizedTexts(product).flatMap(({ locale, text, categoryNames }) => [
    [localizedField("title_words", locale), indexedWords(text?.title ?? "")],
    [localizedField("category_words", locale), orNoWords(categoryNames.map(indexedWords))],
    [localizedField("option_words", locale), orNoWords(optionWords(text))],
    [localizedField("description_words", locale), indexedWords(text?.description ?? "")],
  ]);
  return Object.fromEntries(fields) as Record<LocalizedField, string | string[]>;
};

/** Returns all slugs of categories, because a filter may name one in any language. */
const categorySlugs = ({ categories }: IndexedProduct) =>
  categories.flatMap(({ slug, texts }) => [slug, ...texts.flatMap((text) => text.slug ?? [])]);

const storedTexts = ({ texts }: IndexedProduct): LocaleText[] =>
  texts.map(({ options: _, description, ...text }) => ({
    ...text,
    description: description?.slice(0, DESCRIPTION_CHARS).toWellFormed() ?? null,
  }));

const filterFields = async (product: IndexedProduct) => ({
  filter_categories: await Promise.all(categorySlugs(product).map((slug) => filterKey(slug))),
  filter_collections: await Promise.all(product.collections.map((id) => filterKey(id))),
  filter_tags: await Promise.all(product.tags.map(tagKey)),
  filter_options: await Promise.all(optionPairs(product).map((pair) => optionKey(...pair))),
  filter_attributes: await Promise.all(
    attributePairs(product).map((pair) => attributeKey(...pair)),
  ),
});

export const documentOf = async (product: IndexedProduct): Promise<ProductDocument> => ({
  id: product.id,
  ...wordFields(product),
  ...localizedFields(product),
  ...(await brandFields(product.brand?.trim() ?? "")),
  ...(await filterFields(product)),
  ...optionFields(product),
  ...namedFields("attribute", attributesOf(product)),
  facet_category: product.categories.map(({ slug }) => slug).filter(fitsFacet),
  shown_options: product.options.map(({ name }) => name).filter(fitsFacet),
  ...(product.price === null ? {} : { price: product.price }),
  ...(product.priceMax === null ? {} : { price_max: product.priceMax }),
  in_stock: product.inStock,
  rating: Math.round((product.rating.average ?? 0) * 100),
  rating_count: product.rating.count,
  facet_rating: starsOf(product.rating),
  created_at: product.createdAt,
  popularity: product.popularity,
  version: product.version,
  slot: await slotOf(product.id),
  checksum: await checksumOf(product),
  title_key: product.titleKey,
  slug: product.slug,
  title: product.title,
  description: product.description.slice(0, DESCRIPTION_CHARS).toWellFormed(),
  ...(product.texts.length > 0 ? { texts: storedTexts(product) } : {}),
  categories: product.categories.map(({ slug }) => slug),
  category_names: product.categories.map(({ name }) => name),
  ...(product.image ? { image: product.image } : {}),
  ...(product.compareAt === null ? {} : { compare_at: product.compareAt }),
  ...(product.lowest === null ? {} : { lowest_price: product.lowest }),
  ...(product.variantId === null ? {} : { variant_id: product.variantId }),
});
