import type { OrdersRpc } from "#contract/orders";
import type { Database } from "#db/client";
import type { Clock } from "#kernel/clock";
import type { Outbox } from "#kernel/events/outbox";
import type { Idempotency } from "#kernel/mutations/idempotency";
import type { App } from "#kernel/routes/app";
import { adminReviewRoutes } from "./admin-reviews.routes";
import { authorsService } from "./authors.service";
import { authorsStore } from "./authors.store";
import { moderationService } from "./moderation.service";
import { reviewRoutes } from "./reviews.routes";
import { reviewsService } from "./reviews.service";
import { reviewsStore } from "./reviews.store";

interface Dependencies {
  db: Database;
  orders: Pick<OrdersRpc, "boughtLines">;
  outbox: Outbox;
  idempotency: Idempotency;
  clock: Clock;
}

/** Composes reviews: what shoppers read and submit, what staff decide, and what an erasure deletes. */
export const composeReviews = ({ db, ...deps }: Dependencies) => {
  const store = reviewsStore({ db, outbox: deps.outbox });
  const reviews = reviewsService({ ...deps, store });
  const moderation = moderationService({ ...deps, store });
  return {
    authors: authorsService({ ...deps, store: authorsStore({ db, outbox: deps.outbox }) }),
    routes: (app: App) => {
      reviewRoutes(app, reviews);
      adminReviewRoutes(app, moderation);
    },
  };
};
