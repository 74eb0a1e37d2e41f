import { trigramsOf } from "#catalog/fallback/spellings.rules";
import type { IndexedProduct } from "#catalog/search-index/search-index.port";
import type { LocaleText } from "#catalog/texts/text.rules";
import type { Database } from "#db/client";
import {
  type FallbackSearch,
  filteredFacets,
  hitsStatement,
  pricesStatement,
  type SuggestionsWanted,
  spellingsStatement,
  stockStatement,
  suggestStatement,
  valuesStatement,
} from "./fallback-search.statements";

export interface CountedValue {
  field: string;
  key: string;
  label: string;
  count: number;
}

export interface CountedPrices {
  start: number;
  count: number;
  least: number;
  most: number;
}

/** What the database finds. */
export interface FallbackFound {
  total: number;
  products: IndexedProduct[];
  /** The values of all facets, each without the filter of its own facet. */
  values: CountedValue[];
  prices: CountedPrices[];
  inStock: number;
}

/** Searches in the database. Each method is one round trip. */
export const fallbackSearchStore = ({ read }: Database) => ({
  async search(search: FallbackSearch): Promise<FallbackFound> {
    const facets = filteredFacets(search.query).filter((facet) =>
      /^(cat|bra|opt|att|rat)/.test(facet),
    );
    const [hits, stock, prices, all, ...narrowed] = await read.batch([
      read.all<{ total: number; product: string }>(hitsStatement(search)),
      read.all<{ count: number }>(stockStatement(search)),
      read.all<CountedPrices>(pricesStatement(search)),
      read.all<CountedValue>(valuesStatement(search)),
      ...facets.map((facet) => read.all<CountedValue>(valuesStatement(search, facet))),
    ]);
    return {
      total: hits[0]?.total ?? 0,
      products: hits.map(({ product }) => JSON.parse(product) as IndexedProduct),
      values: [
        ...all.filter(({ field }) => !facets.includes(field)),
        ...(narrowed as CountedValue[][]).flat(),
      ],
      prices,
      inStock: stock[0]?.count ?? 0,
    };
  },

  /** Returns texts with words like each of these, in their order. */
  async similar(words: readonly string[]): Promise<string[][]> {
    const [first, ...others] = words.map((word) =>
      read.all<{ words: string }>(spellingsStatement(trigramsOf(word))),
    );
    if (!first) return [];
    const found = await read.batch([first, ...others]);
    return found.map((rows) => rows.map((row) => row.words));
  },

  async suggest(wanted: SuggestionsWanted) {
    const rows = await read.all<{ title: string; slug: string; texts: string }>(
      suggestStatement(wanted),
    );
    return rows.map(({ texts, ...row }) => ({ ...row, texts: JSON.parse(texts) as LocaleText[] }));
  },
});
export type FallbackSearchStore = ReturnType<typeof fallbackSearchStore>;
