import type { CategoriesStore } from "#catalog/categories/categories.store";
import type { Pricing } from "#catalog/products/offers.statements";
import { UNTRANSLATED } from "#catalog/texts/text.rules";
import type { Clock } from "#kernel/clock";
import { acpLines } from "./acp.rules";
import type { FeedQuery } from "./feeds.contract";
import type { FeedsStore } from "./feeds.store";
import { GOOGLE_FOOT, googleHead, googleItems } from "./google.rules";
import { categoryPathsOf, type OfferedProduct, type Shop } from "./offer.rules";

/** Small enough that a page of products with many variants fits into a Worker's memory. */
const PAGE_PRODUCTS = 100;

interface Dependencies {
  store: FeedsStore;
  categories: CategoriesStore;
  storefrontUrl: string;
  /** The shop's default currency. */
  currency: string;
  clock: Clock;
}

/** Feeds of all published products, written page by page from the current tables. */
export const feedsService = ({
  store,
  categories,
  storefrontUrl,
  currency: shopCurrency,
  clock,
}: Dependencies) => {
  /** The prices that everyone pays now in a market. */
  const pricingOf = ({ currency, country }: FeedQuery): Pricing => ({
    currency: currency ?? shopCurrency,
    isDefault: currency === undefined,
    country: country ?? null,
    userId: null,
    nowMs: clock.now(),
  });

  async function* pagesAfter(first: readonly OfferedProduct[], query: FeedQuery) {
    let page = first;
    while (page.length > 0) {
      yield page;
      const last = page.at(-1);
      if (!last || page.length < PAGE_PRODUCTS) return;
      page = await store.publishedAfter(last.id, PAGE_PRODUCTS, pricingOf(query));
    }
  }

  /** Reads the first page, so that a failure of the database is answered before the feed begins. */
  const begin = async (query: FeedQuery) => {
    const [{ rows }, first] = await Promise.all([
      categories.all(UNTRANSLATED),
      store.publishedAfter("", PAGE_PRODUCTS, pricingOf(query)),
    ]);
    const shop: Shop = {
      storefrontUrl: storefrontUrl.replace(/\/+$/, ""),
      categoryPaths: categoryPathsOf(rows),
    };
    return { shop, pages: pagesAfter(first, query) };
  };

  return {
    /** Returns Google's feed as XML, piece by piece. */
    async google(query: FeedQuery): Promise<AsyncGenerator<string>> {
      const { shop, pages } = await begin(query);
      return (async function* () {
        yield googleHead(shop);
        for await (const page of pages) yield googleItems(page, shop);
        yield GOOGLE_FOOT;
      })();
    },

    /** Returns the feed of the Agentic Commerce Protocol as lines of JSON, piece by piece. */
    async acp(query: FeedQuery): Promise<AsyncGenerator<string>> {
      const { shop, pages } = await begin(query);
      return (async function* () {
        for await (const page of pages) yield acpLines(page, shop);
      })();
    },
  };
};
export type FeedsService = ReturnType<typeof feedsService>;
