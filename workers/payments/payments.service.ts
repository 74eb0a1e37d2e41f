import type { Payment, PaymentRecord, PaymentRequest } from "#contract/payments";
import { nameCall } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { AppError, DependencyError } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { log } from "#kernel/log";
import { money } from "#kernel/money";
import { ok } from "#kernel/result";
import type { NewPayment, PaymentRow, PaymentsStore } from "./payments.store";
import {
  AMOUNT_FAILURES,
  NOTHING_DUE,
  type PaymentProvider,
  type ProviderName,
  routeOf,
} from "./provider.port";
import type { SettlingService } from "./provider-state.service";
import { isFinal } from "./payment-state.rules";

const SWEEP_PAYMENTS = 50;
const SWEEP_AT_ONCE = 5;

/** Every provider's tokens are; anything else names no card anywhere. */
const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;

interface Tools {
  store: PaymentsStore;
  settling: SettlingService;
  providers: Record<ProviderName, PaymentProvider>;
  clock: Clock;
  /** Where a buyer comes back to from 3-D Secure when the storefront named no page. */
  returnUrl: string;
}

const blank = (orderId: string, nowMs: number) => ({
  id: newId("payment", nowMs),
  orderId,
  capturedMinor: 0,
  providerRef: null,
  nextAction: null,
  failureCode: null,
  attemptedAt: nowMs,
  sequence: 0,
  createdAt: nowMs,
  updatedAt: nowMs,
});

/** Blocks any later payment of an order. XXX is the code of ISO 4217 for "no currency". */
const tombstone = (orderId: string, nowMs: number): NewPayment => ({
  ...blank(orderId, nowMs),
  state: "cancelled",
  attempt: 0,
  orderNumber: "",
  ...NOTHING_DUE,
  amountMinor: 0,
  currency: "XXX",
  token: null,
  returnUrl: null,
});
const isTombstone = (row: PaymentRow) => row.attempt === 0;

const failedByAmount = ({ state, failureCode }: PaymentRow) =>
  state === "failed" && failureCode !== null && AMOUNT_FAILURES.includes(failureCode);

/** Returns how long the card of a payment that failed for it is still paused. */
const retryAfterSeconds = ({ state, pausedUntil }: PaymentRow, nowMs: number) =>
  state === "failed" && pausedUntil !== null
    ? Math.max(1, Math.ceil((pausedUntil - nowMs) / 1000))
    : null;

const viewWith =
  ({ providers, clock }: Pick<Tools, "providers" | "clock">) =>
  (row: PaymentRow): Payment => ({
    id: row.id,
    orderId: row.orderId,
    state: row.state,
    method: row.method,
    amount: money(row.amountMinor, row.currency),
    capturedMinor: row.capturedMinor,
    nextAction: row.nextAction,
    failureCode: row.failureCode,
    limits: failedByAmount(row) ? providers[row.provider].limits(row.currency) : null,
    retryAfterSeconds: retryAfterSeconds(row, clock.now()),
  });

