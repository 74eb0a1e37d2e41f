import type { Payment, PaymentRecord } from "#contract/payments";
import { money } from "#kernel/money";
import type { ChargeLimits } from "#payments/charges.contract";
import type { PaymentRow } from "./payments.statements";
import type { ProviderName } from "./provider.port";

/** The failure codes of amounts that a provider charges to no buyer. */
const AMOUNT_FAILURES: readonly string[] = [
  "amount_invalid",
  "amount_too_large",
  "amount_too_small",
  "currency_invalid",
];

interface ViewInputs {
  providers: Record<ProviderName, { limits(currency: string): ChargeLimits }>;
  nowMs: number;
}

const failedByAmount = ({ state, failureCode }: PaymentRow) =>
  state === "failed" && failureCode !== null && AMOUNT_FAILURES.includes(failureCode);

const retryAfterSeconds = ({ state, pausedUntil }: PaymentRow, nowMs: number) =>
  state === "failed" && pausedUntil !== null
    ? Math.max(1, Math.ceil((pausedUntil - nowMs) / 1000))
    : null;

/** Returns a payment as other Workers see it. */
export const paymentOf = (row: PaymentRow, { providers, nowMs }: ViewInputs): Payment => ({
  id: row.id,
  orderId: row.orderId,
  attempt: row.attempt,
  state: row.state,
  method: row.method,
  amount: money(row.amountMinor, row.currency),
  capturedMinor: row.capturedMinor,
  nextAction: row.nextAction,
  failureCode: row.failureCode,
  limits: failedByAmount(row) ? providers[row.provider].limits(row.currency) : null,
  retryAfterSeconds: retryAfterSeconds(row, nowMs),
});

/** Returns a stored payment for the export of a customer's data. */
export const recordOf = (row: PaymentRow, inputs: ViewInputs): PaymentRecord => ({
  ...paymentOf(row, inputs),
  provider: row.provider,
  providerRef: row.providerRef,
  createdAt: new Date(row.createdAt).toISOString(),
});
