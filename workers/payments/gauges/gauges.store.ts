import { type SQL, sql } from "drizzle-orm";
import { PAYMENT_STATES, type PaymentState } from "#contract/payments";
import type { Database } from "#db/client";
import { payments } from "#db/payments/schema";
import { countGauges } from "#kernel/sight/count-gauges";
import { databaseNowMs } from "#kernel/sql";

/** Fifteen runs of the sweep. */
const OVERDUE_MS = 15 * 60_000;

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

/** Counts payments for the metrics. */
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
    ]),
});
