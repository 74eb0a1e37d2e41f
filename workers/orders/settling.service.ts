import type { Payment, PaymentsRpc } from "#contract/payments";
import { currentTrace, nameCall } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import type { Envelope } from "#kernel/events";
import type { Answer } from "#kernel/idempotency";
import { log } from "#kernel/log";
import { money } from "#kernel/money";
import type { Outbox } from "#kernel/outbox";
import { overtaken } from "#kernel/overtaken";
import { cancelMove, moveByPayment } from "./moves";
import type { Move, OrderRow, OrdersStore } from "./orders.store";
import { hangsOnPayment } from "./status";

const MOVE_TRIES = 5;
const SWEEP_ORDERS = 50;
/** Twenty orders at a time end thousands of reservations a minute, below 100 calls a second to Stripe. */
const SWEEP_AT_ONCE = 20;
/** No batch of expired orders begins later in a run. A claim lasts longer, so no order comes twice. */
const SWEEP_EXPIRED_MS = 30_000;
/** A payment is asked about again when its order has waited this long. */
const WAITING_MS = 60_000;
/** The event of a confirmed order has had its money taken long before; if not, the sweep takes it. */
const UNCAPTURED_MS = 2 * 60_000;

interface Tools {
  store: OrdersStore;
  outbox: Outbox;
  payments: PaymentsRpc;
  clock: Clock;
}

/** An order after a step, and the answer the step stored; none when somebody else had taken the step. */
export interface Settled {
  row: OrderRow;
  answer?: Answer;
}

const eachOf = async <T>(items: readonly T[], work: (item: T) => Promise<unknown>) => {
  for (let at = 0; at < items.length; at += SWEEP_AT_ONCE) {
    await Promise.all(items.slice(at, at + SWEEP_AT_ONCE).map(work));
  }
};

/**
 * Brings an order that has its units to its end. Whoever comes (the first call, a retry, an event,
 * the sweep) does the same: look at the payment, move the order by compare-and-set.
 */
export const settlingService = ({ store, outbox, payments, clock }: Tools) => {
  const take = async (row: OrderRow, move: Move): Promise<Settled | undefined> => {
    const next = await store.move(row, move, clock.now());
    if (!next) return undefined;
    return { row: next, ...(move.answer ? { answer: move.answer } : {}) };
  };

  /** Moves by what the payment says; if somebody else moved the order meanwhile, looks again. */
  const apply = async (
    order: OrderRow,
    decide: (row: OrderRow) => Move | undefined,
    unpublished: readonly Envelope[] = [],
  ): Promise<Settled> => {
    let row = order;
    for (let tries = 0; tries < MOVE_TRIES; tries += 1) {
      const move = hangsOnPayment(row) ? decide(row) : undefined;
      if (!move) {
        if (unpublished.length > 0) outbox.kick(unpublished);
        return { row };
      }
      const settled = await take(row, move);
      if (settled) {
        outbox.kick([...unpublished, ...move.events]);
        return settled;
      }
      row = (await store.find(row.id)) ?? row;
    }
    throw overtaken();
  };

  const byPayment = (payment: Payment) => (row: OrderRow) =>
    moveByPayment(row, payment, clock.now());

  /** Authorises the payment of an order that waits for it, and moves the order by the answer. */
  const authorise = async (row: OrderRow, unpublished: readonly Envelope[] = []) => {
    const payment = await payments.authorise(
      {
        orderId: row.id,
        orderNumber: row.number,
        amount: money(row.totalMinor, row.currency),
        method: row.paymentMethod,
        token: row.paymentToken,
        returnUrl: row.returnUrl,
      },
      currentTrace(),
    );
    return apply(row, byPayment(payment), unpublished);
  };

  /** Asks the provider how the payment stands and moves the order; authorises it if nobody has. */
  const look = async (row: OrderRow): Promise<void> => {
    nameCall({ sagaId: row.id });
    const payment = await payments.refresh(row.id, currentTrace());
    if (payment) await apply(row, byPayment(payment));
    else if (row.status === "payment_requested") await authorise(row);
  };

  const advance = async (orderId: string): Promise<void> => {
    const row = await store.find(orderId);
    if (row?.status === "payment_requested") await look(row);
  };

  /** Ends a reservation: the payment is seen cancelled first, and only then the units are freed. */
  const expire = async (row: OrderRow): Promise<void> => {
    const payment = await payments.refresh(row.id, currentTrace());
    if (payment?.state === "authorized" || payment?.state === "succeeded") {
      await apply(row, byPayment(payment));
      return;
    }
    const ended = await payments.cancel(row.id, currentTrace());
    const dead = ended === null || ended.state === "cancelled" || ended.state === "failed";
    await apply(
      row,
      dead ? (fresh) => cancelMove(fresh, ended, "expired", clock.now()) : byPayment(ended),
    );
  };

  /** Takes the money of a confirmed order, and moves the order by what the payment then is. */
  const capture = async (orderId: string): Promise<void> => {
    nameCall({ sagaId: orderId });
    const payment = await payments.capture(orderId, currentTrace());
    const row = await store.find(orderId);
    if (row) await apply(row, byPayment(payment));
  };

  const patiently = (event: string, orderId: string, work: Promise<void>) =>
    work.catch((err) => log.warn(event, { orderId, error: err }));

  /** Ends expired reservations batch by batch until none is left; returns how many it took up. */
  const endExpired = async () => {
    const untilMs = clock.now() + SWEEP_EXPIRED_MS;
    let ended = 0;
    for (;;) {
      const batch = await store.claimExpired(SWEEP_ORDERS);
      await eachOf(batch, (row) => patiently("sweep.expire_failed", row.id, expire(row)));
      ended += batch.length;
      if (batch.length < SWEEP_ORDERS || clock.now() >= untilMs) return ended;
    }
  };

  return {
    authorise,
    /** Brings on an order that waits for its payment. */
    advance,

    /** The same, also for a sold order whose money is only held: it may be taken by now, or gone. */
    async reconsider(orderId: string): Promise<void> {
      const row = await store.find(orderId);
      if (row && hangsOnPayment(row)) await look(row);
    },

    /**
     * Ends orders that have expired, asks about those that wait and takes the money of those that are
     * confirmed: the shop converges without any message. An order that fails keeps no other back.
     */
    async sweep() {
      const expired = await endExpired();
      const waiting = await store.waiting(WAITING_MS, SWEEP_ORDERS);
      await eachOf(waiting, (id) => patiently("sweep.advance_failed", id, advance(id)));
      const uncaptured = await store.uncaptured(UNCAPTURED_MS, SWEEP_ORDERS);
      await eachOf(uncaptured, (id) => patiently("sweep.capture_failed", id, capture(id)));
      return { expired, asked: waiting.length, captured: uncaptured.length };
    },
  };
};
export type SettlingService = ReturnType<typeof settlingService>;
