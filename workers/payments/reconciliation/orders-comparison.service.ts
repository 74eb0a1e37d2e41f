import type { Clock } from "#kernel/clock";
import type { OrderSums } from "#payments/charges.contract";
import type { PaymentRow } from "#payments/payments.statements";
import type { RefundRow } from "#payments/refunds/refunds.statements";
import type { BreaksService } from "./breaks.service";
import type { BreaksStore } from "./breaks.store";
import type { Difference } from "./differences.rules";
import { REST_MS } from "./reconciliation.rules";

interface Dependencies {
  payments: { findAll(orderIds: readonly string[]): Promise<PaymentRow[]> };
  refunds: { allOfOrders(orderIds: readonly string[]): Promise<RefundRow[]> };
  store: Pick<BreaksStore, "openOfOrders">;
  breaks: BreaksService;
  clock: Clock;
}

const sumOf = (rows: readonly PaymentRow[], column: "capturedMinor" | "refundedMinor") =>
  rows.reduce((sum, row) => sum + row[column], 0);

/** Returns how the sums of an order differ from those of its payments. */
const differencesOf = (order: OrderSums, rows: readonly PaymentRow[]): Difference[] => {
  const [payment] = rows.toSorted((a, b) => b.capturedMinor - a.capturedMinor);
  const about = {
    provider: payment?.provider ?? ("none" as const),
    providerRef: order.orderId,
    paymentId: payment?.id ?? null,
    orderId: order.orderId,
    currency: order.currency,
  };
  const compared = [
    { kind: "order_captured_differs", column: "capturedMinor" },
    { kind: "order_refunded_differs", column: "refundedMinor" },
  ] as const;
  return compared.flatMap(({ kind, column }) => {
    const [ownMinor, providerMinor] = [order[column], sumOf(rows, column)];
    return ownMinor === providerMinor ? [] : [{ ...about, kind, ownMinor, providerMinor }];
  });
};

/** Compares the sums of orders with those of their payments. */
export const ordersComparisonService = (deps: Dependencies) => {
  const { payments, refunds, store, breaks, clock } = deps;

  /** Reports the differences of orders at rest, and closes the breaks of those that agree. */
  return async (orders: readonly OrderSums[]): Promise<void> => {
    const ids = orders.map(({ orderId }) => orderId);
    const [rows, refundRows, open] = await Promise.all([
      payments.findAll(ids),
      refunds.allOfOrders(ids),
      store.openOfOrders(ids),
    ]);
    const restedSince = clock.now() - REST_MS;
    for (const order of orders) {
      const isOfOrder = ({ orderId }: { orderId: string | null }) => orderId === order.orderId;
      const own = rows.filter(isOfOrder);
      const changes = [...own, ...refundRows.filter(isOfOrder)];
      if (changes.some(({ updatedAt }) => updatedAt > restedSince)) continue;
      const found = differencesOf(order, own);
      for (const difference of found) await breaks.report(difference);
      const settled = open
        .filter(isOfOrder)
        .filter(({ kind }) => !found.some((difference) => difference.kind === kind));
      for (const one of settled) await breaks.close(one);
    }
  };
};
