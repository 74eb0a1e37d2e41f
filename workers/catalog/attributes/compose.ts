import type { Database } from "#db/client";
import type { Clock } from "#kernel/clock";
import type { Idempotency } from "#kernel/mutations/idempotency";
import type { App } from "#kernel/routes/app";
import { attributeRoutes } from "./attributes.routes";
import { attributesService } from "./attributes.service";
import { attributesStore } from "./attributes.store";

interface Connections {
  db: Database;
  idempotency: Idempotency;
  clock: Clock;
}

/** Builds the definitions of attributes. */
export const composeAttributes = ({ db, idempotency, clock }: Connections) => {
  const attributes = attributesService({
    store: attributesStore(db, idempotency),
    idempotency,
    clock,
  });
  return { routes: (app: App) => attributeRoutes(app, attributes) };
};
