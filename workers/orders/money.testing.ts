import type { PaymentsRpc } from "#contract/payments";
import type { Database } from "#db/client";
import { orders } from "#db/orders/schema";
import { currentTrace } from "#kernel/call";
import { inCall } from "#kernel/testing";
import type { OrderRow } from "#orders/order/order.rules";

type Recorded = Pick<PaymentsRpc, "ofOrders" | "refundsOf">;

const sumOf = (amounts: readonly number[]) => amounts.reduce((sum, amount) => sum + amount, 0);

const refundsOf = ({ afterSale }: OrderRow) => afterSale?.refunds ?? [];

/** Returns the orders whose refunded sum is not that of their refunds, or exceeds what was captured. */
const driftInRows = (rows: readonly OrderRow[]) =>
  rows
    .map((row) => {
      const { id, capturedMinor, refundedMinor } = row;
      const live = refundsOf(row).filter(({ status }) => status !== "failed");
      return { id, capturedMinor, refundedMinor, sum: sumOf(live.map((one) => one.amount.amount)) };
    })
    .filter(
      ({ capturedMinor, refundedMinor, sum }) =>
        refundedMinor !== sum || refundedMinor > capturedMinor,
    );

/**
 * Returns the orders that record other money than their payments. An order may not have heard of its payment
 * yet, so one without captured money and a pending refund are not compared.
 */
const driftFromPayments = async (rows: readonly OrderRow[], payments: Recorded) => {
  const ids = rows.map(({ id }) => id);
  const [paid, refunded] = await inCall(() =>
    Promise.all([payments.ofOrders(ids, currentTrace()), payments.refundsOf(ids, currentTrace())]),
  );
  const refundById = new Map(refunded.map((refund) => [refund.id, refund]));
  return rows.flatMap((row) => {
    const own = paid.filter(({ orderId }) => orderId === row.id);
    const captured = sumOf(own.map(({ capturedMinor }) => capturedMinor));
    const isCaptured =
      own.length === 0 || row.capturedMinor === 0 || row.capturedMinor === captured;
    const others = refundsOf(row)
      .filter(({ id, status }) => status === "succeeded" && refundById.has(id))
      .filter(({ id, amount }) => refundById.get(id)?.amount.amount !== amount.amount);
    return isCaptured && others.length === 0
      ? []
      : [{ id: row.id, capturedMinor: row.capturedMinor, captured, others }];
  });
};

/** Returns every order whose sums its refunds or its payments do not explain. */
export const moneyDrift = async ({ read }: Database, payments: Recorded) => {
  const rows = await read.select().from(orders);
  return [...driftInRows(rows), ...(await driftFromPayments(rows, payments))];
};
