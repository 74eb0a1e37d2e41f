import { demandOf } from "#orders/order/demand.rules";
import type { OrderRow } from "#orders/order/order.rules";
import type { ACCOUNTS } from "#orders/stock.contract";

/**
 * How a reservation is finished: its units are sold, or released to stock. `close` finishes a reservation of sold
 * units, which the move returns by itself.
 */
export type ReservationMove = "sell" | "release" | "close";

/**
 * The accounts of the stock ledger, between which units move. `world` is everything outside the shop, and
 * has no balance. `backorder` owes units to orders.
 */
export type Account = (typeof ACCOUNTS)[number];

/** Units of a variant. */
export interface VariantUnits {
  variantId: string;
  quantity: number;
}

/** Returns the units that an order takes of each variant, and whether the variant is sold beyond its stock. */
export const wantedUnits = ({ snapshot }: Pick<OrderRow, "snapshot">) =>
  Array.from(demandOf(snapshot.lines), ([variantId, quantity]) => ({
    variantId,
    quantity,
    policy: snapshot.policies[variantId] ?? "deny",
  }));
