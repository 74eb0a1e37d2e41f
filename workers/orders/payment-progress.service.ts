import type { Payment, PaymentOutcome, PaymentRequest, PaymentsRpc } from "#contract/payments";
import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { AppError, appErrorIn, DependencyError, type ProblemCode } from "#kernel/errors";
import type { Envelope } from "#kernel/events";
import type { Answer } from "#kernel/idempotency";
import { log } from "#kernel/log";
import { money } from "#kernel/money";
import type { Outbox } from "#kernel/outbox";
import { conflict } from "#kernel/retry-on-conflict";
import { cancelMove, moveByPayment } from "./moves";
import type { Move, OrderRow, OrdersStore } from "./orders.store";
import { hangsOnPayment } from "./status.rules";

const MOVE_TRIES = 5;
/** Orders that are moved at once. */
const AT_ONCE = 20;

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

/** An order that a batch did not bring on, and why. */
export interface Stuck {
  orderId: string;
  code: ProblemCode;
}

const idsOf = (rows: readonly OrderRow[]) => rows.map(({ id }) => id);

const requestOf = (row: OrderRow): PaymentRequest => ({
  orderId: row.id,
  orderNumber: row.number,
  amount: money(row.totalMinor, row.currency),
  method: row.paymentMethod,
  token: row.paymentToken,
  returnUrl: row.returnUrl,
});

/** Does the work for each order, some at once. One that fails is logged and keeps no other back. */
const eachOf = async (rows: readonly OrderRow[], work: (row: OrderRow) => Promise<unknown>) => {
  const stuck: Stuck[] = [];
  const attempt = async (row: OrderRow) => {
    try {
      await work(row);
    } catch (err) {
      log.warn("order.stuck", { orderId: row.id, error: err });
      stuck.push({ orderId: row.id, code: appErrorIn(err)?.code ?? "internal" });
    }
  };
  const waiting = rows.values();
  const worker = async () => {
    for (const row of waiting) await attempt(row);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return stuck;
};

/** Looks up what a batch has learnt of an order's payment; throws the problem where there was one. */
const learntOf = (orderIds: readonly string[], outcomes: readonly PaymentOutcome[]) => {
  const byOrder = new Map(orderIds.map((orderId, index) => [orderId, outcomes[index]]));
  return (orderId: string): Payment | null => {
    const outcome = byOrder.get(orderId);
    if (!outcome) throw new DependencyError("payments");
    if (!outcome.ok) throw new AppError(outcome.refusal);
    return outcome.value;
  };
};

/**
 * Brings orders that have their units to their end. The first call, a retry, an event and the sweep do the
 * same: look at the payment, move the order by compare-and-set. Many orders share one call to the payments.
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
    throw conflict();
  };

  const byPayment = (payment: Payment) => (row: OrderRow) =>
    moveByPayment(row, payment, clock.now());

  const applyEach = (rows: readonly OrderRow[], learnt: (orderId: string) => Payment | null) =>
    eachOf(rows, async (row) => {
      const payment = learnt(row.id);
      if (payment) await apply(row, byPayment(payment));
    });

  const authoriseAll = async (rows: readonly OrderRow[]) => {
    if (rows.length === 0) return [];
    const outcomes = await payments.authoriseAll(rows.map(requestOf), currentTrace());
    return applyEach(rows, learntOf(idsOf(rows), outcomes));
  };

  /** Asks the provider how the payments stand and moves the orders; authorises what nothing has yet. */
  const lookAt = async (rows: readonly OrderRow[]): Promise<Stuck[]> => {
    if (rows.length === 0) return [];
    const ids = idsOf(rows);
    const outcomes = await payments.refreshAll(ids, currentTrace());
    const unasked = new Set(
      ids.filter((_, index) => outcomes[index]?.ok && outcomes[index].value === null),
    );
    const isUnasked = ({ id, status }: OrderRow) => unasked.has(id) && status !== "confirmed";
    const stuck = await Promise.all([
      applyEach(rows, learntOf(ids, outcomes)),
      authoriseAll(rows.filter(isUnasked)),
    ]);
    return stuck.flat();
  };

  return {
    /** Authorises the payment of an order that waits for it, and moves the order by the answer. */
    async authorise(row: OrderRow, unpublished: readonly Envelope[] = []) {
      const payment = await payments.authorise(requestOf(row), currentTrace());
      return apply(row, byPayment(payment), unpublished);
    },

    /** Brings on the orders that wait for their payment. */
    async advance(orderIds: readonly string[]) {
      const rows = await store.findAll(orderIds);
      return lookAt(rows.filter(({ status }) => status === "payment_requested"));
    },

    /** The same, also for sold orders whose money is only held: it may be taken by now, or gone. */
    async reconsider(orderIds: readonly string[]) {
      return lookAt((await store.findAll(orderIds)).filter(hangsOnPayment));
    },

    /** Ends reservations: the payments are seen ended first, and only then the units are freed. */
    async expire(rows: readonly OrderRow[]): Promise<Stuck[]> {
      const ids = idsOf(rows);
      const learnt = learntOf(ids, await payments.endAll(ids, currentTrace()));
      return eachOf(rows, async (row) => {
        const payment = learnt(row.id);
        const isDead = !payment || payment.state === "cancelled" || payment.state === "failed";
        await apply(
          row,
          isDead
            ? (fresh) => cancelMove(fresh, payment, "expired", clock.now())
            : byPayment(payment),
        );
      });
    },

    /** Takes the money of confirmed orders, and moves the orders by what the payments then are. */
    async capture(orderIds: readonly string[]): Promise<Stuck[]> {
      if (orderIds.length === 0) return [];
      const outcomes = await payments.captureAll([...orderIds], currentTrace());
      return applyEach(await store.findAll(orderIds), learntOf(orderIds, outcomes));
    },
  };
};
export type SettlingService = ReturnType<typeof settlingService>;
