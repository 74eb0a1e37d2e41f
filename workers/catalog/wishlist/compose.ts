import type { Database } from "#db/client";
import type { Clock } from "#kernel/clock";
import type { App } from "#kernel/routes/app";
import { wishlistRoutes } from "./wishlist.routes";
import { wishlistService } from "./wishlist.service";
import { wishlistStore } from "./wishlist.store";

interface Dependencies {
  db: Database;
  clock: Clock;
  currency: string;
}

/** Composes wish lists. */
export const composeWishlist = ({ db, ...deps }: Dependencies) => {
  const wishlist = wishlistService({ ...deps, store: wishlistStore(db) });
  return { wishlist, routes: (app: App) => wishlistRoutes(app, wishlist) };
};
