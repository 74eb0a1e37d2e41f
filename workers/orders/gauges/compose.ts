import type { Database } from "#db/client";
import { gaugesStore } from "./gauges.store";

/** Composes the metrics of orders and stock. */
export const composeGauges = ({ db }: { db: Database }) => gaugesStore({ db });
