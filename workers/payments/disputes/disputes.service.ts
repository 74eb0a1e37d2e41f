import type { PaymentDispute } from "#contract/payments";
import { paymentDisputed } from "#events/payments";
import type { Clock } from "#kernel/clock";
import { newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { digestId } from "#kernel/ids";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import type { PaymentRow } from "#payments/payments.statements";
import type { ProviderDispute } from "#payments/provider.port";
import { refundEventOf } from "#payments/refunds/refund-event.rules";
import type { NewRefund, RefundRow } from "#payments/refunds/refunds.statements";
import { mayKeep, mayMoveDispute } from "./dispute-state.rules";
import { disputeOf } from "./dispute-view.rules";
import type { DisputeChange, DisputeRow } from "./disputes.statements";
import type { Consequences, DisputesStore } from "./disputes.store";
import { DISPUTE_WON, lossOf, recoveryOf } from "./loss.rules";

interface Dependencies {
  store: DisputesStore;
  outbox: Outbox;
  clock: Clock;
}

const changeBy = (reported: ProviderDispute, nowMs: number): DisputeChange => ({
  state: reported.state,
  amountMinor: reported.amount.amount,
  reason: reported.reason,
  dueBy: reported.dueBy,
  updatedAt: nowMs,
});

const rowOf = (id: string, payment: PaymentRow, reported: ProviderDispute, nowMs: number) => ({
  ...changeBy(reported, nowMs),
  id,
  paymentId: payment.id,
  orderId: payment.orderId,
  attempt: payment.attempt,
  providerRef: reported.ref,
  currency: reported.amount.currency,
  sequence: 1,
  createdAt: nowMs,
});

const isNews = (row: DisputeRow, { state, amountMinor, dueBy }: DisputeChange) =>
  mayMoveDispute(row.state, state) ||
  (row.state === state && (row.amountMinor !== amountMinor || row.dueBy !== dueBy));

const eventOf = (row: DisputeRow) =>
  newEvent(paymentDisputed, {
    source: "payments",
    subject: row.id,
    sequence: row.sequence,
    data: {
      paymentId: row.paymentId,
      orderId: row.orderId,
      disputeId: row.id,
      attempt: row.attempt,
      state: row.state,
    },
    sagaId: row.orderId,
    nowMs: row.updatedAt,
  });

/** The disputes of payments, as their providers report them. A lost one takes its amount from the payment. */
export const disputesService = ({ store, outbox, clock }: Dependencies) => {
  const lossBy = (refund: NewRefund | undefined) =>
    refund && { refund, event: refundEventOf(refund, refund, refund.sequence) };

  const recoveryBy = (refund: RefundRow | undefined, nowMs: number) => {
    if (!refund) return undefined;
    const state = "failed" as const;
    const change = { state, failureCode: DISPUTE_WON, providerRef: null, updatedAt: nowMs };
    return { refund, change, event: refundEventOf(refund, change, refund.sequence + 1) };
  };

  const kick = ({ event, loss, recovery }: Consequences) => {
    const events = [event, loss?.event, recovery?.event].filter((one) => one !== undefined);
    if (events.length > 0) outbox.kick(events);
  };

  const add = async (row: DisputeRow, money: Consequences) => {
    const consequences = { ...money, event: eventOf(row) };
    if (!(await store.add(row, consequences))) return CONFLICT;
    return kick(consequences);
  };

  const move = async (row: DisputeRow, change: DisputeChange, money: Consequences) => {
    if (!isNews(row, change) && !money.loss && !money.recovery) return undefined;
    const next = { ...row, ...change, sequence: row.sequence + 1 };
    const event = row.state === change.state ? undefined : eventOf(next);
    const consequences = { ...money, event };
    if (!(await store.move(row, change, consequences))) return CONFLICT;
    return kick(consequences);
  };

  return {
    /**
     * Stores what the provider reports about a dispute. Announces a new dispute and each new state once. Books the
     * money of a lost one as a refund, which fails if an appeal wins it back.
     * @throws AppError `conflict` while a pending refund reserves the amount
     */
    async book({ id: paymentId, provider }: PaymentRow, reported: ProviderDispute): Promise<void> {
      const id = await digestId("dispute", `${provider}:${reported.ref}`);
      const refundId = await digestId("refund", `dispute:${provider}:${reported.ref}`);
      await retryOnConflict(async () => {
        const { row, payment, refunds } = await store.context(id, paymentId);
        if (!payment || (row && !mayKeep(row.state, reported.state))) return undefined;
        const nowMs = clock.now();
        const found = { payment, refunds, booked: refunds.find((one) => one.id === refundId) };
        const money = {
          loss: lossBy(lossOf(refundId, reported, found, nowMs)),
          recovery: recoveryBy(recoveryOf(reported, found), nowMs),
        };
        return row
          ? move(row, changeBy(reported, nowMs), money)
          : add(rowOf(id, payment, reported, nowMs), money);
      });
    },

    async disputesOf(orderIds: readonly string[]): Promise<PaymentDispute[]> {
      if (orderIds.length === 0) return [];
      return (await store.ofOrders(orderIds)).map(disputeOf);
    },
  };
};
export type DisputesService = ReturnType<typeof disputesService>;
