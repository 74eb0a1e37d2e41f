import type { Facet, Media, SearchHit, SearchQuery, Suggestion } from "#contract/catalog";

/** A published product as the search engine is to know it. */
export interface IndexedProduct {
  id: string;
  slug: string;
  title: string;
  description: string;
  brand: string | null;
  tags: string[];
  options: { name: string; values: string[] }[];
  /** Its categories with those above them, each once. */
  categories: { slug: string; name: string }[];
  image: Media | null;
  /** In minor units of the shop's currency; null without a price in it. */
  price: number | null;
  compareAt: number | null;
  inStock: boolean;
  popularity: number;
  createdAt: number;
  version: number;
}

export interface Found {
  hits: SearchHit[];
  facets: Facet[];
  total: number;
}

/** A search engine, whichever it is. */
export interface SearchIndex {
  search(query: SearchQuery): Promise<Found>;
  /** Products and categories whose names begin like this, at most `limit`. */
  suggest(text: string, limit: number): Promise<Suggestion[]>;
  /**
   * Writes products to the live collection, or to a named one.
   * @returns false when there is no live collection
   * @throws unless every product was taken
   */
  put(products: readonly IndexedProduct[], collection?: string): Promise<boolean>;
  /** Removes products from the live collection, or from a named one; unknown ids are fine. */
  remove(productIds: readonly string[], collection?: string): Promise<void>;
  /** Makes an empty collection that nobody searches yet. */
  create(collection: string): Promise<void>;
  /** How many products a collection holds. */
  count(collection: string): Promise<number>;
  /** The collection behind the alias; null when there is none. */
  live(): Promise<string | null>;
  /** Lets every search and write go to this collection from now on. */
  promote(collection: string): Promise<void>;
  /** Our collections, with when they were made and whether an alias names them. */
  collections(): Promise<{ name: string; createdAtMs: number; aliased: boolean }[]>;
  drop(collection: string): Promise<void>;
  ask(): Promise<void>;
}
