import type { Database } from "#db/client";
import {
  disputesByProviderRef,
  markPayments,
  markRefunds,
  type OwnPage,
  paymentsById,
  paymentsByProviderRef,
  refundsByProviderRef,
  unreconciledPayments,
  unreconciledRefunds,
} from "./records.statements";

/** The shop's records that are compared with the provider's, read from the primary. */
export const recordsStore = ({ db: { write } }: { db: Database }) => ({
  paymentsByRef: (refs: readonly string[]) => paymentsByProviderRef(write, refs),
  paymentsById: (ids: readonly string[]) => paymentsById(write, ids),
  refundsByRef: (refs: readonly string[]) => refundsByProviderRef(write, refs),
  disputesByRef: (refs: readonly string[]) => disputesByProviderRef(write, refs),
  unreconciledPayments: (page: OwnPage) => unreconciledPayments(write, page),
  unreconciledRefunds: (page: OwnPage) => unreconciledRefunds(write, page),

  /** Records that payments were found equal to the provider's. */
  async markPayments(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await markPayments(write, ids);
  },

  async markRefunds(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await markRefunds(write, ids);
  },
});
export type RecordsStore = ReturnType<typeof recordsStore>;
