import type { ProviderDispute, ProviderPayment, ProviderRefund } from "#payments/provider.port";
import type { BreaksService } from "./breaks.service";
import type { ChecksService } from "./checks.service";
import type { RecordsStore } from "./records.store";

interface Dependencies {
  records: RecordsStore;
  breaks: BreaksService;
  checks: ChecksService;
}

const byRef = <Row extends { providerRef: string | null }>(rows: readonly Row[]) =>
  new Map(rows.map((row) => [row.providerRef, row]));

/** Compares pages of a provider's lists with the shop's records, and books what webhooks missed. */
export const listedRecordsService = ({ records, breaks, checks }: Dependencies) => ({
  /** Payments without the shop's id belong to another shop with the same account. */
  async payments(items: readonly ProviderPayment[]) {
    const own = items.filter(({ paymentId }) => paymentId !== null);
    const named = await records.paymentsByRef(own.map(({ ref }) => ref));
    const byId = await records.paymentsById(own.map(({ paymentId }) => paymentId ?? ""));
    const [rowOf, rowById] = [byRef(named), new Map(byId.map((row) => [row.id, row]))];
    const equal: string[] = [];
    for (const reported of own) {
      const row = rowOf.get(reported.ref) ?? rowById.get(reported.paymentId ?? "");
      const difference = await checks.payment(row, reported);
      if (difference) await breaks.report(difference);
      else if (row?.state === "succeeded" && row.providerRef === reported.ref) equal.push(row.id);
    }
    await records.markPayments(equal);
  },

  async refunds(items: readonly ProviderRefund[]) {
    const payments = byRef(await records.paymentsByRef(items.map((item) => item.paymentRef)));
    const known = byRef(await records.refundsByRef(items.map(({ ref }) => ref)));
    const equal: string[] = [];
    for (const reported of items) {
      const payment = payments.get(reported.paymentRef);
      const row = known.get(reported.ref);
      if (!payment) continue;
      const difference = await checks.refund(payment, row, reported);
      if (difference) await breaks.report(difference);
      else if (row) equal.push(row.id);
    }
    await records.markRefunds(equal);
  },

  async disputes(items: readonly ProviderDispute[]) {
    const payments = byRef(await records.paymentsByRef(items.map((item) => item.paymentRef)));
    const known = byRef(await records.disputesByRef(items.map(({ ref }) => ref)));
    for (const reported of items) {
      const payment = payments.get(reported.paymentRef);
      const isBooked = known.get(reported.ref)?.state === reported.state;
      const difference = payment && !isBooked && (await checks.dispute(payment, reported));
      if (difference) await breaks.report(difference);
    }
  },
});
export type ListedRecordsService = ReturnType<typeof listedRecordsService>;
