import type { PaymentsRpc } from "#contract/payments";
import { currentTrace } from "#kernel/call";
import type { Envelope } from "#kernel/events/events";
import type { GuestAccess } from "#orders/order/access.rules";
import type { OrderRow } from "#orders/order/order.rules";
import type { OrdersStore } from "#orders/order/orders.store";
import { dependsOnPayment } from "#orders/order/status.rules";
import { capturingService } from "./capturing.service";
import { endingService } from "./ending.service";
import { eachOf, type MatchDependencies, matchOrders, type Stuck } from "./match-orders.service";
import { paymentsBy } from "./payment-outcomes.rules";
import { paymentRequests, refOf } from "./payment-request.rules";

interface Dependencies extends MatchDependencies {
  store: Pick<OrdersStore, "find" | "findAll">;
  payments: PaymentsRpc;
  access: Pick<GuestAccess, "tokenOf">;
}

const idsOf = (rows: readonly OrderRow[]) => rows.map(({ id }) => id);

/**
 * Moves reserved orders to match their payments. The first request, a retry, an event and the sweep all
 * read the payment, and then move the order by compare-and-set. Many orders share one call to the payments
 * Worker.
 */
export const paymentProgressService = (deps: Dependencies) => {
  const { store, payments } = deps;
  const { apply, byPayment, applyEach } = matchOrders(deps);
  const { endEarlier, end } = endingService(deps);
  const { capture, captureNow } = capturingService(deps);
  const requestOf = paymentRequests(deps.access);

  const authorise = async (row: OrderRow, unpublished: readonly Envelope[] = []) => {
    const kept = await endEarlier(row);
    if (kept) return kept;
    const payment = await payments.authorise(await requestOf(row), currentTrace());
    return apply(row, byPayment(payment), unpublished);
  };

  const authoriseFirst = async (rows: readonly OrderRow[]) => {
    if (rows.length === 0) return [];
    const requests = await Promise.all(rows.map(requestOf));
    const outcomes = await payments.authoriseAll(requests, currentTrace());
    return applyEach(rows, paymentsBy(idsOf(rows), outcomes));
  };

  /** Authorises the payments of orders: first attempts in one call, later ones after the end of the earlier. */
  const authoriseAll = async (rows: readonly OrderRow[]): Promise<Stuck[]> => {
    const stuck = await Promise.all([
      authoriseFirst(rows.filter(({ attempt }) => attempt === 1)),
      eachOf(
        rows.filter(({ attempt }) => attempt > 1),
        (row) => authorise(row),
      ),
    ]);
    return stuck.flat();
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

  return {
    /** Authorises the payment of an order, and moves the order to match it. */
    authorise,

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

    end,

    capture,

    captureNow,
  };
};
export type PaymentProgressService = ReturnType<typeof paymentProgressService>;
