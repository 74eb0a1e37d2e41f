import type { Connections } from "#orders/connections.compose";
import { termsStore } from "./terms.store";

/** Terms: stock, shipping rates and tax, by which carts are priced. */
export const composeTerms = ({ db }: Connections) => termsStore({ db });
