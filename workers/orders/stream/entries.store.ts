import { and, asc, eq, gt } from "drizzle-orm";
import type { TimelineEntry } from "#contract/orders";
import type { Database } from "#db/client";
import { orderEntries, orders } from "#db/orders/schema";
import type { OrderRow } from "#orders/order/order.rules";

/** The state of an order, with the entries of its timeline after a known one. */
export interface News extends Pick<OrderRow, "status" | "sequence"> {
  entries: TimelineEntry[];
}

/** Selects the entries of an order after a sequence, each with the order; one row if there are none. */
export const newsOf = (db: Database["read"], orderId: string, after: number) =>
  db
    .select({ status: orders.status, sequence: orders.sequence, entry: orderEntries })
    .from(orders)
    .leftJoin(
      orderEntries,
      and(eq(orderEntries.orderId, orders.id), gt(orderEntries.sequence, after)),
    )
    .where(eq(orders.id, orderId))
    .orderBy(asc(orderEntries.sequence));

type NewsRow = Awaited<ReturnType<typeof newsOf>>[number];

const entryIn = ({ entry }: NewsRow): TimelineEntry[] =>
  entry
    ? [
        {
          sequence: entry.sequence,
          type: entry.type,
          at: new Date(entry.createdAt).toISOString(),
          data: entry.data,
        },
      ]
    : [];

const inNews = (rows: readonly NewsRow[]): News | undefined => {
  const [first] = rows;
  return first && { ...first, entries: rows.flatMap(entryIn) };
};

/** Reads what is new about an order. Each method is one statement; undefined for an unknown order. */
export const entriesStore = ({ db }: { db: Database }) => ({
  /** Reads from the primary database, which has every entry that a client may know. */
  current: async (orderId: string, after: number) => inNews(await newsOf(db.write, orderId, after)),
  /** Reads from the nearest database, where an entry may arrive a moment later. */
  since: async (orderId: string, after: number) => inNews(await newsOf(db.read, orderId, after)),
});
export type EntriesStore = ReturnType<typeof entriesStore>;
