import type { Facet, SearchHit, SearchQuery, Suggestion } from "#catalog/search/search.contract";
import type { Media } from "#contract/catalog";

/** A published product as the search engine receives it. */
export interface IndexedProduct {
  id: string;
  slug: string;
  title: string;
  description: string;
  brand: string | null;
  tags: string[];
  options: { name: string; values: string[] }[];
  /** Its categories and their ancestors, each once. */
  categories: { slug: string; name: string }[];
  image: Media | null;
  /** In minor units of the shop's currency; null if the product has no price in it. */
  price: number | null;
  compareAt: number | null;
  inStock: boolean;
  popularity: number;
  createdAt: number;
  version: number;
}

export interface SearchResults {
  hits: SearchHit[];
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
  search(query: SearchQuery): Promise<SearchResults>;
  /** Returns at most `limit` products and categories whose names contain a word that begins with the text. */
  suggest(text: string, limit: number): Promise<Suggestion[]>;
  /**
   * Writes products.
   * @returns false when the alias names no collection
   * @throws unless every product is accepted
   */
  put(products: readonly IndexedProduct[], collection?: string): Promise<boolean>;
  /** Removes products. Ignores unknown ids. */
  remove(productIds: readonly string[], collection?: string): Promise<void>;
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
  /** Resolves when the search engine answers. */
  ping(): Promise<void>;
}
