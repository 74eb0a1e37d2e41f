import { eq, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { outbox, reservations, stock, stockTransfers } from "#db/orders/schema";
import type { Envelope } from "#kernel/events";
import { REPUBLISH_AFTER_MS } from "#kernel/outbox";
import { expectChanges } from "#kernel/sql";
import { demandOf } from "./demand";
import type { OrderRow } from "./orders.store";

/** At or below this many units, a sale announces `inventory.low`. */
export const LOW_STOCK_MARK = 5;

export type ReservationMove = "commit" | "release";

/** Where the reserved units go, and what the reservation is called afterwards. */
const MOVES = {
  commit: { to: "sold", state: "committed" },
  release: { to: "available", state: "released" },
} as const;

/** Statements that move units between the balances of `stock`, each with its transfers in the ledger. */
export const reservationStatements = (db: Database) => {
  const held = (orderId: string) =>
    sql`(select variant_id, quantity from reservations where order_id = ${orderId} and state = 'held')`;

  const transfer = (orderId: string, from: string, to: string, verb: string, nowMs: number) =>
    db.write.run(sql`
      insert into ${stockTransfers} (id, variant_id, quantity, from_account, to_account, reason, reference, created_at)
      select ${`${orderId}:${verb}:`} || variant_id, variant_id, quantity, ${from}, ${to}, ${verb}, ${orderId}, ${nowMs}
      from ${held(orderId)}`);

  /** Variants that may be sold without stock: what is missing is booked in first. */
  const backorder = (orderId: string, variantIds: readonly string[], nowMs: number) => {
    const ids = sql.join(
      variantIds.map((id) => sql`${id}`),
      sql`, `,
    );
    const missing = sql`(select s.variant_id as id, r.quantity - s.available as units from stock s
      join ${held(orderId)} r on r.variant_id = s.variant_id
      where s.variant_id in (${ids}) and r.quantity > s.available)`;
    return [
      db.write.run(sql`
        insert into ${stockTransfers} (id, variant_id, quantity, from_account, to_account, reason, reference, created_at)
        select ${`${orderId}:backorder:`} || id, id, units, 'world', 'available', 'backorder', ${orderId}, ${nowMs} from ${missing}`),
      db.write.run(sql`
        update ${stock} set available = available + m.units from ${missing} m where m.id = stock.variant_id`),
    ];
  };

  return {
    /** Takes the units out of `available`; the schema refuses what is not there. */
    reserve(row: OrderRow, nowMs: number) {
      const demand = demandOf(row.snapshot.lines);
      const unlimited = [...demand.keys()].filter((id) => row.snapshot.policies[id] === "continue");
      return [
        db.write.insert(reservations).values(
          Array.from(demand, ([variantId, quantity]) => ({
            orderId: row.id,
            variantId,
            quantity,
            state: "held" as const,
            createdAt: nowMs,
          })),
        ),
        ...(unlimited.length > 0 ? backorder(row.id, unlimited, nowMs) : []),
        db.write.run(sql`
          update ${stock} set available = available - r.quantity, reserved = reserved + r.quantity,
            version = version + 1, updated_at = ${nowMs}
          from ${held(row.id)} r where r.variant_id = stock.variant_id`),
        db.write.run(expectChanges(demand.size)),
        transfer(row.id, "available", "reserved", "reserve", nowMs),
      ];
    },

    /** Ends a reservation: the units are sold, or free again. Stands behind the move of its order, which only one wins. */
    settle(orderId: string, move: ReservationMove, nowMs: number) {
      const { to, state } = MOVES[move];
      const target = sql.raw(to);
      return [
        transfer(orderId, "reserved", to, move, nowMs),
        db.write.run(sql`
          update ${stock} set reserved = reserved - r.quantity, ${target} = ${target} + r.quantity,
            version = version + 1, updated_at = ${nowMs}
          from ${held(orderId)} r where r.variant_id = stock.variant_id`),
        db.write.update(reservations).set({ state }).where(eq(reservations.orderId, orderId)),
      ];
    },

    /** Announces low stock only if this order took a variant to zero or across the mark. */
    announceLow(row: OrderRow, event: Envelope) {
      const crossed = Array.from(
        demandOf(row.snapshot.lines),
        ([id, units]) =>
          sql`(variant_id = ${id} and (available = 0 or (available <= ${LOW_STOCK_MARK} and available + ${units} > ${LOW_STOCK_MARK})))`,
      );
      const createdAt = Date.parse(event.time);
      return db.write.run(sql`
        insert into ${outbox} (id, type, subject, envelope, generation, created_at, due_at)
        select ${event.id}, ${event.type}, ${event.subject}, ${JSON.stringify(event)}, 0,
          ${createdAt}, ${createdAt + REPUBLISH_AFTER_MS[0]}
        where exists (select 1 from stock where ${sql.join(crossed, sql` or `)})
        returning id`);
    },
  };
};
