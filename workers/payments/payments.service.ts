import type {
  EndRef,
  Payment,
  PaymentRecord,
  PaymentRef,
  PaymentRequest,
} from "#contract/payments";
import { nameCall } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { AppError, DependencyError } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { log } from "#kernel/log";
import { type Money, money } from "#kernel/money";
import { conflict } from "#kernel/mutations/retry-on-conflict";
import { ok } from "#kernel/result";
import { ATTEMPTS_MAX, isLaterCharge } from "#payments/charges.contract";
import type { CustomersService } from "#payments/saved-methods/customers.service";
import type { ClosingService } from "./closing.service";
import { isTombstone, pendingPayment, tombstone } from "./new-payment.rules";
import { isFinal, isUndecided, isUnpaid } from "./payment-state.rules";
import { paymentOf, recordOf } from "./payment-view.rules";
import type { PaymentRow } from "./payments.statements";
import type { PaymentsStore } from "./payments.store";
import type { PaymentProvider, ProviderName } from "./provider.port";
import type { ProviderStateService } from "./provider-state.service";

interface Dependencies {
  store: PaymentsStore;
  providerState: ProviderStateService;
  closing: ClosingService;
  customers: Pick<CustomersService, "refFor">;
  providers: Record<ProviderName, PaymentProvider>;
  /** The providers that have keys. */
  configured: readonly ProviderName[];
  clock: Clock;
  /** The page that buyers return to from 3-D Secure if the storefront named none. */
  returnUrl: string;
}

/**
 * Returns the payment of an order as placed: the attempt that is neither failed nor cancelled, of which the
 * schema allows one, or else the last attempt.
 */
const placedPayment = (rows: readonly PaymentRow[]): PaymentRow | undefined => {
  const attempts = rows.filter((row) => row.charge === 1 && !isTombstone(row));
  return attempts.find(({ state }) => !isUnpaid(state)) ?? attempts.at(-1);
};

/**
 * Returns the part of an authorised amount that a capture takes; undefined for all of it.
 * @throws AppError `amount_not_chargeable` if it is not authorised
 */
const partOf = (payment: PaymentRow, amountMinor = payment.amountMinor): Money | undefined => {
  if (amountMinor === payment.amountMinor) return undefined;
  if (amountMinor < 1 || amountMinor > payment.amountMinor)
    throw new AppError("amount_not_chargeable", "The amount is not authorised.");
  return money(amountMinor, payment.currency);
};

const ofOtherAmount = (row: PaymentRow, { amount, charge = 1 }: PaymentRequest) =>
  row.amountMinor !== amount.amount || row.currency !== amount.currency || row.charge !== charge;

/**
 * Returns the attempts that may begin next: of an order as placed, and of the difference of an edit, which only a
 * confirmed order has.
 */
const nextAttempts = (begun: readonly number[], wasConfirmed: boolean): number[] => {
  const placed = Math.max(0, ...begun.filter((attempt) => !isLaterCharge(attempt))) + 1;
  const later = Math.max(ATTEMPTS_MAX, ...begun.filter(isLaterCharge)) + 1;
  return wasConfirmed ? [...new Set([placed, later])] : [placed];
};

/** @throws AppError `conflict` while the provider is processing the payment of a cancelled order */
const requireAbandoned = (payment: Payment | null, wasConfirmed: boolean) => {
  if (!payment) return;
  if (payment.state === "succeeded" && !wasConfirmed)
    log.error("payment.taken_for_nothing", { orderId: payment.orderId });
  if (!isFinal(payment.state))
    throw new AppError("conflict", "The payment cannot be cancelled yet.");
};

