import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { type Envelope, newEvent } from "#kernel/events";
import { log } from "#kernel/log";
import type { Outbox } from "#kernel/outbox";
import { ok } from "#kernel/result";
import { conflict } from "#kernel/retry-on-conflict";
import { CARD_PAUSED } from "./declined-cards.rules";
import type { DeclinedCardsService } from "./declined-cards.service";
import type { Change, PaymentRow, PaymentsStore } from "./payments.store";
import type { Outcome, PaymentProvider, ProviderName, ProviderPayment } from "./provider.port";
import { ANNOUNCED, isFinal, mayMove } from "./payment-state.rules";

/** Four hours less than Stripe keeps a key at least: until then a call may be made again with its key. */
const KEY_TRUSTED_MS = 20 * 60 * 60 * 1000;
/** The failure code of a payment whose only attempt has left nothing with the provider. */
const ABANDONED = "abandoned";

interface Tools {
  store: PaymentsStore;
  declinedCards: DeclinedCardsService;
  outbox: Outbox;
  providers: Record<ProviderName, PaymentProvider>;
  clock: Clock;
}

const fits = (row: PaymentRow, { ref, orderId, paymentId, amount }: ProviderPayment) =>
  orderId === row.orderId &&
  paymentId === row.id &&
  amount.amount === row.amountMinor &&
  amount.currency === row.currency &&
  (row.providerRef === null || row.providerRef === ref);

/** A provider's answer that is about other money than ours changes nothing, and somebody has to look. */
const checked = (row: PaymentRow, outcome: Outcome): Outcome => {
  if (!outcome.ok || fits(row, outcome.value)) return outcome;
  log.error("payment.mismatch", { paymentId: row.id, providerRef: outcome.value.ref });
  throw new AppError("conflict", "The provider's payment is not the one that was asked for.");
};

const failedChange = (row: PaymentRow, failureCode: string, nowMs: number): Change => {
  const { capturedMinor, providerRef } = row;
  const failed = { state: "failed", failureCode, nextAction: null } as const;
  return { ...failed, capturedMinor, providerRef, updatedAt: nowMs };
};

const changeBy = (row: PaymentRow, outcome: Outcome, nowMs: number): Change => {
  if (!outcome.ok) return failedChange(row, outcome.refusal, nowMs);
  const { ref: providerRef, state, capturedMinor, nextAction, failureCode } = outcome.value;
  return { state, capturedMinor, providerRef, nextAction, failureCode, updatedAt: nowMs };
};

const eventOf = (row: PaymentRow, change: Change, nowMs: number): Envelope | undefined => {
  const definition = ANNOUNCED[change.state];
  if (!definition) return undefined;
  return newEvent(definition, {
    source: "payments",
    subject: row.id,
    sequence: row.sequence + 1,
    data: { paymentId: row.id, orderId: row.orderId },
    sagaId: row.orderId,
    nowMs,
  });
};

/** Learns what a provider has of a payment, and moves the payment by it. */
export const settlingService = (tools: Tools) => {
  const { store, declinedCards, outbox, providers, clock } = tools;

  /** Fails a payment before its first try. A payment that moved meanwhile may have been tried. */
  const refuseCard = async (row: PaymentRow, pausedUntil: number): Promise<PaymentRow> => {
    const nowMs = clock.now();
    const change = { ...failedChange(row, CARD_PAUSED, nowMs), pausedUntil };
    const event = eventOf(row, change, nowMs);
    const { moved, row: now } = await store.move(row, change, { event });
    if (!moved) throw conflict();
    if (event) outbox.kick([event]);
    return now;
  };

  const declinedCardOf = async (outcome: Outcome) =>
    outcome.ok && outcome.value.declinedCard
      ? declinedCards.digestOf(outcome.value.declinedCard)
      : undefined;

  return {
    /**
     * Checks the card of a payment that was written while any card was paused. Returns the payment, failed
     * if its own card is paused, so that no provider is asked to charge it.
     * @throws 409 `conflict` when the payment moved meanwhile
     */
    async admitCard(row: PaymentRow): Promise<PaymentRow> {
      if (!row.cardUnchecked) return row;
      const pausedUntil = await declinedCards.pausedUntil(row);
      if (pausedUntil !== undefined) return refuseCard(row, pausedUntil);
      const admitted = await store.admitCard(row);
      if (!admitted) throw conflict();
      return admitted;
    },

    /** What the provider has, asked afresh; repeats the first call where its answer never came. */
    async ask(row: PaymentRow): Promise<Outcome> {
      const provider = providers[row.provider];
      if (row.providerRef) return ok(await provider.retrieve(row.providerRef));
      const attempt = {
        paymentId: row.id,
        orderId: row.orderId,
        orderNumber: row.orderNumber,
        number: row.attempt,
        amount: { amount: row.amountMinor, currency: row.currency },
        token: row.token,
        returnUrl: row.returnUrl,
        startedAt: row.attemptedAt,
      };
      if (clock.now() - row.attemptedAt < KEY_TRUSTED_MS) return provider.authorise(attempt);
      const found = await provider.find(attempt);
      return found ? ok(found) : { ok: false, refusal: ABANDONED };
    },

    /**
     * Moves a payment by what the provider said, if that leads on from where the payment is by now.
     * @param receipt the notice that led to it, to be remembered
     * @param told the orders wait for this very answer: an authorisation need not be published to them,
     * unless the sweep finds that nothing came of it
     */
    async settle(
      asked: PaymentRow,
      said: Outcome,
      { receipt, told = false }: { receipt?: string; told?: boolean } = {},
    ): Promise<PaymentRow> {
      const declinedCard = await declinedCardOf(said);
      let row = asked;
      for (;;) {
        if (isFinal(row.state)) return row;
        const nowMs = clock.now();
        const change = changeBy(row, checked(row, said), nowMs);
        if (!mayMove(row.state, change.state)) return row;
        const event = eventOf(row, change, nowMs);
        const { moved, row: now } = await store.move(row, change, { event, receipt, declinedCard });
        if (moved && event && !(told && change.state === "authorized")) outbox.kick([event]);
        if (moved) return now;
        row = now;
      }
    },
  };
};
export type SettlingService = ReturnType<typeof settlingService>;
