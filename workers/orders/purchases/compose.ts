import type { Connections } from "#orders/connections.compose";
import { purchasesStore } from "./purchases.store";

/** Builds what other Workers ask about purchases. */
export const composePurchases = ({ db }: Connections) => ({ purchases: purchasesStore({ db }) });
