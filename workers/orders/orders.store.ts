import { and, asc, desc, eq, inArray, isNotNull, lt, lte, sql } from "drizzle-orm";
import type { TimelineEntry } from "#contract/orders";
import type { Database } from "#db/client";
import { erasedCustomers, orderEntries, orders } from "#db/orders/schema";
import { AppError } from "#kernel/errors";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { ok, type Result } from "#kernel/result";
import type { AgeKeys } from "#kernel/routes/page";
import { databaseNowMs, expectChanges, newestFirst, olderThan } from "#kernel/sql";
import type { Tally } from "./limits.rules";
import type { LimitsStore } from "./limits.store";
import { moved } from "./moves.rules";
import type { Move, OrderRow } from "./order.rules";
import { reservationStatements } from "./reservations.statements";
import { mayMove } from "./status.rules";

/** The guards of `place`. */
export type PlaceRefusal =
  | "key_used"
  | "cart_has_order"
  | "number_taken"
  | "customer_erased"
  | "limit_reached"
  | "out_of_stock";

/** Which refusal each unique constraint of the table of orders stands for, by its first column. */
const ORDER_CONSTRAINTS = {
  "orders.request_scope": "key_used",
  "orders.cart_id": "cart_has_order",
  "orders.number": "number_taken",
} as const;

interface NewOrder {
  row: OrderRow;
  request: KeyedRequest;
  move: Move;
  lowStock: Envelope;
  nowMs: number;
}

const BY_AGE = [orders.createdAt, orders.id] as const;

interface Dependencies {
  db: Database;
  outbox: Outbox;
  idempotency: Idempotency;
  counting: Pick<LimitsStore, "guards">;
}

const entryRows = (row: OrderRow, move: Pick<Move, "entries">, nowMs: number) =>
  move.entries.map((entry, index) => ({
    orderId: row.id,
    sequence: row.sequence + index + 1,
    createdAt: nowMs,
    ...entry,
  }));

