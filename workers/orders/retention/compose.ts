import type { Connections } from "#orders/connections.compose";
import { retentionService } from "./retention.service";
import { retentionStore } from "./retention.store";

/** Retention: deletes unpaid orders and old answers. */
export const composeRetention = ({ db, clock }: Connections) =>
  retentionService({ store: retentionStore({ db }), clock });
