import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { type Envelope, newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { digestId } from "#kernel/ids";
import { log } from "#kernel/log";
import { CONFLICT, conflict, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import { ok, refuse } from "#kernel/result";
import { CARD_PAUSED } from "#payments/declined-cards/declined-cards.rules";
import type { DeclinedCardsService } from "#payments/declined-cards/declined-cards.service";
import { staffReport } from "#payments/manual/manual.rules";
import { restRefund } from "#payments/refunds/new-refund.rules";
import { EVENT_OF, isFinal, mayMove } from "./payment-state.rules";
import type { Change, PaymentRow } from "./payments.statements";
import type { PaymentsStore } from "./payments.store";
import {
  type Attempt,
  KEY_TRUSTED_MS,
  type PaymentProvider,
  type ProviderName,
  type ProviderOutcome,
  type ProviderPayment,
} from "./provider.port";

/** The failure code of a payment whose only call to the provider created nothing at the provider. */
const ABANDONED = "abandoned";

interface Dependencies {
  store: PaymentsStore;
  declinedCards: DeclinedCardsService;
  outbox: Outbox;
  providers: Record<ProviderName, PaymentProvider>;
  clock: Clock;
}

interface Report {
  payment: PaymentRow;
  outcome: ProviderOutcome;
  /** The id of the webhook that caused it, to be recorded as received. */
  webhookId?: string;
  /**
   * Whether orders wait for this result. An authorisation is then not published: its event stays in the
   * outbox, and the cron hands it over unless a later event of the payment has replaced it.
   */
  isAwaited?: boolean;
  /** The digest of the card that the provider declined. */
  declinedCard?: string | undefined;
}

const attemptOf = (row: PaymentRow): Attempt => ({
  paymentId: row.id,
  orderId: row.orderId,
  orderNumber: row.orderNumber,
  method: row.method,
  number: row.attempt,
  amount: { amount: row.amountMinor, currency: row.currency },
  token: row.token,
  returnUrl: row.returnUrl,
  ...(row.customerRef
    ? { customer: { ref: row.customerRef, save: row.saveMethod, offSession: row.offSession } }
    : {}),
  startedAt: row.attemptedAt,
});

const isSamePayment = (
  row: PaymentRow,
  { ref, orderId, paymentId, amount }: ProviderPayment,
): boolean =>
  orderId === row.orderId &&
  paymentId === row.id &&
  amount.amount === row.amountMinor &&
  amount.currency === row.currency &&
  (row.providerRef === null || row.providerRef === ref);

/**
 * Returns the outcome if it concerns this payment. Another payment's outcome is logged as an error.
 * @throws AppError `conflict`
 */
const requireSamePayment = (row: PaymentRow, outcome: ProviderOutcome): ProviderOutcome => {
  if (!outcome.ok || isSamePayment(row, outcome.value)) return outcome;
  log.error("payment.mismatch", { paymentId: row.id, providerRef: outcome.value.ref });
  throw new AppError("conflict", "The provider's payment does not match the order's payment.");
};

const failedChange = (row: PaymentRow, failureCode: string, nowMs: number): Change => ({
  state: "failed",
  failureCode,
  nextAction: null,
  capturedMinor: row.capturedMinor,
  providerRef: row.providerRef,
  updatedAt: nowMs,
});

const changeBy = (row: PaymentRow, outcome: ProviderOutcome, nowMs: number): Change => {
  if (!outcome.ok) return failedChange(row, outcome.refusal, nowMs);
  const { ref: providerRef, state, capturedMinor, nextAction, failureCode } = outcome.value;
  return { state, capturedMinor, providerRef, nextAction, failureCode, updatedAt: nowMs };
};

const eventOf = (row: PaymentRow, change: Change): Envelope | undefined => {
  const definition = EVENT_OF[change.state];
  if (!definition) return undefined;
  return newEvent(definition, {
    source: "payments",
    subject: row.id,
    sequence: row.sequence + 1,
    data: { paymentId: row.id, orderId: row.orderId, attempt: row.attempt },
    sagaId: row.orderId,
    nowMs: change.updatedAt,
  });
};

const cancelledByStaff = (payment: PaymentRow) => ({
  payment,
  outcome: ok(staffReport(payment, { state: "cancelled" })),
});

/** Returns the digest of the card that the provider declined; undefined if it declined none. */
const declinedCardIn = async (outcome: ProviderOutcome, cards: DeclinedCardsService) =>
  outcome.ok && outcome.value.declinedCard ? cards.digestOf(outcome.value.declinedCard) : undefined;

/** Reads payments from their providers, and updates the stored payments accordingly. */
export const providerStateService = (dependencies: Dependencies) => {
  const { store, declinedCards, outbox, providers, clock } = dependencies;

  /** Fails a payment before its first attempt. If it moved meanwhile, an attempt may have been made. */
  const refuseCard = async (row: PaymentRow, pausedUntil: number): Promise<PaymentRow> => {
    const change = { ...failedChange(row, CARD_PAUSED, clock.now()), pausedUntil };
    const event = eventOf(row, change);
    const { moved, current } = await store.move(row, change, { event });
    if (!moved) throw conflict();
    if (event) outbox.kick([event]);
    return current;
  };

  /**
   * Checks the card of a payment that was written while any card was paused. Returns the payment; it is
   * failed, and not charged, if its own card is paused.
   * @throws AppError `conflict` if the payment moved meanwhile
   */
  const admitCard = async (row: PaymentRow): Promise<PaymentRow> => {
    if (!row.cardUnchecked) return row;
    const pausedUntil = await declinedCards.pausedUntil(row);
    if (pausedUntil !== undefined) return refuseCard(row, pausedUntil);
    const admitted = await store.admitCard(row);
    if (!admitted) throw conflict();
    return admitted;
  };

  /**
   * Makes the first call to the provider, which holds the money, and repeats it under its idempotency key
   * while it has no answer. Reads the payment once the provider has named it.
   */
  const authoriseOrRead = async (row: PaymentRow): Promise<ProviderOutcome> => {
    const provider = providers[row.provider];
    if (row.providerRef) return ok(await provider.retrieve(row.providerRef));
    const attempt = attemptOf(row);
    if (clock.now() - row.attemptedAt < KEY_TRUSTED_MS) return provider.authorise(attempt);
    const found = await provider.find(attempt);
    return found ? ok(found) : refuse(ABANDONED);
  };

  /** Moves a payment by a report, unless another writer did. Returns the payment as it is now. */
  const moveOnce = async ({ payment: row, ...report }: Report) => {
    const { outcome, webhookId, isAwaited = false, declinedCard } = report;
    const unmoved = { isLost: false, current: row };
    if (isFinal(row.state)) return unmoved;
    const change = changeBy(row, requireSamePayment(row, outcome), clock.now());
    if (!mayMove(row.state, change.state)) return unmoved;
    const event = eventOf(row, change);
    const rest = restRefund(await digestId("refund", `rest:${row.id}`), row, change);
    const consequences = { event, webhookId, declinedCard, rest };
    const { moved, current } = await store.move(row, change, consequences);
    if (moved && event && !(isAwaited && change.state === "authorized")) outbox.kick([event]);
    return { isLost: !moved, current };
  };

  /**
   * Moves a payment to the state that its provider reports, if its current state allows that. Returns
   * the payment after the move, or unchanged.
   */
  const applyProviderState = async (report: Omit<Report, "declinedCard">): Promise<PaymentRow> => {
    const declinedCard = await declinedCardIn(report.outcome, declinedCards);
    let { payment } = report;
    return retryOnConflict(async () => {
      const { isLost, current } = await moveOnce({ ...report, payment, declinedCard });
      payment = current;
      return isLost ? CONFLICT : current;
    });
  };

  /**
   * Ends a payment that only the shop can end. A capture that has begun is finished instead: its money is on the
   * way, and is refunded.
   */
  const endInShop = (pending: PaymentRow, ref: string, key: string): Promise<PaymentRow> => {
    const provider = providers[pending.provider];
    let payment = pending;
    return retryOnConflict(async () => {
      const hasBegun = payment.capturePartMinor !== null;
      const ended = hasBegun ? await provider.capture(ref, key) : await provider.cancel(ref, key);
      const { isLost, current } = await moveOnce({ payment, outcome: ok(ended) });
      payment = current;
      return isLost ? CONFLICT : current;
    });
  };

  /**
   * Cancels a payment that is not final. A first call whose answer was lost may still take effect. So
   * it is repeated under its key, and the payment that it created is then cancelled by its id.
   */
  const cancel = async (pending: PaymentRow): Promise<PaymentRow> => {
    if (pending.provider === "manual") return applyProviderState(cancelledByStaff(pending));
    const payment = await admitCard(pending);
    if (isFinal(payment.state)) return payment;
    const outcome = payment.providerRef ? undefined : await authoriseOrRead(payment);
    if (outcome && (!outcome.ok || isFinal(outcome.value.state)))
      return applyProviderState({ payment, outcome });
    const ref = payment.providerRef ?? outcome?.value.ref ?? "";
    // A provider repeats a refusal under its key, so each state of the payment has a key of its own.
    const key = `void:${payment.orderId}:${payment.attempt}:${payment.sequence}`;
    const provider = providers[payment.provider];
    if (provider.endsInShop) return endInShop(payment, ref, key);
    return applyProviderState({ payment, outcome: ok(await provider.cancel(ref, key)) });
  };

  return {
    applyProviderState,
    cancel,

    /** Updates an open payment from its provider. Makes the first call if there was none. */
    async refresh(pending: PaymentRow, { isAwaited = false } = {}): Promise<PaymentRow> {
      const payment = await admitCard(pending);
      if (isFinal(payment.state)) return payment;
      return applyProviderState({ payment, outcome: await authoriseOrRead(payment), isAwaited });
    },
  };
};
export type ProviderStateService = ReturnType<typeof providerStateService>;
