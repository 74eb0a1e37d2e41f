import { type Database, statements } from "#db/client";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { ok, type Result } from "#kernel/result";
import type { Move } from "#orders/moves/move.rules";
import { addToTimeline } from "#orders/moves/moves.statements";
import type { OrderRow } from "#orders/order/order.rules";
import { termsOf } from "#orders/search/terms.rules";
import { insertTerms } from "#orders/search/terms.statements";
import { announcedBy, announceLowStock, type LowStock } from "#orders/stock/alerts.statements";
import { buyerLimitGuard, buyerUnits } from "#orders/stock/buyer-limits.statements";
import { reserveUnits } from "#orders/stock/reservations.statements";
import type { OrderLimits, Tally } from "./limits.rules";
import { ownerTallies, tallyGuards } from "./limits.statements";
import { customerGuard, insertOrder, type PlaceRefusal } from "./new-order.statements";

interface NewOrder {
  row: OrderRow;
  request: KeyedRequest;
  move: Move;
  /** The locations in the order in which the order takes their stock. */
  rank: readonly string[];
  lowStock: LowStock;
  nowMs: number;
}

interface Placed {
  /** The low-stock event, if the order has taken a variant across its threshold. */
  low: Envelope[];
  /** The number of unpaid orders and units of the order's account and network before this order. */
  tallies: Tally[];
}

interface Dependencies {
  db: Database;
  outbox: Outbox;
  idempotency: Idempotency;
  limits: OrderLimits;
}

/** Stores new orders, and the answers to refused ones. */
export const placingStore = ({ db, outbox, idempotency, limits }: Dependencies) => ({
  /**
   * Commits an order's idempotency key, row, reservations, timeline and events in one database batch, or
   * returns the name of the guard that refused the order.
   */
  async place(order: NewOrder): Promise<Result<Placed, PlaceRefusal>> {
    const { row, request, move, rank, lowStock, nowMs } = order;
    const tallies = tallyGuards(db.write, row, limits);
    const batch = await commitGuarded<PlaceRefusal>(db, [
      guard("key_used", idempotency.begin(request, row.id)),
      ...tallies.map((tally) => guard("limit_reached", tally)),
      ...customerGuard(db.write, row.customerId),
      insertOrder(db.write, row, move.reserveMs),
      guard("buyer_limit", buyerLimitGuard(db.write, row)),
      ...reserveUnits(db.write, row, rank, nowMs).map((units) => guard("out_of_stock", units)),
      // The sequence of the draft already counts the entries of this move.
      addToTimeline(db.write, { ...row, sequence: 0 }, move, nowMs),
      insertTerms(db.write, row.id, termsOf(row)),
      outbox.announce(move.events),
      ...announceLowStock(db.write, lowStock, nowMs),
    ]);
    if (!batch.ok) return batch;
    const results = batch.value;
    // The first result is that of the key, and the last but one that of the low-stock event.
    return ok({
      low: announcedBy(results.at(-2)),
      tallies: (results as Tally[][]).slice(1, 1 + tallies.length).flat(),
    });
  },

  /**
   * Returns the number of unpaid orders and units of the order's account and network, from the primary
   * database.
   */
  async tallies(row: OrderRow): Promise<Tally[]> {
    const counts = ownerTallies(db.write, row);
    return counts.length === 0 ? [] : (await db.write.batch(statements(counts))).flat();
  },

  /** Returns the units of the order's buyer, of each variant of the order with a limit. */
  buyerUnits: (row: OrderRow) => buyerUnits(db.write, row),

  /** Stores the answer to a request that was refused before anything was written. */
  async refuse(request: KeyedRequest, answer: Answer) {
    await idempotency.insertFinished(request, answer);
  },
});
export type PlacingStore = ReturnType<typeof placingStore>;
