import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import type { Outbox } from "#kernel/events/outbox";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { once, type ReplayableAnswer } from "#kernel/mutations/once";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import type { OrderRow } from "#orders/order/order.rules";
import { type Move, rowAfter } from "./move.rules";
import { moveContext } from "./move-context.port";
import type { MoveContext } from "./moves.rules";
import type { MovesStore } from "./moves.store";

interface Dependencies {
  store: { find(orderId: string): Promise<OrderRow | undefined> };
  moves: MovesStore;
  outbox: Outbox;
  idempotency: Pick<Idempotency, "find">;
  clock: Clock;
}

/** A request of a person or a program to move an order. */
export interface RequestedMove {
  orderId: string;
  /** Undefined for a request without an Idempotency-Key. */
  request: KeyedRequest | undefined;
  /**
   * Returns the move, or undefined if the order already is as requested. What it reads was written after
   * the row was read, or is part of it: a later move of the order fails the batch.
   * @throws AppError if the order's state does not allow it
   */
  decide(row: OrderRow, context: MoveContext): Move | undefined | Promise<Move | undefined>;
  /** Returns the answer to the request from the order after the move. */
  answer(row: OrderRow): Answer;
}

export const orderNotFound = () => new AppError("not_found", "Order not found.");

/**
 * Moves orders at the request of buyers and staff. The move, its events and the answer are one database
 * batch, which fails if the order has moved since it was read; then the order is read and decided again.
 */
export const requestedMovesService = (deps: Dependencies) => {
  const { store, moves, outbox, idempotency, clock } = deps;

  const attempt = async ({ orderId, request, decide, answer }: RequestedMove) => {
    const row = await store.find(orderId);
    if (!row) throw orderNotFound();
    const context = moveContext(clock);
    const move = await decide(row, context);
    // Another request with this key may have moved the order. Its body decides between replay and refusal.
    if (!move) return (request && (await idempotency.find(request))?.answer) ?? answer(row);
    const given = answer(rowAfter(row, move, context.nowMs));
    const stored = request && { request, answer: given };
    if (!(await moves.move(row, move, context.nowMs, stored))) return CONFLICT;
    outbox.kick(move.events);
    return given;
  };

  /** Moves an order, or returns the stored answer of the request. The caller has checked the access. */
  return (requested: RequestedMove): Promise<ReplayableAnswer> =>
    once({
      request: requested.request,
      find: async (keyed) => (await idempotency.find(keyed))?.answer,
      effect: () => retryOnConflict(() => attempt(requested)),
    });
};
export type RequestMove = ReturnType<typeof requestedMovesService>;
