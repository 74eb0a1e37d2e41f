import type { PaymentDispute } from "#contract/payments";
import { paymentDisputed } from "#events/payments";
import type { Clock } from "#kernel/clock";
import { newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { digestId } from "#kernel/ids";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import type { PaymentRow } from "#payments/payments.statements";
import type { ProviderDispute } from "#payments/provider.port";
import { mayMoveDispute } from "./dispute-state.rules";
import { disputeOf } from "./dispute-view.rules";
import type { DisputeChange, DisputeRow } from "./disputes.statements";
import type { DisputesStore } from "./disputes.store";

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

/** The disputes of payments, as their providers report them. */
export const disputesService = ({ store, outbox, clock }: Dependencies) => {
  const add = async (row: DisputeRow) => {
    const event = eventOf(row);
    if (!(await store.add(row, event))) return CONFLICT;
    return outbox.kick([event]);
  };

  const move = async (row: DisputeRow, change: DisputeChange) => {
    if (!isNews(row, change)) return undefined;
    const next = { ...row, ...change, sequence: row.sequence + 1 };
    const event = row.state === change.state ? undefined : eventOf(next);
    if (!(await store.move(row, change, event))) return CONFLICT;
    return event && outbox.kick([event]);
  };

  return {
    /** Stores what the provider reports about a dispute. Announces a new dispute and each new state once. */
    async book(payment: PaymentRow, reported: ProviderDispute): Promise<void> {
      const id = await digestId("dispute", `${payment.provider}:${reported.ref}`);
      await retryOnConflict(async () => {
        const [row] = await store.findAll([id]);
        const nowMs = clock.now();
        return row
          ? move(row, changeBy(reported, nowMs))
          : add(rowOf(id, payment, reported, nowMs));
      });
    },

    async disputesOf(orderIds: readonly string[]): Promise<PaymentDispute[]> {
      if (orderIds.length === 0) return [];
      return (await store.ofOrders(orderIds)).map(disputeOf);
    },
  };
};
export type DisputesService = ReturnType<typeof disputesService>;
