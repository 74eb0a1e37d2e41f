import type { Database } from "#db/client";
import type { Clock } from "#kernel/clock";
import type { Outbox } from "#kernel/events/outbox";
import type { Idempotency } from "#kernel/mutations/idempotency";
import type { App } from "#kernel/routes/app";
import { relatedRoutes } from "./related.routes";
import { relatedService } from "./related.service";
import { relatedStore } from "./related.store";

interface Dependencies {
  db: Database;
  outbox: Outbox;
  idempotency: Idempotency;
  clock: Clock;
  currency: string;
  /** The shop's own language. */
  locale: string;
}

/** Composes the products that are shown beside a product. */
export const composeRelated = ({ db, ...deps }: Dependencies) => {
  const store = relatedStore({ db, outbox: deps.outbox });
  const related = relatedService({ ...deps, store });
  return { routes: (app: App) => relatedRoutes(app, related, deps.locale) };
};
