import type { ProductsStore } from "#catalog/products/products.store";
import type { SearchIndex } from "#catalog/search/search-index.port";
import type { Product, SearchAnswer, SearchHit, SearchQuery, Suggestion } from "#contract/catalog";
import { foldCase, titleKeyOf } from "#db/catalog/fold";
import { log } from "#kernel/log";

interface Tools {
  index: SearchIndex;
  store: ProductsStore;
  /** The shop's own currency. */
  currency: string;
}

const SUGGESTIONS_MAX = 8;
/** What the database looks through when the search engine is silent. */
const FALLBACK_PRODUCTS = 100;

const hitOf = (product: Product): SearchHit => {
  const { id, slug, title, brand, media, variants, categories } = product;
  const [cheapest] = variants.toSorted((a, b) => a.price.amount - b.price.amount);
  return {
    id,
    slug,
    title,
    brand,
    image: media[0] ?? null,
    price: cheapest?.price ?? null,
    compareAtPrice: cheapest?.compareAtPrice ?? null,
    available: variants.some(({ available }) => available),
    categories: categories.map((category) => category.slug),
    highlights: {},
  };
};

const among = (wanted: readonly string[], values: readonly string[]) => {
  const keys = new Set(values.map(foldCase));
  return wanted.some((value) => keys.has(foldCase(value)));
};

/** Brand and options, which no index of the database knows. */
const fits = ({ brand, option }: SearchQuery, product: Product) =>
  (brand === undefined || among(brand, [product.brand ?? ""])) &&
  [...option].every(([name, wanted]) => {
    const named = product.options.filter((option) => foldCase(option.name) === foldCase(name));
    return among(
      wanted,
      named.flatMap(({ values }) => values),
    );
  });

const FALLBACK_SORT = {
  relevance: "newest",
  newest: "newest",
  price: "price",
  "-price": "-price",
} as const;

/** Search, and what there is instead while the search engine is down. */
export const searchService = ({ index, store, currency }: Tools) => {
  /** By the first words of the title, in its order; without words, by the sort that was asked for. One page. */
  const fallback = async (query: SearchQuery): Promise<SearchAnswer> => {
    const titlePrefix = titleKeyOf(query.q) || undefined;
    const { category, priceMin, priceMax, inStock } = query;
    const listed = await store.list({
      ...{ category, priceMin, priceMax, inStock, titlePrefix, currency },
      sort: titlePrefix === undefined ? FALLBACK_SORT[query.sort] : "title",
      limit: FALLBACK_PRODUCTS,
    });
    const fitting = listed.filter(({ product }) => fits(query, product));
    const start = (query.page - 1) * query.limit;
    return {
      data: fitting.slice(start, start + query.limit).map(({ product }) => hitOf(product)),
      facets: [],
      page: query.page,
      total: fitting.length,
      degraded: true,
    };
  };

  return {
    async search(query: SearchQuery): Promise<SearchAnswer> {
      try {
        const { hits, facets, total } = await index.search(query);
        return { data: hits, facets, page: query.page, total, degraded: false };
      } catch (err) {
        log.warn("search.degraded", { error: err });
        return fallback(query);
      }
    },

    async suggest(text: string): Promise<Suggestion[]> {
      try {
        return await index.suggest(text, SUGGESTIONS_MAX);
      } catch (err) {
        log.warn("suggest.degraded", { error: err });
        const titlePrefix = titleKeyOf(text);
        const listed = await store.list({
          ...{ titlePrefix, currency },
          sort: "title",
          limit: SUGGESTIONS_MAX,
        });
        return listed.map(({ product: { title, slug } }) => ({
          type: "product",
          text: title,
          slug,
        }));
      }
    },
  };
};
export type SearchService = ReturnType<typeof searchService>;
