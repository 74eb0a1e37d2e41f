import { categoriesStore } from "#catalog/categories/categories.store";
import type { Database } from "#db/client";
import type { Clock } from "#kernel/clock";
import type { App } from "#kernel/routes/app";
import { feedRoutes } from "./feeds.routes";
import { feedsService } from "./feeds.service";
import { feedsStore } from "./feeds.store";

interface Connections {
  db: Database;
  storefrontUrl: string;
  /** The shop's default currency. */
  currency: string;
  clock: Clock;
}

/** Builds the feeds of all products. */
export const composeFeeds = ({ db, storefrontUrl, currency, clock }: Connections) => {
  const feeds = feedsService({
    store: feedsStore(db),
    categories: categoriesStore(db),
    storefrontUrl,
    currency,
    clock,
  });
  return { routes: (app: App) => feedRoutes(app, feeds) };
};
