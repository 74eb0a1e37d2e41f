import type { PaymentRefund, RefundOutcome, RefundRequest } from "#contract/payments";
import { nameCall } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { mapConcurrently } from "#kernel/concurrency";
import { AppError, appErrorIn } from "#kernel/errors";
import { logFailure } from "#kernel/failure";
import { conflict } from "#kernel/mutations/retry-on-conflict";
import { ok, refuse } from "#kernel/result";
import type { PaymentRow } from "#payments/payments.statements";
import { pendingRefund } from "./new-refund.rules";
import type { RefundStateService } from "./refund-state.service";
import { refundOf } from "./refund-view.rules";
import type { RefundRow } from "./refunds.statements";
import type { RefundsStore, RefundWithPayment } from "./refunds.store";

/** The number of connections that Cloudflare opens at once for one invocation. */
const AT_ONCE = 6;

interface Dependencies {
  store: RefundsStore;
  refundState: RefundStateService;
  clock: Clock;
}

/** @throws AppError if money of this payment cannot be refunded */
const requireCaptured = (payment: PaymentRow | undefined, request: RefundRequest): PaymentRow => {
  if (!payment) throw new AppError("not_found", "The order has no payment.");
  if (payment.state !== "succeeded") throw new AppError("conflict", "The payment is not captured.");
  if (payment.currency !== request.amount.currency)
    throw new AppError("validation_failed", "The payment has another currency.");
  return payment;
};

/** @throws AppError `idempotency_key_reused` if the stored refund is not the requested one */
const requireSameRefund = (row: RefundRow, request: RefundRequest) => {
  const { orderId, attempt, amount } = request;
  const isSame =
    row.orderId === orderId &&
    row.attempt === attempt &&
    row.amountMinor === amount.amount &&
    row.currency === amount.currency;
  if (!isSame) throw new AppError("idempotency_key_reused", "The refund has another amount.");
};

/** The refunds of captured payments. Every method is safe to repeat. */
export const refundsService = ({ store, refundState, clock }: Dependencies) => {
  /** Calls the provider unless it has answered before: then only its webhooks and the sweep move the refund. */
  const complete = async (found: RefundWithPayment): Promise<PaymentRefund> => {
    const { state, providerRef } = found.refund;
    const isUnanswered = state === "pending" && providerRef === null;
    return refundOf(isUnanswered ? await refundState.ask(found) : found.refund);
  };

  /** Commits the row of a refund. Another call with its id may have committed it first. */
  const open = async (request: RefundRequest, payment: PaymentRow) => {
    const opened = await store.open(pendingRefund(request, payment, clock.now()));
    if (opened.ok || opened.refusal === "exists") return;
    throw opened.refusal === "no_amount"
      ? new AppError("validation_failed", "The amount must be positive.")
      : new AppError("refund_exceeds_captured");
  };

  const outcomeOf = (found: RefundWithPayment): Promise<RefundOutcome> =>
    (found.refund.state === "pending"
      ? refundState.ask(found)
      : Promise.resolve(found.refund)
    ).then(
      (row) => ok(refundOf(row)),
      (err: unknown) => {
        logFailure("refund.failed", err);
        return refuse(appErrorIn(err)?.code ?? "internal");
      },
    );

  return {
    async refund(request: RefundRequest): Promise<PaymentRefund> {
      nameCall({ sagaId: request.orderId });
      const { refundId } = request;
      let { found, payment } = await store.find(refundId, request);
      if (!found) {
        await open(request, requireCaptured(payment, request));
        [found] = await store.findAll([refundId]);
      }
      if (!found) throw conflict();
      requireSameRefund(found.refund, request);
      return complete(found);
    },

    async refundsOf(orderIds: readonly string[]): Promise<PaymentRefund[]> {
      if (orderIds.length === 0) return [];
      return (await store.ofOrders(orderIds)).map(refundOf);
    },

    async refreshRefunds(refundIds: readonly string[]): Promise<RefundOutcome[]> {
      const found = await store.findAll(refundIds);
      const foundOf = new Map(found.map((one) => [one.refund.id, one]));
      return mapConcurrently(refundIds, {
        atOnce: AT_ONCE,
        work: async (id) => {
          const one = foundOf.get(id);
          return one ? outcomeOf(one) : ok(null);
        },
      });
    },
  };
};
