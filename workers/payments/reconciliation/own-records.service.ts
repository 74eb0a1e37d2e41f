import type { ProviderBooks, ProviderName } from "#payments/provider.port";
import type { BreaksService } from "./breaks.service";
import type { ChecksService } from "./checks.service";
import type { RecordsStore } from "./records.store";

/** Each record costs a call to the provider. */
const PAGE_ROWS = 20;

interface Dependencies {
  provider: ProviderName;
  books: Pick<ProviderBooks, "lookUpPayment" | "lookUpRefund">;
  records: RecordsStore;
  breaks: BreaksService;
  checks: ChecksService;
}

const nextOf = (rows: readonly { id: string }[]) =>
  rows.length === PAGE_ROWS ? (rows.at(-1)?.id ?? null) : null;

/**
 * Looks up the captured payments and the refunds of the shop that no list of the provider contained. Both
 * methods take a page after an id, and return the last id of the page, or null after the last page.
 */
export const ownRecordsService = (dependencies: Dependencies) => {
  const { provider, books, records, breaks, checks } = dependencies;

  return {
    async payments(afterId: string | null): Promise<string | null> {
      const rows = await records.unreconciledPayments({ provider, afterId, limit: PAGE_ROWS });
      const equal: string[] = [];
      for (const row of rows) {
        const reported = await books.lookUpPayment(row.providerRef ?? "");
        const difference = await checks.payment(row, reported);
        if (difference) await breaks.report(difference);
        else equal.push(row.id);
      }
      await records.markPayments(equal);
      return nextOf(rows);
    },

    async refunds(afterId: string | null): Promise<string | null> {
      const found = await records.unreconciledRefunds({ provider, afterId, limit: PAGE_ROWS });
      const equal: string[] = [];
      for (const { refund, payment } of found) {
        const reported = await books.lookUpRefund(refund.providerRef ?? "");
        const difference = await checks.refund(payment, refund, reported);
        if (difference) await breaks.report(difference);
        else equal.push(refund.id);
      }
      await records.markRefunds(equal);
      return nextOf(found.map(({ refund }) => refund));
    },
  };
};
export type OwnRecordsService = ReturnType<typeof ownRecordsService>;
