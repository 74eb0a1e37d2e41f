import type { BreakKind } from "#payments/breaks.contract";
import type { DisputeReader, ProviderBooks, ProviderName } from "#payments/provider.port";
import type { BreaksService } from "./breaks.service";
import type { BreakRow } from "./breaks.statements";
import type { BreaksStore } from "./breaks.store";
import type { ChecksService } from "./checks.service";
import type { Difference } from "./differences.rules";
import type { RecordsStore } from "./records.store";

const PAGE_ROWS = 20;

interface Dependencies {
  provider: ProviderName;
  books: Pick<ProviderBooks, "lookUpPayment" | "lookUpRefund"> & DisputeReader;
  records: RecordsStore;
  store: Pick<BreaksStore, "openOf">;
  breaks: BreaksService;
  checks: ChecksService;
}

/** Reads open breaks again, and closes those whose records agree by now. */
export const openBreaksService = (dependencies: Dependencies) => {
  const { provider, books, records, store, breaks, checks } = dependencies;

  const paymentOf = async ({ providerRef, paymentId }: BreakRow) =>
    (await records.paymentsByRef([providerRef]))[0] ??
    (paymentId === null ? undefined : (await records.paymentsById([paymentId]))[0]);

  const paymentBreak = async (found: BreakRow) => {
    const payment = await paymentOf(found);
    const ref = payment?.providerRef ?? found.providerRef;
    return checks.payment(payment, await books.lookUpPayment(ref));
  };

  const refundBreak = async (found: BreakRow) => {
    const payment = await paymentOf(found);
    const [row] = await records.refundsByRef([found.providerRef]);
    const reported = await books.lookUpRefund(found.providerRef);
    return payment && checks.refund(payment, row, reported);
  };

  const disputeBreak = async (found: BreakRow) => {
    const payment = await paymentOf(found);
    return payment && checks.dispute(payment, await books.retrieveDispute(found.providerRef));
  };

  /** How each kind is read again. Orders compare their own breaks. */
  const CHECKS: Partial<Record<BreakKind, (found: BreakRow) => Promise<Difference | undefined>>> = {
    payment_unknown: paymentBreak,
    payment_differs: paymentBreak,
    payment_missing: paymentBreak,
    refund_not_booked: refundBreak,
    refund_missing: refundBreak,
    dispute_not_booked: disputeBreak,
  };

  const recheck = async (found: BreakRow) => {
    const check = CHECKS[found.kind];
    if (!check) return;
    const difference = await check(found);
    if (difference) await breaks.report(difference);
    if (difference?.kind !== found.kind) await breaks.close(found);
  };

  /** Reads a page after an id. Returns the last id of the page, or null after the last page. */
  return async (afterId: string | null): Promise<string | null> => {
    const found = await store.openOf(provider, afterId, PAGE_ROWS);
    for (const one of found) await recheck(one);
    return found.length === PAGE_ROWS ? (found.at(-1)?.id ?? null) : null;
  };
};
export type OpenBreaksService = ReturnType<typeof openBreaksService>;
