import type { Connections } from "#orders/connections.compose";
import { retentionService } from "./retention.service";
import { retentionStore } from "./retention.store";

/** Builds the service that deletes unpaid orders and old stored answers. */
export const composeRetention = ({ db, clock }: Connections) =>
  retentionService({ store: retentionStore({ db }), clock });
