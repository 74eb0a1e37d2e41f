import { and, desc, eq, lt, or, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Connection } from "#db/client";
import { orders } from "#db/orders/schema";
import type { SagaState } from "#orders/saga.contract";
import { SAGA_CONDITIONS, type SagaCondition, type TakenMoney } from "./saga-state.rules";

/** A list query of staff. */
export interface SagaQuery {
  state?: SagaState | undefined;
  /** The last order of the previous page. */
  afterId?: string | undefined;
  limit: number;
}

const MONEY: Record<TakenMoney, SQL> = {
  none: sql`${orders.capturedMinor} = 0`,
  returned: sql`${orders.capturedMinor} = ${orders.refundedMinor} and ${orders.capturedMinor} > 0`,
  kept: sql`${orders.capturedMinor} > ${orders.refundedMinor}`,
};

/** Returns a condition that uses no index: the plus sign hides the column from the planner. */
const unindexed = (column: SQLiteColumn, values: readonly string[]): SQL =>
  sql`+${column} in ${values}`;

/** Returns a condition that uses the index of a column when there is one value, and no index for several. */
const isOneOf = <Value extends string>(column: SQLiteColumn, values: readonly Value[]) =>
  values.length === 1 ? eq(column, values[0]) : unindexed(column, values);

const paidAs = (paid: SagaCondition["paid"]) => {
  const [first, ...others] = paid;
  if (others.length === 0 && !first.money) return isOneOf(orders.paymentStatus, first.payment);
  return or(
    ...paid.map(({ payment, money }) =>
      and(unindexed(orders.paymentStatus, payment), money && MONEY[money]),
    ),
  );
};

const inState = (state: SagaState | undefined) => {
  if (!state) return undefined;
  const { status, paid } = SAGA_CONDITIONS[state];
  return and(isOneOf(orders.status, status), paidAs(paid));
};

/**
 * Selects the orders of a saga state, newest first, up to `limit + 1`, to tell whether there is a next page.
 * The index of one status or payment status, or that of the ids, has the order of the list.
 */
export const sagaOrders = (db: Connection, { state, afterId, limit }: SagaQuery) =>
  db
    .select({
      id: orders.id,
      status: orders.status,
      paymentStatus: orders.paymentStatus,
      capturedMinor: orders.capturedMinor,
      refundedMinor: orders.refundedMinor,
      createdAt: orders.createdAt,
      updatedAt: orders.updatedAt,
    })
    .from(orders)
    .where(and(inState(state), afterId ? lt(orders.id, afterId) : undefined))
    .orderBy(desc(orders.id))
    .limit(limit + 1);
