import { currentTrace } from "#kernel/call";
import { conflict } from "#kernel/mutations/retry-on-conflict";
import type { OrderRow } from "#orders/order/order.rules";
import type { OrdersStore } from "#orders/order/orders.store";
import { eachOf, type Stuck } from "#orders/payment-progress/match-orders.service";
import { paymentsBy } from "#orders/payment-progress/payment-outcomes.rules";
import type { DueChargesStore } from "./due-charges.store";
import {
  type ChargeDependencies,
  type Charged,
  type EndReason,
  hasCharge,
  openChargeService,
  refOf,
} from "./open-charge.service";

/** How long a buyer has for the bank's page. */
const EXPIRES_MS = 30 * 60_000;
/** The maximum number of open charges that one run of the sweep reads. */
const SWEEP_CHARGES = 50;

interface Dependencies extends ChargeDependencies {
  store: Pick<OrdersStore, "find" | "findAll">;
  dueCharges: DueChargesStore;
}

/**
 * Charges what is due after edits. The open charge is a part of the order's row, committed before its payment
 * begins, so that a repeated request, an event or the sweep continues it after a crash.
 */
export const chargesService = (deps: Dependencies) => {
  const { store, dueCharges, clock, payments } = deps;
  const { settle, authorise, end } = openChargeService(deps);

  /** Returns whether a charge has to end, or is of money that staff have received. */
  const isOver = ({ status, openCharge }: Charged) =>
    openCharge.isReceived ||
    status === "cancelled" ||
    openCharge.requestedAt + EXPIRES_MS <= clock.now();

  const advanceRows = async (rows: readonly Charged[]): Promise<Stuck[]> => {
    if (rows.length === 0) return [];
    const outcomes = await payments.refreshAll(rows.map(refOf), currentTrace());
    const paymentOf = paymentsBy(
      rows.map(({ id }) => id),
      outcomes,
    );
    return eachOf(rows, async (row) => {
      const payment = paymentOf(row.id);
      if (payment) await settle(row, payment);
      else await authorise(row);
    });
  };

  /** Moves orders to match the payments of their open charges: ends those that are over, and records what arrived. */
  const advanceAll = async (rows: readonly OrderRow[]): Promise<Stuck[]> => {
    const charged = rows.filter(hasCharge);
    const over = charged.filter(isOver);
    const stuck = await eachOf(over, async (row) => hasCharge(row) && end(row, "expired"));
    return [...stuck, ...(await advanceRows(charged.filter((row) => !isOver(row))))];
  };

  return {
    authorise,

    /** Moves orders to match the payments of their open charges. */
    advance: async (orderIds: readonly string[]) => advanceAll(await store.findAll(orderIds)),

    /**
     * Ends the open charge of an order, before a move that changes what is due; completes it if staff have received
     * its money. Returns the order.
     * @throws 409 `conflict` while the provider is processing the payment
     */
    async endOpen(row: OrderRow, reason: EndReason): Promise<OrderRow> {
      if (!hasCharge(row)) return row;
      const after = await end(row, reason);
      if (after.openCharge) throw conflict("A payment of the order is being processed.");
      return after;
    },

    /** Reads the payments of open charges at the provider. */
    async sweep() {
      const due = await dueCharges.claim(SWEEP_CHARGES);
      await advanceAll(due);
      return { charges: due.length };
    },
  };
};
export type ChargesService = ReturnType<typeof chargesService>;
