import type {
  CaptureRef,
  EndRef,
  Payment,
  PaymentOutcome,
  PaymentRef,
  PaymentRequest,
} from "#contract/payments";
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

const keyOf = ({ orderId, attempt }: PaymentRef) => `${orderId}:${attempt}`;

/** Handles many payments in one call. Reads their rows with one query. */
export const batchesService = ({ store, payments }: Dependencies) => {
  const forEach = async <Ref extends PaymentRef>(
    refs: readonly Ref[],
    work: (ref: Ref, row: PaymentRow | undefined) => Promise<Payment | null>,
  ) => {
    const rows = await store.findAll(refs.map(({ orderId }) => orderId));
    const rowOf = new Map(rows.map((row) => [keyOf(row), row]));
    return outcomesOf(refs, (ref) => work(ref, rowOf.get(keyOf(ref))));
  };

  return {
    authoriseAll: (requests: readonly PaymentRequest[]) => outcomesOf(requests, payments.authorise),
    refreshAll: (refs: readonly PaymentRef[]) => forEach(refs, (_, row) => payments.refreshed(row)),
    captureAll: (refs: readonly CaptureRef[]) =>
      forEach(refs, ({ amountMinor }, row) => payments.captured(row, amountMinor)),
    endAll: (refs: readonly EndRef[]) => forEach(refs, payments.end),
  };
};
