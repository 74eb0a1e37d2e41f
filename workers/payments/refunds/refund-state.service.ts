import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { digestId, isId } from "#kernel/ids";
import { log } from "#kernel/log";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import { ok, refuse } from "#kernel/result";
import type { PaymentRow } from "#payments/payments.statements";
import {
  KEY_TRUSTED_MS,
  type PaymentProvider,
  type ProviderName,
  type ProviderRefund,
  type ProviderRefundOutcome,
} from "#payments/provider.port";
import { foundRefund, refundAttemptOf } from "./new-refund.rules";
import { refundEventOf } from "./refund-event.rules";
import { mayMoveRefund } from "./refund-state.rules";
import type { RefundChange, RefundRow } from "./refunds.statements";
import type { RefundsStore, RefundWithPayment } from "./refunds.store";

/** The failure code of a refund of which the provider has no trace. */
const ABANDONED = "abandoned";

interface Dependencies {
  store: RefundsStore;
  outbox: Outbox;
  providers: Record<ProviderName, PaymentProvider>;
  clock: Clock;
}

const isSameRefund = (row: RefundRow, { ref, amount }: ProviderRefund) =>
  amount.amount === row.amountMinor &&
  amount.currency === row.currency &&
  (row.providerRef === null || row.providerRef === ref);

const changeBy = (row: RefundRow, outcome: ProviderRefundOutcome, nowMs: number): RefundChange => {
  const updatedAt = nowMs;
  if (!outcome.ok)
    return {
      state: "failed",
      failureCode: outcome.refusal,
      providerRef: row.providerRef,
      updatedAt,
    };
  const { ref: providerRef, state, failureCode } = outcome.value;
  return { state, failureCode, providerRef, updatedAt };
};

const isNews = (row: RefundRow, { state, providerRef }: RefundChange) =>
  mayMoveRefund(row.state, state) || (row.state === state && row.providerRef !== providerRef);

/** Reads refunds from their providers, and updates the stored refunds accordingly. */
export const refundStateService = ({ store, outbox, providers, clock }: Dependencies) => {
  const kick = (event: Envelope | undefined) => event && outbox.kick([event]);

  /**
   * Moves a refund to the state that its provider reports, if its current state allows that. Returns the
   * refund after the move, or unchanged.
   */
  const apply = async (refund: RefundRow, outcome: ProviderRefundOutcome): Promise<RefundRow> => {
    if (outcome.ok && !isSameRefund(refund, outcome.value)) {
      log.error("refund.mismatch", { refundId: refund.id, providerRef: outcome.value.ref });
      throw new AppError("conflict", "The provider's refund does not match the stored refund.");
    }
    let row = refund;
    return retryOnConflict(async () => {
      const change = changeBy(row, outcome, clock.now());
      if (!isNews(row, change)) return row;
      const event =
        row.state === change.state ? undefined : refundEventOf(row, change, row.sequence + 1);
      const { moved, current } = await store.move(row, change, event);
      row = current;
      if (!moved) return CONFLICT;
      kick(event);
      return current;
    });
  };

  /** Makes the call that refunds, or repeats it while its key is valid. Later, looks for its effect. */
  const refundOrRead = async ({ refund, payment }: RefundWithPayment) => {
    const provider = providers[payment.provider];
    if (refund.providerRef) return ok(await provider.retrieveRefund(refund.providerRef));
    const attempt = refundAttemptOf(refund, payment.providerRef ?? "");
    if (clock.now() - refund.createdAt < KEY_TRUSTED_MS) return provider.refund(attempt);
    const found = await provider.findRefund(attempt);
    return found ? ok(found) : refuse(ABANDONED);
  };

  /**
   * Adds a refund that began at the provider, or that is missing here. Returns undefined if another writer
   * added it first.
   * @throws AppError `conflict` if the sum exceeds the captured amount, as while a refund of the shop that
   * the provider will refuse is still pending
   */
  const add = async (payment: PaymentRow, reported: ProviderRefund) => {
    const isOwn = reported.refundId !== null && isId("refund", reported.refundId);
    const id = isOwn
      ? (reported.refundId as string)
      : await digestId("refund", `${payment.provider}:${reported.ref}`);
    const row = foundRefund(id, reported, payment, clock.now());
    const event = refundEventOf(row, row, row.sequence);
    const opened = await store.open(row, event);
    if (opened.ok) return void kick(event);
    if (opened.refusal === "exists") return CONFLICT;
    log.error("refund.not_booked", { paymentId: payment.id, providerRef: reported.ref });
    throw new AppError("conflict", "The refund exceeds the captured amount.");
  };

  /** Stores what the provider reports about a refund, from the shop or its console. */
  const book = (payment: PaymentRow, reported: ProviderRefund): Promise<void> =>
    retryOnConflict(async () => {
      const rows = await store.ofPayment(payment.id);
      const row =
        rows.find(({ providerRef }) => providerRef === reported.ref) ??
        rows.find(({ id }) => id === reported.refundId);
      if (row) return void (await apply(row, ok(reported)));
      return reported.state === "failed" ? undefined : add(payment, reported);
    });

  /**
   * Books the provider's refunds of a payment, of which one may have caused the refusal of another and sent no
   * webhook. Only logs a failure, because the reconciliation books them as well.
   */
  const bookAll = async (payment: PaymentRow) => {
    try {
      const reported = await providers[payment.provider].refundsOf(payment.providerRef ?? "");
      for (const refund of reported) await book(payment, refund);
    } catch (err) {
      log.warn("refund.others_unread", { paymentId: payment.id, error: err });
    }
  };

  return {
    book,

    /**
     * Updates a pending refund from its provider. Makes the first call if there was none. After a refusal, books
     * the other refunds of the payment.
     */
    async ask(pending: RefundWithPayment): Promise<RefundRow> {
      const outcome = await refundOrRead(pending);
      const row = await apply(pending.refund, outcome);
      if (!outcome.ok) await bookAll(pending.payment);
      return row;
    },
  };
};
export type RefundStateService = ReturnType<typeof refundStateService>;
