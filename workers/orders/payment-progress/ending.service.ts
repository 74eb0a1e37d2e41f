import type { EndRef, PaymentsRpc } from "#contract/payments";
import type { CancelReason } from "#events/orders";
import { currentTrace } from "#kernel/call";
import { moveContext } from "#orders/moves/move-context.port";
import { cancelMove } from "#orders/moves/moves.rules";
import { leavesOpen } from "#orders/moves/unknown-token.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { keepMove } from "./keep-move.rules";
import {
  eachOf,
  type MatchDependencies,
  matchOrders,
  type Progress,
  type Stuck,
} from "./match-orders.service";
import { paymentsBy } from "./payment-outcomes.rules";
import { refOf } from "./payment-request.rules";

interface Dependencies extends MatchDependencies {
  payments: Pick<PaymentsRpc, "endAll">;
}

/** Whether held money is released, too: at the request of a person, not when a reservation expires. */
type Options = Pick<EndRef, "voidsHeld">;

const idsOf = (rows: readonly OrderRow[]) => rows.map(({ id }) => id);

/** Ends payments that hold no money, and moves their orders to match. */
export const endingService = (deps: Dependencies) => {
  const { payments, clock } = deps;
  const { apply, byPayment } = matchOrders(deps);

  /**
   * Ends the earlier attempt to pay an order, before the next one is authorised. If that attempt holds money,
   * or the provider still processes it, moves the order back to it.
   */
  const endEarlier = async (
    row: OrderRow,
    options: Options = {},
  ): Promise<Progress | undefined> => {
    if (row.attempt === 1) return undefined;
    const earlier = { ...options, orderId: row.id, attempt: row.attempt - 1 };
    const paymentOf = paymentsBy([row.id], await payments.endAll([earlier], currentTrace()));
    const payment = paymentOf(row.id);
    if (!payment || payment.state === "cancelled" || payment.state === "failed") return undefined;
    const back = await apply(row, (fresh) =>
      fresh.attempt === row.attempt ? keepMove(fresh, payment) : undefined,
    );
    return apply(back.row, byPayment(payment));
  };

  const endCurrent = async (
    rows: readonly OrderRow[],
    reason: CancelReason,
    options: Options,
  ): Promise<Stuck[]> => {
    const refs = rows.map((row) => ({ ...options, ...refOf(row) }));
    const paymentOf = paymentsBy(idsOf(rows), await payments.endAll(refs, currentTrace()));
    return eachOf(rows, async (row) => {
      const payment = paymentOf(row.id);
      // No bank was asked about an unknown token, so the order did not fail by it.
      const ended = payment && leavesOpen(payment) ? null : payment;
      const isEnded = !ended || ended.state === "cancelled";
      await apply(
        row,
        isEnded
          ? (fresh) =>
              fresh.attempt === row.attempt
                ? cancelMove(fresh, { payment: ended, reason }, moveContext(clock))
                : undefined
          : byPayment(ended),
      );
    });
  };

  /**
   * Ends the payments of waiting orders, and cancels the orders for a reason such as `expired`. Cancels an
   * order only if `endAll` reports that no money can arrive; otherwise moves it to match its payment. A
   * process may have died before it ended the earlier attempt of an order, so that one is ended first.
   */
  const end = async (
    rows: readonly OrderRow[],
    reason: CancelReason,
    options: Options = {},
  ): Promise<Stuck[]> => {
    const later = rows.filter(({ attempt }) => attempt > 1);
    const kept = new Set<string>();
    const stuck = await eachOf(later, async (row) => {
      if (await endEarlier(row, options)) kept.add(row.id);
    });
    const isDone = ({ id }: OrderRow) =>
      kept.has(id) || stuck.some(({ orderId }) => orderId === id);
    return [
      ...stuck,
      ...(await endCurrent(
        rows.filter((row) => !isDone(row)),
        reason,
        options,
      )),
    ];
  };

  return { endEarlier, end };
};
