import type { PaymentDispute } from "#contract/payments";
import { money } from "#kernel/money";
import type { DisputeRow } from "./disputes.statements";

/** Returns a dispute as other Workers see it. */
export const disputeOf = (row: DisputeRow): PaymentDispute => ({
  id: row.id,
  orderId: row.orderId,
  attempt: row.attempt,
  paymentId: row.paymentId,
  amount: money(row.amountMinor, row.currency),
  state: row.state,
  reason: row.reason,
  dueBy: row.dueBy === null ? null : new Date(row.dueBy).toISOString(),
  createdAt: new Date(row.createdAt).toISOString(),
});
