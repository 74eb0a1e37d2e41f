import type { Database } from "#db/client";
import { AppError } from "#kernel/errors";
import type { Outbox } from "#kernel/events/outbox";
import { commitGuarded } from "#kernel/mutations/guards";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import type { Result } from "#kernel/result";
import type { OrderRow } from "#orders/order/order.rules";
import { mayMove } from "#orders/order/status.rules";
import { unknownLocation } from "#orders/stock/unknown-location.rules";
import { type Move, rowAfter } from "./move.rules";
import { moveBatch } from "./moves.statements";

interface Dependencies {
  db: Database;
  outbox: Outbox;
  idempotency: Idempotency;
}

const requireMove = (from: OrderRow["status"], to: OrderRow["status"]) => {
  if (from === to || mayMove(from, to)) return;
  throw new AppError("conflict", `An order that is ${from} cannot become ${to}.`);
};

/**
 * Returns the new row of a committed move; undefined if another process has moved the order.
 * @throws 409 `insufficient_stock` if units are not at their location, 422 `location_unknown`
 */
const rowOf = (next: OrderRow, batch: Result<unknown, string>): OrderRow | undefined => {
  if (batch.ok) return next;
  if (batch.refusal === "location_unknown") throw unknownLocation();
  if (batch.refusal !== "out_of_stock") return undefined;
  throw new AppError("insufficient_stock", "Some units are not in stock at their location.");
};

/** Moves orders. Each move is one database batch, which fails if the order's sequence has changed. */
export const movesStore = ({ db, ...deps }: Dependencies) => ({
  /**
   * Moves an order, and stores the answer to the request that asked for it. Returns the new row, or
   * undefined if another process has moved the order since `row` was read.
   * @throws 409 `insufficient_stock` for a move that takes more units than available, 422 `location_unknown`
   */
  async move(
    row: OrderRow,
    move: Move,
    nowMs: number,
    stored?: { request: KeyedRequest; answer: Answer },
  ): Promise<OrderRow | undefined> {
    const next = rowAfter(row, move, nowMs);
    requireMove(row.status, next.status);
    const batch = moveBatch({ ...deps, db: db.write }, { row, move, stored, nowMs });
    return rowOf(next, await commitGuarded(db, batch));
  },

  /**
   * Moves an order at the begin of a request of several batches, whose idempotency key is inserted as
   * unfinished. Returns the new row, or undefined if another process has moved the order.
   */
  async begin(
    row: OrderRow,
    move: Move,
    nowMs: number,
    request: KeyedRequest | undefined,
  ): Promise<OrderRow | undefined> {
    const next = rowAfter(row, move, nowMs);
    requireMove(row.status, next.status);
    const begun = await commitGuarded(db, [
      ...moveBatch({ ...deps, db: db.write }, { row, move, nowMs }),
      ...(request ? [deps.idempotency.begin(request, row.id)] : []),
    ]);
    return rowOf(next, begun);
  },
});
export type MovesStore = ReturnType<typeof movesStore>;
