import { eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { outbox, reservations, stock, stockTransfers } from "#db/orders/schema";
import type { Envelope } from "#kernel/events/events";
import { firstDueAt } from "#kernel/events/outbox";
import { expectChanges } from "#kernel/sql";
import { demandOf } from "#orders/order/demand.rules";
import type { OrderRow } from "#orders/order/order.rules";
import {
  type Account,
  ENDINGS,
  type ReservationMove,
  type ReservationState,
} from "./reservation.rules";

/** At or below this many units, a sale announces `inventory.low`. */
export const LOW_STOCK_MARK = 5;

interface Transfer {
  orderId: string;
  verb: string;
  from: Account;
  to: Account;
  /** A subquery of variant_id and quantity. */
  units: SQL;
}

const unlimitedIn = (row: OrderRow) =>
  [...demandOf(row.snapshot.lines).keys()].filter((id) => row.snapshot.policies[id] === "continue");

const reservedBy = (orderId: string, state: ReservationState) =>
  sql`(select variant_id, quantity from reservations where order_id = ${orderId} and state = ${state})`;

/** What an order asks beyond what there is, of variants that may be sold without stock. */
const missingFor = (orderId: string, variantIds: readonly string[]) => {
  const ids = sql.join(
    variantIds.map((id) => sql`${id}`),
    sql`, `,
  );
  return sql`(select s.variant_id, r.quantity - s.available as quantity from stock s
    join ${reservedBy(orderId, "held")} r on r.variant_id = s.variant_id
    where s.variant_id in (${ids}) and r.quantity > s.available)`;
};

/** What was booked in because an order asked for more than there was. */
const backorderedFor = (orderId: string) =>
  sql`(select t.variant_id, t.quantity from reservations r
    join stock_transfers t on t.id = ${`${orderId}:backorder:`} || r.variant_id
    where r.order_id = ${orderId})`;

/** Statements that move units between the balances of `stock`, each with its transfers in the ledger. */
export const reservationStatements = (db: Database) => {
  const transfer = ({ orderId, verb, from, to, units }: Transfer, nowMs: number) => {
    const taken = from === "world" ? [] : [sql.raw(`${from} = ${from} - u.quantity`)];
    const given = to === "world" ? [] : [sql.raw(`${to} = ${to} + u.quantity`)];
    return [
      db.write.run(sql`
        insert into ${stockTransfers} (id, variant_id, quantity, from_account, to_account, reason, reference, created_at)
        select ${`${orderId}:${verb}:`} || variant_id, variant_id, quantity, ${from}, ${to}, ${verb}, ${orderId}, ${nowMs}
        from ${units}`),
      db.write.run(sql`
        update ${stock} set ${sql.join([...taken, ...given], sql`, `)},
          version = version + 1, updated_at = ${nowMs}
        from ${units} u where u.variant_id = stock.variant_id`),
    ];
  };

  return {
    /** Takes the units out of `available`; the schema refuses what is not there. */
    reserve(row: OrderRow, nowMs: number) {
      const orderId = row.id;
      const demand = demandOf(row.snapshot.lines);
      const unlimited = unlimitedIn(row);
      const missing = { verb: "backorder", from: "world", to: "available" } as const;
      const wanted = { verb: "reserve", from: "available", to: "reserved" } as const;
      return [
        db.write.insert(reservations).values(
          Array.from(demand, ([variantId, quantity]) => ({
            orderId,
            variantId,
            quantity,
            state: "held" as const,
            createdAt: nowMs,
          })),
        ),
        ...(unlimited.length > 0
          ? transfer({ ...missing, orderId, units: missingFor(orderId, unlimited) }, nowMs)
          : []),
        ...transfer({ ...wanted, orderId, units: reservedBy(orderId, "held") }, nowMs),
        db.write.run(expectChanges(demand.size)),
      ];
    },

    /**
     * Finishes a reservation: sells or releases its units, and reverses what was backordered for it. Follows
     * the guarded move of the order in its batch, so it runs once.
     */
    finish(row: OrderRow, move: ReservationMove, nowMs: number) {
      const orderId = row.id;
      const { of, from, to, state } = ENDINGS[move];
      const undone = { verb: "unbackorder", from: "available", to: "world" } as const;
      return [
        ...transfer({ orderId, verb: move, from, to, units: reservedBy(orderId, of) }, nowMs),
        db.write.run(expectChanges(demandOf(row.snapshot.lines).size)),
        ...(to === "available" && unlimitedIn(row).length > 0
          ? transfer({ ...undone, orderId, units: backorderedFor(orderId) }, nowMs)
          : []),
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
      return db.write.run(sql`
        insert into ${outbox} (id, type, subject, envelope, generation, created_at, due_at)
        select ${event.id}, ${event.type}, ${event.subject}, ${JSON.stringify(event)}, 0,
          ${Date.parse(event.time)}, ${firstDueAt}
        where exists (select 1 from stock where ${sql.join(crossed, sql` or `)})
        returning id`);
    },
  };
};
