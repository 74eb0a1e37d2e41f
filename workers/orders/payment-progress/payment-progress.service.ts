import type { Payment, PaymentOutcome, PaymentsRpc } from "#contract/payments";
import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { mapConcurrently } from "#kernel/concurrency";
import { AppError, appErrorIn, DependencyError, type ProblemCode } from "#kernel/errors";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { log } from "#kernel/log";
import type { Answer } from "#kernel/mutations/idempotency";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import type { Move } from "#orders/moves/move.rules";
import { moveContext } from "#orders/moves/move-context.port";
import { cancelMove, moveByPayment } from "#orders/moves/moves.rules";
import type { MovesStore } from "#orders/moves/moves.store";
import type { GuestAccess } from "#orders/order/access.rules";
import type { OrderRow } from "#orders/order/order.rules";
import type { OrdersStore } from "#orders/order/orders.store";
import { dependsOnPayment } from "#orders/order/status.rules";
import { paymentRequests, refOf } from "./payment-request.rules";

const MOVE_TRIES = 5;
/** The number of orders that are moved at the same time. */
const AT_ONCE = 20;

interface Dependencies {
  store: Pick<OrdersStore, "find" | "findAll">;
  moves: MovesStore;
  outbox: Outbox;
  payments: PaymentsRpc;
  access: Pick<GuestAccess, "tokenOf">;
  clock: Clock;
}

/** An order after a move, with the answer that the move stored. Without an answer, another process moved the order. */
export interface Progress {
  row: OrderRow;
  answer?: Answer;
}

/** An order that could not be moved, and the reason. */
export interface Stuck {
  orderId: string;
  code: ProblemCode;
}

const idsOf = (rows: readonly OrderRow[]) => rows.map(({ id }) => id);

/**
 * Calls `work` for each order, for several orders at a time. Logs and returns failures, and continues with
 * the other orders.
 */
const eachOf = async (rows: readonly OrderRow[], work: (row: OrderRow) => Promise<unknown>) => {
  const stuck: Stuck[] = [];
  const attempt = async (row: OrderRow) => {
    try {
      await work(row);
    } catch (err) {
      log.warn("order.stuck", { orderId: row.id, error: err });
      stuck.push({ orderId: row.id, code: appErrorIn(err)?.code ?? "internal" });
    }
  };
  await mapConcurrently(rows, { atOnce: AT_ONCE, work: attempt });
  return stuck;
};

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
  const { store, moves, outbox, payments, clock } = deps;
  const requestOf = paymentRequests(deps.access);

  const take = async (row: OrderRow, move: Move): Promise<Progress | undefined> => {
    const next = await moves.move(row, move, clock.now());
    if (!next) return undefined;
    return { row: next, ...(move.answer ? { answer: move.answer } : {}) };
  };

  /**
   * Applies the move that `decide` returns. When another process has moved the order first, reads the order
   * and calls `decide` again. `unpublished` are committed events that are published together with those of the move.
   */
  const apply = (
    order: OrderRow,
    decide: (row: OrderRow) => Move | undefined,
    unpublished: readonly Envelope[] = [],
  ): Promise<Progress> =>
    retryOnConflict(
      async (triesSoFar) => {
        const row = triesSoFar === 0 ? order : ((await store.find(order.id)) ?? order);
        const move = dependsOnPayment(row) ? decide(row) : undefined;
        if (!move) {
          if (unpublished.length > 0) outbox.kick(unpublished);
          return { row };
        }
        const progress = await take(row, move);
        if (!progress) return CONFLICT;
        outbox.kick([...unpublished, ...move.events]);
        return progress;
      },
      { triesMax: MOVE_TRIES },
    );

  const byPayment = (payment: Payment) => (row: OrderRow) =>
    moveByPayment(row, payment, moveContext(clock));

  const applyEach = (rows: readonly OrderRow[], paymentOf: (orderId: string) => Payment | null) =>
    eachOf(rows, async (row) => {
      const payment = paymentOf(row.id);
      if (payment) await apply(row, byPayment(payment));
    });

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
      withoutPayment.has(id) && status !== "confirmed";
    const stuck = await Promise.all([
      applyEach(rows, paymentsBy(ids, outcomes)),
      authoriseAll(rows.filter(needsPayment)),
    ]);
    return stuck.flat();
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
     * Ends the payments of orders whose reservation has expired. Cancels an order only if `endAll` reports
     * that no money can arrive.
     */
    async expire(rows: readonly OrderRow[]): Promise<Stuck[]> {
      const ids = idsOf(rows);
      const paymentOf = paymentsBy(ids, await payments.endAll(rows.map(refOf), currentTrace()));
      return eachOf(rows, async (row) => {
        const payment = paymentOf(row.id);
        const isExpired = !payment || payment.state === "cancelled";
        await apply(
          row,
          isExpired
            ? (fresh) => cancelMove(fresh, { payment, reason: "expired" }, moveContext(clock))
            : byPayment(payment),
        );
      });
    },

    /** Captures the payments of confirmed orders, and moves the orders to match them. */
    async capture(orderIds: readonly string[]): Promise<Stuck[]> {
      if (orderIds.length === 0) return [];
      const rows = await store.findAll(orderIds);
      const outcomes = await payments.captureAll(rows.map(refOf), currentTrace());
      return applyEach(rows, paymentsBy(idsOf(rows), outcomes));
    },
  };
};
export type PaymentProgressService = ReturnType<typeof paymentProgressService>;
