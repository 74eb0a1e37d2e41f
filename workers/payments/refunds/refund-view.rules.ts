import type { PaymentRefund } from "#contract/payments";
import { money } from "#kernel/money";
import type { RefundRow } from "./refunds.statements";

/** Returns a refund as other Workers see it. */
export const refundOf = (row: RefundRow): PaymentRefund => ({
  id: row.id,
  orderId: row.orderId,
  attempt: row.attempt,
  paymentId: row.paymentId,
  amount: money(row.amountMinor, row.currency),
  state: row.state,
  failureCode: row.failureCode,
  origin: row.origin,
  createdAt: new Date(row.createdAt).toISOString(),
});
