import { type SQL, sql } from "drizzle-orm";
import { PAYMENT_STATES, type PaymentState } from "#contract/payments";
import type { Database } from "#db/client";
import { breaks, disputes, payments, refunds } from "#db/payments/schema";
import { countGauges } from "#kernel/sight/count-gauges";
import { databaseNowMs } from "#kernel/sql";

/** Fifteen runs of the sweep. */
const OVERDUE_MS = 15 * 60_000;
const FAILED_MS = 30 * 24 * 60 * 60_000;

/** Each partial index, with its condition. One index over all states would mislead the planner of other statements. */
const UNDECIDED = sql`${payments} indexed by payments_undecided
  where state in ('pending', 'requires_action', 'processing', 'authorized')`;
const ENDED = sql`${payments} indexed by payments_ended where state in ('cancelled', 'failed')`;
const SUCCEEDED = sql`${payments} indexed by payments_succeeded where state = 'succeeded'`;

const AWAITING = sql`${payments} indexed by payments_awaiting_money where state = 'awaiting_money'`;

const INDEXED: Record<PaymentState, SQL> = {
  pending: UNDECIDED,
  requires_action: UNDECIDED,
  processing: UNDECIDED,
  authorized: UNDECIDED,
  awaiting_money: AWAITING,
  succeeded: SUCCEEDED,
  failed: ENDED,
  cancelled: ENDED,
};

const PENDING_REFUNDS = sql`${refunds} indexed by refunds_pending where state = 'pending'`;
/** Failed refunds of the last days; an older one has an end by now. */
const FAILED_REFUNDS = sql`${refunds} indexed by refunds_failed
  where state = 'failed' and updated_at >= ${databaseNowMs} - ${FAILED_MS}`;

/** Counts payments, refunds, disputes and breaks for the metrics. */
export const gaugesStore = ({ db }: { db: Database }) => ({
  gauges: () =>
    countGauges(db, [
      ...PAYMENT_STATES.map((state) => ({
        name: "bodega_payments" as const,
        labels: { state },
        rows: sql`${INDEXED[state]} and state = ${state}`,
      })),
      {
        name: "bodega_payments_overdue",
        rows: sql`${UNDECIDED} and check_after <= ${databaseNowMs} - ${OVERDUE_MS}`,
      },
      { name: "bodega_refunds", labels: { state: "pending" }, rows: PENDING_REFUNDS },
      { name: "bodega_refunds", labels: { state: "failed" }, rows: FAILED_REFUNDS },
      {
        name: "bodega_refunds_overdue",
        rows: sql`${PENDING_REFUNDS} and check_after <= ${databaseNowMs} - ${OVERDUE_MS}`,
      },
      {
        name: "bodega_disputes_open",
        rows: sql`${disputes} indexed by disputes_open where state = 'opened'`,
      },
      {
        name: "bodega_breaks_open",
        rows: sql`${breaks} indexed by breaks_open where resolved_at is null`,
      },
    ]),
});
