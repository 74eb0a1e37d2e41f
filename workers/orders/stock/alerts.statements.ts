import { sql } from "drizzle-orm";
import type { Connection, Statement } from "#db/client";
import { outbox } from "#db/orders/schema";
import { stock } from "#db/orders/stock.schema";
import type { Envelope } from "#kernel/events/events";
import { firstDueAt } from "#kernel/events/outbox";
import { alertLevel } from "./ledger.statements";

/** The event of an operation, and the variants whose units it may have taken. */
export interface LowStock {
  event: Envelope;
  variantIds: readonly string[];
}

/**
 * Announces the variants of an operation that crossed their low-stock threshold, or ran out, since they were last
 * announced. `bookTotals` lowers the announced level when units come back. The first statement returns the event that
 * it announces; the event that is passed names all variants of the operation.
 */
export const announceLowStock = (
  db: Connection,
  { event, variantIds }: LowStock,
  nowMs: number,
): Statement[] => {
  const named = sql`${stock.variantId} in (select value from json_each(${JSON.stringify(variantIds)}))`;
  const crossed = sql`${named} and ${alertLevel(nowMs)} > ${stock.alert}`;
  const ids = sql`(select json_group_array(${stock.variantId}) from ${stock} where ${crossed})`;
  return [
    db.all<{ envelope: string }>(sql`
      insert into ${outbox} (id, type, subject, envelope, generation, created_at, due_at)
      select ${event.id}, ${event.type}, ${event.subject},
        json_set(${JSON.stringify(event)}, '$.data.variantIds', json(${ids})), 0,
        ${Date.parse(event.time)}, ${firstDueAt}
      where exists (select 1 from ${stock} where ${crossed})
      returning envelope`),
    db.run(sql`update ${stock} set alert = ${alertLevel(nowMs)} where ${crossed}`),
  ];
};

/** Lowers the announced level of variants of which more is left than before. */
export const lowerAlert = (db: Connection, variantIds: readonly string[], nowMs: number) =>
  db.run(sql`update ${stock} set alert = min(alert, ${alertLevel(nowMs)})
    where ${stock.variantId} in (select value from json_each(${JSON.stringify(variantIds)}))`);

/** Returns the event that the first statement of `announceLowStock` announced, if any. */
export const announcedBy = (result: unknown): Envelope[] => {
  const rows = result as { envelope: string }[];
  return rows.map(({ envelope }) => JSON.parse(envelope) as Envelope);
};
