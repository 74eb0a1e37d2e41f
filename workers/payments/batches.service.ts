import type { Payment, PaymentOutcome, PaymentRequest } from "#contract/payments";
import { appErrorIn } from "#kernel/errors";
import { logFailure } from "#kernel/failure";
import { ok, refuse } from "#kernel/result";
import type { PaymentsService } from "./payments.service";
import type { PaymentRow, PaymentsStore } from "./payments.store";

/** As many connections as Cloudflare opens at once for one invocation. */
const AT_ONCE = 6;

interface Tools {
  store: PaymentsStore;
  payments: PaymentsService;
}

const outcomeOf = (work: Promise<Payment | null>): Promise<PaymentOutcome> =>
  work.then(ok, (err: unknown) => {
    logFailure("payment.failed", err);
    return refuse(appErrorIn(err)?.code ?? "internal");
  });

/** Does the work for each item, some at once, and returns the outcomes in the order of the items. */
const each = async <T>(items: readonly T[], work: (item: T) => Promise<Payment | null>) => {
  const outcomes: PaymentOutcome[] = [];
  const waiting = items.entries();
  const worker = async () => {
    for (const [at, item] of waiting) outcomes[at] = await outcomeOf(work(item));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return outcomes;
};

/** The payments of many orders in one call. Their rows are read in one query. */
export const batchesService = ({ store, payments }: Tools) => {
  const eachOrder = async (
    orderIds: readonly string[],
    work: (orderId: string, row: PaymentRow | undefined) => Promise<Payment | null>,
  ) => {
    const rows = await store.findAll(orderIds);
    const byOrder = new Map(rows.map((row) => [row.orderId, row]));
    return each(orderIds, (orderId) => work(orderId, byOrder.get(orderId)));
  };

  return {
    authoriseAll: (requests: readonly PaymentRequest[]) => each(requests, payments.authorise),
    refreshAll: (orderIds: readonly string[]) =>
      eachOrder(orderIds, (_, row) => payments.refreshed(row)),
    captureAll: (orderIds: readonly string[]) =>
      eachOrder(orderIds, (_, row) => payments.captured(row)),
    endAll: (orderIds: readonly string[]) => eachOrder(orderIds, payments.end),
  };
};
