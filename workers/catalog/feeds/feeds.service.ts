import type { CategoriesStore } from "#catalog/categories/categories.store";
import { ANONYMOUS_BUYER, type Product } from "#contract/catalog";
import type { Clock } from "#kernel/clock";
import { acpLines } from "./acp.rules";
import type { FeedsStore } from "./feeds.store";
import { GOOGLE_FOOT, googleHead, googleItems } from "./google.rules";
import { categoryPathsOf, type Shop } from "./offer.rules";

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
  currency,
  clock,
}: Dependencies) => {
  /** The prices that everyone pays now. */
  const pricingIn = (prices: string) => ({
    ...{ currency: prices, ...ANONYMOUS_BUYER },
    nowMs: clock.now(),
  });

  async function* pagesAfter(first: readonly Product[], prices: string) {
    let page = first;
    while (page.length > 0) {
      yield page;
      const last = page.at(-1);
      if (!last || page.length < PAGE_PRODUCTS) return;
      page = await store.publishedAfter(last.id, PAGE_PRODUCTS, pricingIn(prices));
    }
  }

  /** Reads the first page, so that a failure of the database is answered before the feed begins. */
  const begin = async (prices = currency) => {
    const [rows, first] = await Promise.all([
      categories.all(),
      store.publishedAfter("", PAGE_PRODUCTS, pricingIn(prices)),
    ]);
    const shop: Shop = {
      storefrontUrl: storefrontUrl.replace(/\/+$/, ""),
      categoryPaths: categoryPathsOf(rows),
    };
    return { shop, pages: pagesAfter(first, prices) };
  };

  return {
    /** Returns Google's feed as XML, piece by piece. */
    async google(prices?: string): Promise<AsyncGenerator<string>> {
      const { shop, pages } = await begin(prices);
      return (async function* () {
        yield googleHead(shop);
        for await (const page of pages) yield googleItems(page, shop);
        yield GOOGLE_FOOT;
      })();
    },

    /** Returns the feed of the Agentic Commerce Protocol as lines of JSON, piece by piece. */
    async acp(prices?: string): Promise<AsyncGenerator<string>> {
      const { shop, pages } = await begin(prices);
      return (async function* () {
        for await (const page of pages) yield acpLines(page, shop);
      })();
    },
  };
};
export type FeedsService = ReturnType<typeof feedsService>;
