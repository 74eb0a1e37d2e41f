import type { AttributeValue } from "#catalog/attributes.contract";
import type { Facet, SearchHit, Suggestion } from "#catalog/search.contract";
import type { SearchQuery } from "#catalog/search-query.contract";
import type { SearchRules } from "#catalog/search-rules.contract";
import type { Given, LocaleText, ProductText, Spoken } from "#catalog/texts/text.rules";
import type { Media, Rating } from "#contract/catalog";

/** The texts of a product in one locale. */
export type IndexedText = LocaleText & Pick<ProductText, "options">;

/** A published product as the search engine receives it. */
export interface IndexedProduct {
  id: string;
  slug: string;
  title: string;
  titleKey: string;
  description: string;
  /** In other languages, by locale. */
  texts: IndexedText[];
  brand: string | null;
  tags: string[];
  options: { name: string; values: string[] }[];
  attributes: Record<string, AttributeValue>;
  /** Its categories and their ancestors, each once. */
  categories: { slug: string; name: string; texts: LocaleText[] }[];
  /** The ids of its collections. */
  collections: string[];
  /** SKUs and barcodes of its variants. */
  codes: string[];
  image: Media | null;
  /** In minor units of the shop's currency; null if the product has no price in it. */
  price: number | null;
  priceMax: number | null;
  compareAt: number | null;
  /** The lowest price of the 30 days before the reduction. */
  lowest: number | null;
  /** The variant that a quick add puts into the cart. */
  variantId: string | null;
  inStock: boolean;
  rating: Rating;
  popularity: number;
  createdAt: number;
  version: number;
}

/** A language other than the shop's own, in which texts are searched and shown. */
export interface SearchLanguage {
  spoken: Spoken;
  /** Returns the texts of a category by its slug in the shop's own language. */
  category(slug: string): Given<LocaleText>;
}

/** The currency of prices, and the language of texts if it is not the shop's own. */
export interface ShownIn {
  currency: string;
  language?: SearchLanguage | undefined;
}

/** A search whose collection is named by its id, because a slug may change. */
export interface Search extends Omit<SearchQuery, "collection" | "locale"> {
  collectionId?: string | undefined;
  language?: SearchLanguage | undefined;
}

export interface SearchResults {
  hits: SearchHit[];
  /** Labelled as far as the index knows. */
  facets: Facet[];
  total: number;
}

interface Collection {
  name: string;
  createdAtMs: number;
  /** Whether an alias names the collection. */
  aliased: boolean;
}

/** A search engine. Without a named collection, a method works on the one behind the shop's alias. */
export interface SearchIndex {
  search(query: Search): Promise<SearchResults>;
  /** Returns at most `limit` products and categories whose names contain a word that begins with the text. */
  suggest(text: string, limit: number, language?: SearchLanguage): Promise<Suggestion[]>;
  /**
   * Writes products.
   * @returns false when the collection does not exist
   * @throws unless every product is accepted
   */
  put(products: readonly IndexedProduct[], collection?: string): Promise<boolean>;
  /** Removes products. Ignores unknown ids. */
  remove(productIds: readonly string[], collection?: string): Promise<void>;
  /** Returns the ids of products whose documents are missing or differ. */
  differing(products: readonly IndexedProduct[], collection?: string): Promise<string[]>;
  /** Returns the ids of all documents of a part of a collection, such as the second of four. */
  idsOfPart(part: { number: number; of: number }, collection?: string): Promise<string[]>;
  /** Creates an empty collection without an alias. */
  create(collection: string): Promise<void>;
  /** Returns the number of products in a collection. */
  count(collection: string): Promise<number>;
  /** Returns the collection behind the alias, or null if there is none. */
  aliasedCollection(): Promise<string | null>;
  /** Points the alias to a collection. */
  promote(collection: string): Promise<void>;
  /** Returns all collections of the shop. */
  collections(): Promise<Collection[]>;
  drop(collection: string): Promise<void>;
  /** Replaces all synonyms and curations, which apply to every collection. */
  putRules(rules: SearchRules): Promise<void>;
  /** Resolves when the search engine answers. */
  ping(): Promise<void>;
}
