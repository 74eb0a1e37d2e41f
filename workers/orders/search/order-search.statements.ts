import { and, asc, desc, eq, exists, gt, gte, lt, not, or, type SQL, sql } from "drizzle-orm";
import { alias, type SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Connection } from "#db/client";
import { orders, orderTags, orderTerms } from "#db/orders/schema";
import type { OrderSearch } from "./order-search.rules";

/** Sorts after every text that begins with the text before it. */
const HIGHEST = "\u{10ffff}";

type Filters = Pick<OrderSearch, "status" | "paymentStatus" | "fulfillmentStatus">;

const statusFilters = ({ status, paymentStatus, fulfillmentStatus }: Filters) => [
  status && eq(orders.status, status),
  paymentStatus && eq(orders.paymentStatus, paymentStatus),
  fulfillmentStatus && eq(orders.fulfillmentStatus, fulfillmentStatus),
];

/** Returns the condition that the order was placed in the time of the search. Ids sort by age. */
const placedIn = (id: SQLiteColumn, { fromId, toId }: OrderSearch) =>
  and(fromId ? gte(id, fromId) : undefined, toId ? lt(id, toId) : undefined);

/** Returns the condition for the orders after the last one of the previous page. */
const afterId = (id: SQLiteColumn, { after, oldestFirst }: OrderSearch) =>
  after && (oldestFirst ? gt(id, after.id) : lt(id, after.id));

const tagged = (db: Connection, tag: string): SQL =>
  exists(
    db
      .select({ tag: orderTags.tag })
      .from(orderTags)
      .where(and(eq(orderTags.orderId, orders.id), eq(orderTags.tag, tag))),
  );

/**
 * Selects by the terms that begin with `q`, in their order, and newest first for each. An order that several
 * terms find is selected by the first of them. `crossJoin` keeps the index of the terms as the outer loop.
 */
const byTerm = (db: Connection, search: OrderSearch, q: string) => {
  const earlier = alias(orderTerms, "earlier");
  const foundEarlier = db
    .select({ term: earlier.term })
    .from(earlier)
    .where(
      and(
        eq(earlier.orderId, orders.id),
        gte(earlier.term, q),
        lt(earlier.term, sql`${orderTerms.term}`),
      ),
    );
  const { after, tag } = search;
  return db
    .select({ order: orders, term: sql<string>`${orderTerms.term}` })
    .from(orderTerms)
    .crossJoin(orders)
    .where(
      and(
        gte(orderTerms.term, after?.term ?? q),
        lt(orderTerms.term, `${q}${HIGHEST}`),
        after && or(gt(orderTerms.term, after.term), lt(orderTerms.orderId, after.id)),
        eq(orders.id, orderTerms.orderId),
        not(exists(foundEarlier)),
        placedIn(orders.id, search),
        tag ? tagged(db, tag) : undefined,
        ...statusFilters(search),
      ),
    )
    .orderBy(asc(orderTerms.term), desc(orderTerms.orderId));
};

const NO_TERM = sql<string>`''`;

/** Selects by a tag. `crossJoin` keeps the index of the tags as the outer loop. */
const byTag = (db: Connection, search: OrderSearch, tag: string) =>
  db
    .select({ order: orders, term: NO_TERM })
    .from(orderTags)
    .crossJoin(orders)
    .where(
      and(
        eq(orderTags.tag, tag),
        eq(orders.id, orderTags.orderId),
        afterId(orderTags.orderId, search),
        placedIn(orderTags.orderId, search),
        ...statusFilters(search),
      ),
    )
    .orderBy((search.oldestFirst ? asc : desc)(orderTags.orderId));

/** Selects by the statuses and the time. The index of one status, or of the ids, has the order of the list. */
const byStatus = (db: Connection, search: OrderSearch) =>
  db
    .select({ order: orders, term: NO_TERM })
    .from(orders)
    .where(and(afterId(orders.id, search), placedIn(orders.id, search), ...statusFilters(search)))
    .orderBy((search.oldestFirst ? asc : desc)(orders.id));

/**
 * Selects the orders of a search in the order of an index, up to `limit + 1`, to tell whether there is a
 * next page. Nothing is sorted. Filters beside that of the index are compared row by row.
 */
export const orderSearch = (db: Connection, search: OrderSearch) => {
  const { q, tag, limit } = search;
  if (q) return byTerm(db, search, q).limit(limit + 1);
  return (tag ? byTag(db, search, tag) : byStatus(db, search)).limit(limit + 1);
};