/** The payments of orders. Each method can be repeated at will, and none believes what it did not see. */
export const paymentsService = ({ store, settling, providers, clock, returnUrl }: Tools) => {
  const { admitCard, ask, settle } = settling;
  const paymentOf = viewWith({ providers, clock });

  const recordOf = (row: PaymentRow): PaymentRecord => ({
    ...paymentOf(row),
    provider: row.provider,
    providerRef: row.providerRef,
    createdAt: new Date(row.createdAt).toISOString(),
  });

  const pending = (request: PaymentRequest): NewPayment => ({
    ...blank(request.orderId, clock.now()),
    state: "pending",
    attempt: 1,
    orderNumber: request.orderNumber,
    ...routeOf(request),
    amountMinor: request.amount.amount,
    currency: request.amount.currency,
    token: request.token && VISIBLE_ASCII.test(request.token) ? request.token : null,
    returnUrl: request.returnUrl ?? returnUrl,
  });

  const look = async (pending: PaymentRow, options?: { told: boolean }) => {
    const row = await admitCard(pending);
    return isFinal(row.state) ? row : settle(row, await ask(row), options);
  };
  const asked = (row: PaymentRow) => look(row);
  /** For the orders, who wait for what is learnt. */
  const told = (row: PaymentRow) => look(row, { told: true });

  const cancelLive = async (pending: PaymentRow): Promise<PaymentRow> => {
    const row = await admitCard(pending);
    if (isFinal(row.state)) return row;
    // A call whose answer never came may still come to something. Repeating it takes its key, so that
    // nothing else can; what it has become is then cancelled by name.
    const learnt = row.providerRef ? undefined : await ask(row);
    if (learnt && (!learnt.ok || isFinal(learnt.value.state))) return settle(row, learnt);
    const ref = row.providerRef ?? learnt?.value.ref ?? "";
    // A provider repeats a refusal under its key; the payment has another one in each state.
    const key = `void:${row.orderId}:${row.sequence}`;
    return settle(row, ok(await providers[row.provider].cancel(ref, key)));
  };

  const cancel = async (orderId: string): Promise<Payment | null> => {
    nameCall({ sagaId: orderId });
    const row = await store.open(tombstone(orderId, clock.now()));
    if (isTombstone(row)) return null;
    return paymentOf(isFinal(row.state) ? row : await cancelLive(row));
  };

  const patiently = (row: PaymentRow) =>
    asked(row).catch((err) => log.warn("sweep.ask_failed", { paymentId: row.id, error: err }));

  const refreshed = async (row: PaymentRow | undefined): Promise<Payment | null> => {
    if (!row || isTombstone(row)) return null;
    return paymentOf(isFinal(row.state) ? row : await told(row));
  };

  const captured = async (row: PaymentRow | undefined): Promise<Payment> => {
    if (!row || isTombstone(row)) throw new AppError("not_found", "The order has no payment.");
    if (isFinal(row.state)) return paymentOf(row);
    if (row.state !== "authorized" || !row.providerRef) {
      throw new AppError("conflict", "The payment is not authorised.");
    }
    const provider = providers[row.provider];
    const taken = await provider.capture(row.providerRef, `cap:${row.orderId}`);
    const settled = await settle(row, ok(taken));
    if (!isFinal(settled.state)) throw new DependencyError(provider.name);
    return paymentOf(settled);
  };

  return {
    cancel,
    refreshed,
    captured,

    async authorise(request: PaymentRequest): Promise<Payment> {
      nameCall({ sagaId: request.orderId });
      const row = await store.open(pending(request));
      const { method, amount } = request;
      if (isTombstone(row)) return { ...paymentOf(row), method, amount };
      if (row.amountMinor !== amount.amount || row.currency !== amount.currency) {
        throw new AppError("conflict", "The order has a payment of another amount.");
      }
      return paymentOf(row.state === "pending" ? await told(row) : row);
    },

    async ofOrders(orderIds: string[]): Promise<PaymentRecord[]> {
      if (orderIds.length === 0) return [];
      const rows = await store.ofOrders(orderIds);
      return rows.filter((row) => !isTombstone(row)).map(recordOf);
    },

    async refresh(orderId: string): Promise<Payment | null> {
      nameCall({ sagaId: orderId });
      return refreshed(await store.find(orderId));
    },

    async capture(orderId: string): Promise<Payment> {
      nameCall({ sagaId: orderId });
      return captured(await store.find(orderId));
    },

    /** Ends the payment of an order, unless it holds money. */
    async end(orderId: string, row: PaymentRow | undefined): Promise<Payment | null> {
      const seen = await refreshed(row);
      return seen && (seen.state === "authorized" || isFinal(seen.state)) ? seen : cancel(orderId);
    },

    /** The order has ended: its payment is to end too, however long the provider still works at it. */
    async abandon(orderId: string) {
      const payment = await cancel(orderId);
      if (payment?.state === "succeeded") log.error("payment.taken_for_nothing", { orderId });
      if (payment && !isFinal(payment.state)) {
        throw new AppError("conflict", "The payment cannot be cancelled yet.");
      }
    },

    /** Asks the providers about payments that have not moved for a while: no webhook is ever needed. */
    async sweep() {
      const due = await store.claimUndecided(SWEEP_PAYMENTS);
      for (let at = 0; at < due.length; at += SWEEP_AT_ONCE) {
        await Promise.all(due.slice(at, at + SWEEP_AT_ONCE).map(patiently));
      }
      return { asked: due.length };
    },
  };
};
export type PaymentsService = ReturnType<typeof paymentsService>;
