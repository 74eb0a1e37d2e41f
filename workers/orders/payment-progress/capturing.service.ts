import type { PaymentsRpc } from "#contract/payments";
import { currentTrace } from "#kernel/call";
import { AppError } from "#kernel/errors";
import type { OrderRow } from "#orders/order/order.rules";
import type { OrdersStore } from "#orders/order/orders.store";
import { type MatchDependencies, matchOrders, type Stuck } from "./match-orders.service";
import { paymentsBy } from "./payment-outcomes.rules";
import { refOf } from "./payment-request.rules";

interface Dependencies extends MatchDependencies {
  store: Pick<OrdersStore, "find" | "findAll">;
  payments: Pick<PaymentsRpc, "captureAll">;
}

const idsOf = (rows: readonly OrderRow[]) => rows.map(({ id }) => id);

/** Takes the money of confirmed orders. */
export const capturingService = (deps: Dependencies) => {
  const { store, payments } = deps;
  const { applyEach } = matchOrders(deps);

  /** Captures the payments of confirmed orders, or a part of each, and moves the orders to match them. */
  const capture = async (orderIds: readonly string[], amountMinor?: number): Promise<Stuck[]> => {
    if (orderIds.length === 0) return [];
    const rows = await store.findAll(orderIds);
    const part = amountMinor === undefined ? {} : { amountMinor };
    const refs = rows.map((row) => ({ ...refOf(row), ...part }));
    const outcomes = await payments.captureAll(refs, currentTrace());
    return applyEach(rows, paymentsBy(idsOf(rows), outcomes));
  };

  return {
    capture,

    /**
     * Captures the payment of a confirmed order whose money is only authorised, before a request that needs
     * the money. Does nothing for other orders.
     */
    async captureNow({ id, status, paymentStatus }: OrderRow) {
      if (status !== "confirmed" || paymentStatus !== "authorized") return;
      const [stuck] = await capture([id]);
      if (stuck) throw new AppError(stuck.code);
    },
  };
};