/** Rows of orders and their timelines. Each move of an order is one batch, compared by its sequence. */
export const ordersStore = ({ db, outbox, idempotency, counting }: Dependencies) => {
  const reservations = reservationStatements(db);

  const moveStatements = (row: OrderRow, move: Move, next: OrderRow, nowMs: number) => [
    db.write
      .update(orders)
      .set({
        ...move.set,
        ...(move.holdMs ? { reservedUntil: sql`${orders.reservedUntil} + ${move.holdMs}` } : {}),
        sequence: next.sequence,
        updatedAt: nowMs,
      })
      .where(and(eq(orders.id, row.id), eq(orders.sequence, row.sequence))),
    guard("moved_meanwhile", db.write.run(expectChanges())),
    db.write.insert(orderEntries).values(entryRows(row, move, nowMs)),
    ...(move.stock ? reservations.finish(row, move.stock, nowMs) : []),
    ...(move.events.length > 0 ? [outbox.announce(move.events)] : []),
    ...(move.marksDone ? [outbox.markDone(move.marksDone)] : []),
    ...(move.answer
      ? [idempotency.finish({ scope: row.requestScope, key: row.requestKey }, move.answer)]
      : []),
  ];

  /** Fails the batch if the customer was erased, by inserting the existing primary key again. */
  const expectCustomer = (customerId: string) =>
    db.write.run(sql`
      insert into ${erasedCustomers} select * from ${erasedCustomers}
      where customer_id = ${customerId}`);

  return {
    /**
     * Places the order: commits its key, row, reservations, timeline and events in one batch, or returns the
     * name of the guard that refused it. Returns the low-stock event if the order caused it, and what the
     * order's owners had before it.
     */
    async place({
      row,
      request,
      move,
      lowStock,
      nowMs,
    }: NewOrder): Promise<Result<{ low: Envelope[]; tallies: Tally[] }, PlaceRefusal>> {
      const guards = counting.guards(row);
      const reservedUntil = sql`${databaseNowMs} + ${move.holdMs ?? 0}`;
      const batch = await commitGuarded<PlaceRefusal>(db, [
        guard("key_used", idempotency.begin(request, row.id)),
        ...guards.map((tally) => guard("limit_reached", tally)),
        ...(row.customerId === null
          ? []
          : [guard("customer_erased", expectCustomer(row.customerId))]),
        guard(ORDER_CONSTRAINTS, db.write.insert(orders).values({ ...row, reservedUntil })),
        ...reservations.reserve(row, nowMs).map((units) => guard("out_of_stock", units)),
        db.write.insert(orderEntries).values(entryRows({ ...row, sequence: 0 }, move, nowMs)),
        outbox.announce(move.events),
        reservations.announceLow(row, lowStock),
      ]);
      if (!batch.ok) return batch;
      const results = batch.value;
      const low = results.at(-1) as { rows?: unknown[] } | undefined;
      return ok({
        low: (low?.rows?.length ?? 0) > 0 ? [lowStock] : [],
        tallies: (results as Tally[][]).slice(1, 1 + guards.length).flat(),
      });
    },

    /** Stores the answer of a request that was refused before anything was written. */
    async refuse(request: KeyedRequest, answer: Answer) {
      await idempotency.finished(request, answer);
    },

    /**
     * Moves an order, unless another process has moved it since `row` was read.
     * @returns the row as it is now, or undefined when another process was faster
     */
    async move(row: OrderRow, move: Move, nowMs: number): Promise<OrderRow | undefined> {
      const next = moved(row, move, nowMs);
      if (next.status !== row.status && !mayMove(row.status, next.status)) {
        throw new AppError(
          "conflict",
          `An order that is ${row.status} cannot become ${next.status}.`,
        );
      }
      const batch = await commitGuarded(db, moveStatements(row, move, next, nowMs));
      return batch.ok ? next : undefined;
    },

    /** From the primary. */
    async find(orderId: string): Promise<OrderRow | undefined> {
      const [row] = await db.write.select().from(orders).where(eq(orders.id, orderId));
      return row;
    },

    /** From the primary. */
    async findAll(orderIds: readonly string[]): Promise<OrderRow[]> {
      if (orderIds.length === 0) return [];
      return db.write
        .select()
        .from(orders)
        .where(inArray(orders.id, [...orderIds]));
    },

    /** The order that a key placed, for as long as the order exists. */
    async findByRequest({ scope, key }: KeyedRequest): Promise<OrderRow | undefined> {
      const [row] = await db.write
        .select()
        .from(orders)
        .where(and(eq(orders.requestScope, scope), eq(orders.requestKey, key)));
      return row;
    },

    /** A customer's orders, newest first; up to `limit + 1`, for the page. */
    ofCustomer(customerId: string, limit: number, before?: AgeKeys) {
      return db.read
        .select()
        .from(orders)
        .where(and(eq(orders.customerId, customerId), olderThan(BY_AGE, before)))
        .orderBy(...newestFirst(BY_AGE))
        .limit(limit + 1);
    },

    /** All orders, newest first; up to `limit + 1`. Ids sort by age. */
    all(limit: number, status: OrderRow["status"] | undefined, beforeId?: string) {
      return db.read
        .select()
        .from(orders)
        .where(
          and(
            beforeId ? lt(orders.id, beforeId) : undefined,
            status ? eq(orders.status, status) : undefined,
          ),
        )
        .orderBy(desc(orders.id))
        .limit(limit + 1);
    },

    /** The timeline, oldest first. */
    async timeline(orderId: string): Promise<TimelineEntry[]> {
      const rows = await db.read
        .select()
        .from(orderEntries)
        .where(eq(orderEntries.orderId, orderId))
        .orderBy(asc(orderEntries.sequence));
      return rows.map(({ sequence, type, data, createdAt }) => ({
        sequence,
        type,
        at: new Date(createdAt).toISOString(),
        data,
      }));
    },

    /**
     * Orders whose reservation has run out, judged by the database's clock. A claim moves the time on
     * by a minute, so that two sweeps never take the same order and a failed one is tried again.
     */
    claimExpired(limit: number): Promise<OrderRow[]> {
      const due = db.write
        .select({ id: orders.id })
        .from(orders)
        .where(
          and(eq(orders.status, "payment_requested"), lte(orders.reservedUntil, databaseNowMs)),
        )
        .limit(limit);
      return db.write
        .update(orders)
        .set({ reservedUntil: sql`${databaseNowMs} + 60000` })
        .where(sql`${orders.id} in ${due}`)
        .returning();
    },

    /**
     * Ids of orders that have waited for their payment for longer than `ageMs`: first those
     * without a known payment, whose process may have died, then any.
     */
    async waiting(ageMs: number, limit: number): Promise<string[]> {
      const rows = await db.write
        .select({ id: orders.id })
        .from(orders)
        .where(
          and(
            eq(orders.status, "payment_requested"),
            isNotNull(orders.reservedUntil),
            lte(orders.updatedAt, sql`${databaseNowMs} - ${ageMs}`),
          ),
        )
        .orderBy(isNotNull(orders.payment), sql`random()`)
        .limit(limit);
      return rows.map(({ id }) => id);
    },

    /**
     * Ids of confirmed orders whose money has only been held for longer than `ageMs`. They come in no
     * order, so that those that fail each time keep no others back.
     */
    async uncaptured(ageMs: number, limit: number): Promise<string[]> {
      // By name, because without it SQLite walks all confirmed orders by their status.
      const rows = await db.write.all<{ id: string }>(sql`
        select id from orders indexed by orders_uncaptured
        where status = 'confirmed' and payment_status = 'authorized'
          and updated_at <= ${databaseNowMs} - ${ageMs}
        order by random() limit ${limit}`);
      return rows.map(({ id }) => id);
    },
  };
};
export type OrdersStore = ReturnType<typeof ordersStore>;
