import type { Connections } from "#orders/connections.compose";
import { termsStore } from "./terms.store";

/** Builds the store of the terms with which carts are priced: stock, shipping rates and tax. */
export const composeTerms = ({ db, clock }: Connections) => termsStore({ db, clock });
