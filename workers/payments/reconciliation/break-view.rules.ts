import { money } from "#kernel/money";
import type { BreakRow } from "./breaks.statements";
import type { PaymentBreak } from "./reconciliation.api";

/** Returns a break as staff see it. */
export const breakView = (row: BreakRow, nowMs: number): PaymentBreak => ({
  id: row.id,
  kind: row.kind,
  state: row.resolvedAt === null ? "open" : "resolved",
  provider: row.provider,
  providerRef: row.providerRef,
  paymentId: row.paymentId,
  orderId: row.orderId,
  own: money(row.ownMinor, row.currency),
  recorded: money(row.providerMinor, row.currency),
  ageSeconds: Math.max(0, Math.floor((nowMs - row.foundAt) / 1000)),
  foundAt: new Date(row.foundAt).toISOString(),
  note: row.note,
  resolvedAt: row.resolvedAt === null ? null : new Date(row.resolvedAt).toISOString(),
  resolvedBy: row.resolvedBy,
});
