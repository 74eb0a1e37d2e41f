import type { ProductsStore } from "#catalog/products/products.store";
import { fits, hitOf } from "#catalog/search/fallback.rules";
import type { SearchPage, SearchQuery, Suggestion } from "#catalog/search/search.contract";
import type { SearchIndex } from "#catalog/search/search-index.port";
import { titleKeyOf } from "#kernel/fold";
import { log } from "#kernel/log";

interface Dependencies {
  index: SearchIndex;
  store: ProductsStore;
  /** The shop's default currency. */
  currency: string;
}

const SUGGESTIONS_MAX = 8;
/** Products that the database reads while the search engine is down. */
const FALLBACK_PRODUCTS = 100;

const FALLBACK_SORT = {
  relevance: "newest",
  newest: "newest",
  price: "price",
  "-price": "-price",
} as const;

/** Searches with the search engine, and with the database while the search engine is down. */
export const searchService = ({ index, store, currency }: Dependencies) => {
  /**
   * Searches titles that begin with the words, sorted by title; without words, all products in the
   * requested sort. Looks at a bounded number of products.
   */
  const fallbackSearch = async (query: SearchQuery): Promise<SearchPage> => {
    const titlePrefix = titleKeyOf(query.q) || undefined;
    const { category, priceMin, priceMax, inStock } = query;
    const listed = await store.list({
      category,
      priceMin,
      priceMax,
      inStock,
      titlePrefix,
      currency,
      sort: titlePrefix === undefined ? FALLBACK_SORT[query.sort] : "title",
      limit: FALLBACK_PRODUCTS,
    });
    const matching = listed.filter(({ product }) => fits(query, product));
    const start = (query.page - 1) * query.limit;
    return {
      data: matching.slice(start, start + query.limit).map(({ product }) => hitOf(product)),
      facets: [],
      page: query.page,
      total: matching.length,
      degraded: true,
    };
  };

  const fallbackSuggest = async (text: string): Promise<Suggestion[]> => {
    const listed = await store.list({
      titlePrefix: titleKeyOf(text),
      currency,
      sort: "title",
      limit: SUGGESTIONS_MAX,
    });
    return listed.map(({ product: { title, slug } }) => ({ type: "product", text: title, slug }));
  };

  return {
    async search(query: SearchQuery): Promise<SearchPage> {
      try {
        const { hits, facets, total } = await index.search(query);
        return { data: hits, facets, page: query.page, total, degraded: false };
      } catch (err) {
        log.warn("search.degraded", { error: err });
        return fallbackSearch(query);
      }
    },

    async suggest(text: string): Promise<Suggestion[]> {
      try {
        return await index.suggest(text, SUGGESTIONS_MAX);
      } catch (err) {
        log.warn("suggest.degraded", { error: err });
        return fallbackSuggest(text);
      }
    },
  };
};
export type SearchService = ReturnType<typeof searchService>;
