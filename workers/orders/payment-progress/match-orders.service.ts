import type { Payment } from "#contract/payments";
import type { Clock } from "#kernel/clock";
import { mapConcurrently } from "#kernel/concurrency";
import { appErrorIn, type ProblemCode } from "#kernel/errors";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { log } from "#kernel/log";
import type { Answer } from "#kernel/mutations/idempotency";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import { withDigitalGoods } from "#orders/downloads/digital-move.rules";
import type { Move } from "#orders/moves/move.rules";
import { moveContext } from "#orders/moves/move-context.port";
import { moveByPayment } from "#orders/moves/moves.rules";
import type { MovesStore } from "#orders/moves/moves.store";
import type { OrderRow } from "#orders/order/order.rules";
import type { OrdersStore } from "#orders/order/orders.store";
import { dependsOnPayment } from "#orders/order/status.rules";
import { moveByOtherAttempt } from "./keep-move.rules";
import { settleCancelled } from "./settle-cancelled.rules";

const MOVE_TRIES = 5;
/** The number of orders that are moved at the same time. */
const AT_ONCE = 20;

export interface MatchDependencies {
  store: Pick<OrdersStore, "find">;
  moves: MovesStore;
  outbox: Outbox;
  clock: Clock;
}

/**
 * An order after a move, with the answer that the move stored. It has no answer if the move stores none, or if no
 * move was needed, as when another process has moved the order.
 */
export interface Progress {
  row: OrderRow;
  answer?: Answer;
}

/** An order that could not be moved, and the reason. */
export interface Stuck {
  orderId: string;
  code: ProblemCode;
}

/**
 * Calls `work` for each order, for several orders at a time. Logs and returns failures, and continues with
 * the other orders.
 */
export const eachOf = async (
  rows: readonly OrderRow[],
  work: (row: OrderRow) => Promise<unknown>,
) => {
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

/** Moves orders to match payments that were read, by compare-and-set. */
export const matchOrders = ({ store, moves, outbox, clock }: MatchDependencies) => {
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

  const byPayment = (payment: Payment) => (row: OrderRow) => {
    // Staff record its money: the charge moves the order.
    if (row.openCharge?.attempt === payment.attempt) return undefined;
    const context = moveContext(clock);
    if (row.status === "cancelled") return settleCancelled(row, payment, context);
    const move =
      payment.attempt === row.attempt
        ? moveByPayment(row, payment, context)
        : moveByOtherAttempt(row, payment, context);
    return move && withDigitalGoods(row, move, context);
  };

  const applyEach = (rows: readonly OrderRow[], paymentOf: (orderId: string) => Payment | null) =>
    eachOf(rows, async (row) => {
      const payment = paymentOf(row.id);
      if (payment) await apply(row, byPayment(payment));
    });

  return { apply, byPayment, applyEach };
};
