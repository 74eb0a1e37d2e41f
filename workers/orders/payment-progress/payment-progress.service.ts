import type { Payment, PaymentOutcome, PaymentsRpc } from "#contract/payments";
import type { CancelReason } from "#events/orders";
import { currentTrace } from "#kernel/call";
import { AppError, DependencyError } from "#kernel/errors";
import type { Envelope } from "#kernel/events/events";
import { moveContext } from "#orders/moves/move-context.port";
import { cancelMove } from "#orders/moves/moves.rules";
import type { GuestAccess } from "#orders/order/access.rules";
import type { OrderRow } from "#orders/order/order.rules";
import type { OrdersStore } from "#orders/order/orders.store";
import { dependsOnPayment } from "#orders/order/status.rules";
import { eachOf, type MatchDependencies, matchOrders, type Stuck } from "./match-orders.service";
import { paymentRequests, refOf } from "./payment-request.rules";

interface Dependencies extends MatchDependencies {
  store: Pick<OrdersStore, "find" | "findAll">;
  payments: PaymentsRpc;
  access: Pick<GuestAccess, "tokenOf">;
}

const idsOf = (rows: readonly OrderRow[]) => rows.map(({ id }) => id);

/**
 * Returns a function that returns the payment of an order, or throws the error with which the payments
 * Worker answered for this order.
 */
const paymentsBy = (orderIds: readonly string[], outcomes: readonly PaymentOutcome[]) => {
  const byOrder = new Map(orderIds.map((orderId, index) => [orderId, outcomes[index]]));
  return (orderId: string): Payment | null => {
    const outcome = byOrder.get(orderId);
    if (!outcome) throw new DependencyError("payments");
    if (!outcome.ok) throw new AppError(outcome.refusal);
    return outcome.value;
  };
};

/**
 * Moves reserved orders to match their payments. The first request, a retry, an event and the sweep all
 * read the payment, and then move the order by compare-and-set. Many orders share one call to the payments
 * Worker.
 */
export const paymentProgressService = (deps: Dependencies) => {
  const { store, payments, clock } = deps;
  const { apply, byPayment, applyEach } = matchOrders(deps);
  const requestOf = paymentRequests(deps.access);

  const authoriseAll = async (rows: readonly OrderRow[]) => {
    if (rows.length === 0) return [];
    const requests = await Promise.all(rows.map(requestOf));
    const outcomes = await payments.authoriseAll(requests, currentTrace());
    return applyEach(rows, paymentsBy(idsOf(rows), outcomes));
  };

  /**
   * Reads the payments of orders, final ones as stored and others from the provider, and moves the orders to
   * match them. Authorises payments that do not exist yet.
   */
  const refresh = async (rows: readonly OrderRow[]): Promise<Stuck[]> => {
    if (rows.length === 0) return [];
    const ids = idsOf(rows);
    const outcomes = await payments.refreshAll(rows.map(refOf), currentTrace());
    const withoutPayment = new Set(
      ids.filter((_, index) => outcomes[index]?.ok && outcomes[index].value === null),
    );
    const needsPayment = ({ id, status }: OrderRow) =>
      withoutPayment.has(id) && status === "payment_requested";
    const stuck = await Promise.all([
      applyEach(rows, paymentsBy(ids, outcomes)),
      authoriseAll(rows.filter(needsPayment)),
    ]);
    return stuck.flat();
  };

  /** Captures the payments of confirmed orders, and moves the orders to match them. */
  const capture = async (orderIds: readonly string[]): Promise<Stuck[]> => {
    if (orderIds.length === 0) return [];
    const rows = await store.findAll(orderIds);
    const outcomes = await payments.captureAll(rows.map(refOf), currentTrace());
    return applyEach(rows, paymentsBy(idsOf(rows), outcomes));
  };

  return {
    /** Authorises the payment of an order, and moves the order to match it. */
    async authorise(row: OrderRow, unpublished: readonly Envelope[] = []) {
      const payment = await payments.authorise(await requestOf(row), currentTrace());
      return apply(row, byPayment(payment), unpublished);
    },

    /** Moves orders that wait for their payment, to match the payment's state at the provider. */
    async advance(orderIds: readonly string[]) {
      const rows = await store.findAll(orderIds);
      return refresh(rows.filter(({ status }) => status === "payment_requested"));
    },

    /**
     * Moves orders to match their payments at the provider: waiting orders, and confirmed orders whose
     * authorised payment may have been captured or cancelled.
     */
    async reconcile(orderIds: readonly string[]) {
      return refresh((await store.findAll(orderIds)).filter(dependsOnPayment));
    },

    /**
     * Ends the payments of waiting orders, and cancels the orders for a reason such as `expired`. Cancels
     * an order only if `endAll` reports that no money can arrive; otherwise moves it to match its payment.
     */
    async end(rows: readonly OrderRow[], reason: CancelReason): Promise<Stuck[]> {
      const ids = idsOf(rows);
      const paymentOf = paymentsBy(ids, await payments.endAll(rows.map(refOf), currentTrace()));
      return eachOf(rows, async (row) => {
        const payment = paymentOf(row.id);
        const isEnded = !payment || payment.state === "cancelled";
        await apply(
          row,
          isEnded
            ? (fresh) => cancelMove(fresh, { payment, reason }, moveContext(clock))
            : byPayment(payment),
        );
      });
    },

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
export type PaymentProgressService = ReturnType<typeof paymentProgressService>;