/** The payments of orders. Every method is safe to repeat, and trusts only the provider's answers. */
export const paymentsService = (dependencies: Dependencies) => {
  const { store, providerState, closing, customers, configured } = dependencies;
  const { providers, clock, returnUrl } = dependencies;

  const identity = () => {
    const nowMs = clock.now();
    return { id: newId("payment", nowMs), nowMs };
  };
  const viewInputs = () => ({ providers, nowMs: clock.now() });
  const viewOf = (row: PaymentRow): Payment => paymentOf(row, viewInputs());
  const refreshAwaited = (row: PaymentRow) => providerState.refresh(row, { isAwaited: true });

  const cancel = async (ref: PaymentRef): Promise<Payment | null> => {
    nameCall({ sagaId: ref.orderId });
    const row = await store.open(tombstone(ref, identity()));
    if (!row || isTombstone(row)) return null;
    return viewOf(isFinal(row.state) ? row : await providerState.cancel(row));
  };

  /** Returns a payment, an undecided one updated from its provider and another one as stored. */
  const refreshed = async (row: PaymentRow | undefined): Promise<Payment | null> => {
    if (!row || isTombstone(row)) return null;
    return viewOf(isUndecided(row.state) ? await refreshAwaited(row) : row);
  };

  /**
   * Records the wanted part before a capture, where a part is a capture of the whole, so that the rest is refunded if
   * the answer is lost; and where only the shop ends payments, so that no cancellation overtakes the capture.
   */
  const withPart = async (payment: PaymentRow, partMinor: number | undefined) => {
    const { capturesWhole, endsInShop } = providers[payment.provider];
    const isRecorded = endsInShop || (capturesWhole && partMinor !== undefined);
    const wantedMinor = partMinor ?? payment.capturePartMinor ?? payment.amountMinor;
    if (!isRecorded || payment.capturePartMinor === wantedMinor) return payment;
    const wanted = await store.wantPart(payment, wantedMinor);
    if (!wanted) throw conflict();
    return wanted;
  };

  /** Returns a payment after its capture; as stored if it is final, or if only staff record its money. */
  const captured = async (payment: PaymentRow | undefined, amountMinor?: number) => {
    if (!payment || isTombstone(payment))
      throw new AppError("not_found", "The order has no payment.");
    if (isFinal(payment.state) || payment.state === "awaiting_money") return viewOf(payment);
    if (payment.state !== "authorized" || !payment.providerRef)
      throw new AppError("conflict", "The payment is not authorised.");
    const part = partOf(payment, amountMinor);
    const provider = providers[payment.provider];
    const held = await withPart(payment, amountMinor);
    const key = `cap:${payment.orderId}:${payment.attempt}`;
    const reported = await provider.capture(payment.providerRef, key, part);
    const row = await providerState.applyProviderState({ payment: held, outcome: ok(reported) });
    // The payment is still authorised, so the event is repeated.
    if (!isFinal(row.state)) throw new DependencyError(provider.name);
    return viewOf(row);
  };

  return {
    cancel,
    refreshed,
    captured,

    async authorise(request: PaymentRequest): Promise<Payment> {
      nameCall({ sagaId: request.orderId });
      await closing.closeEarlier(request);
      const customerRef = await customers.refFor(request);
      const complete = { ...request, customerRef, returnUrl: request.returnUrl ?? returnUrl };
      const row = await store.open(pendingPayment(complete, { ...identity(), configured }));
      if (!row) throw new AppError("conflict", "An earlier attempt to pay has not ended.");
      const { method, amount } = request;
      // The attempt was ended before its payment began.
      if (isTombstone(row)) return { ...viewOf(row), method, amount };
      if (ofOtherAmount(row, request))
        throw new AppError("conflict", "The order has a payment of another amount.");
      // A pending payment has no answer yet: its first call is made or repeated.
      return viewOf(row.state === "pending" ? await refreshAwaited(row) : row);
    },

    async ofOrders(orderIds: string[]): Promise<PaymentRecord[]> {
      if (orderIds.length === 0) return [];
      const rows = await store.ofOrders(orderIds);
      return rows.filter((row) => !isTombstone(row)).map((row) => recordOf(row, viewInputs()));
    },

    async refresh(ref: PaymentRef): Promise<Payment | null> {
      nameCall({ sagaId: ref.orderId });
      return refreshed(await store.find(ref));
    },

    /** Captures the payment of a confirmed order. */
    async capture(orderId: string): Promise<Payment> {
      nameCall({ sagaId: orderId });
      return captured(placedPayment(await store.findAll([orderId])));
    },

    /** Ends an attempt, unless it has taken money, or holds some that is not to be released. */
    async end(ref: EndRef, row: PaymentRow | undefined): Promise<Payment | null> {
      const current = await refreshed(row);
      const isKept = current?.state === "authorized" && !ref.voidsHeld;
      return current && (isKept || isFinal(current.state)) ? current : cancel(ref);
    },

    /**
     * Ends every payment of a cancelled order, and blocks the next attempt: a request that began it before
     * the cancellation may authorise it afterwards. Orders refund the captured money of one that was confirmed.
     * @throws AppError `conflict` while the provider is processing one, so that the event is repeated
     */
    async abandon(orderId: string, { wasConfirmed = false } = {}) {
      const attempts = await store.findAll([orderId]);
      const begun = attempts.filter((row) => !isTombstone(row)).map(({ attempt }) => attempt);
      const next = nextAttempts(begun, wasConfirmed).map((attempt) => ({ orderId, attempt }));
      for (const ref of [...attempts, ...next]) requireAbandoned(await cancel(ref), wasConfirmed);
    },
  };
};
export type PaymentsService = ReturnType<typeof paymentsService>;
