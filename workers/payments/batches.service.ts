import type { Payment, PaymentOutcome, PaymentRequest } from "#contract/payments";
import { mapConcurrently } from "#kernel/concurrency";
import { appErrorIn } from "#kernel/errors";
import { logFailure } from "#kernel/failure";
import { ok, refuse } from "#kernel/result";
import type { PaymentsService } from "./payments.service";
import type { PaymentRow } from "./payments.statements";
import type { PaymentsStore } from "./payments.store";

/** The number of connections that Cloudflare opens at once for one invocation. */
const AT_ONCE = 6;

interface Dependencies {
  store: PaymentsStore;
  payments: PaymentsService;
}

const outcomeOf = (work: Promise<Payment | null>): Promise<PaymentOutcome> =>
  work.then(ok, (err: unknown) => {
    logFailure("payment.failed", err);
    return refuse(appErrorIn(err)?.code ?? "internal");
  });

/** Returns the outcome of the work for each item. A failure of one does not affect the others. */
const outcomesOf = <Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<Payment | null>,
): Promise<PaymentOutcome[]> =>
  mapConcurrently(items, { atOnce: AT_ONCE, work: (item) => outcomeOf(work(item)) });

/** Handles the payments of many orders in one call. Reads their rows with one query. */
export const batchesService = ({ store, payments }: Dependencies) => {
  const forOrders = async (
    orderIds: readonly string[],
    work: (orderId: string, row: PaymentRow | undefined) => Promise<Payment | null>,
  ) => {
    const rows = await store.findAll(orderIds);
    const rowOf = new Map(rows.map((row) => [row.orderId, row]));
    return outcomesOf(orderIds, (orderId) => work(orderId, rowOf.get(orderId)));
  };

  return {
    authoriseAll: (requests: readonly PaymentRequest[]) => outcomesOf(requests, payments.authorise),
    refreshAll: (orderIds: readonly string[]) =>
      forOrders(orderIds, (_, row) => payments.refreshed(row)),
    captureAll: (orderIds: readonly string[]) =>
      forOrders(orderIds, (_, row) => payments.captured(row)),
    endAll: (orderIds: readonly string[]) => forOrders(orderIds, payments.end),
  };
};
