import type {
  DisputeState,
  Payment,
  PaymentDispute,
  PaymentMethod,
  PaymentRef,
  PaymentRefund,
  PaymentRequest,
  PaymentState,
  PaymentsRpc,
  RefundRequest,
  RefundState,
} from "#contract/payments";
import { AppError } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { type Money, money } from "#kernel/money";
import { ok, refuse } from "#kernel/result";
import { stubRpc } from "#kernel/testing";
import type { ChargeLimits } from "#payments/charges.contract";
import type { SavedMethod } from "#payments/saved-methods.contract";

/** The states in which a payment holds no money yet. Such a payment can be cancelled, and not captured. */
const OPEN: readonly PaymentState[] = ["pending", "requires_action", "processing"];
const ENDABLE: readonly PaymentState[] = [...OPEN, "awaiting_money"];

const keyOf = ({ orderId, attempt }: PaymentRef) => `${orderId}:${attempt}`;

const captured = ({ amount }: Payment, amountMinor = amount.amount) =>
  ({ state: "succeeded", capturedMinor: amountMinor }) as const;

const newRefund = (
  request: RefundRequest,
  payment: Payment,
  state: RefundState,
): PaymentRefund => ({
  id: request.refundId,
  orderId: request.orderId,
  attempt: request.attempt,
  paymentId: payment.id,
  amount: request.amount,
  state,
  failureCode: state === "failed" ? "refund_refused" : null,
  origin: "shop",
  createdAt: new Date().toISOString(),
});

const newDispute = (orderId: string, state: DisputeState, amount: Money): PaymentDispute => ({
  ...{ id: newId("dispute"), orderId, attempt: 1, paymentId: newId("payment") },
  ...{ amount, state, reason: "fraudulent", dueBy: null },
  createdAt: new Date().toISOString(),
});

/** The refunds of payments in memory. Tests set their states. */
const inMemoryRefunds = (find: (ref: PaymentRef) => Payment | undefined) => {
  const refunds = new Map<string, PaymentRefund>();
  const next: RefundState[] = [];
  const refundedMinor = (paymentId: string) =>
    [...refunds.values()]
      .filter((refund) => refund.paymentId === paymentId && refund.state !== "failed")
      .reduce((sum, { amount }) => sum + amount.amount, 0);

  const open = (request: RefundRequest) => {
    const payment = find(request);
    if (!payment) throw new AppError("not_found");
    if (payment.state !== "succeeded") throw new AppError("conflict");
    if (refundedMinor(payment.id) + request.amount.amount > payment.capturedMinor)
      throw new AppError("refund_exceeds_captured");
    const refund = newRefund(request, payment, next.shift() ?? "succeeded");
    refunds.set(refund.id, refund);
    return refund;
  };

  return {
    /** Sets the states of the next refunds; `succeeded` by default. */
    refundWith: (...states: RefundState[]) => next.push(...states),
    setRefund(refundId: string, state: RefundState) {
      const refund = refunds.get(refundId);
      if (refund) refund.state = state;
    },
    /** Adds a refund of the first payment of an order that began at the provider. */
    refundAtProvider(orderId: string, amount: Money, origin: PaymentRefund["origin"] = "provider") {
      const refundId = newId("refund");
      open({ refundId, orderId, attempt: 1, amount, reason: null }).origin = origin;
      return refundId;
    },
    rpc: {
      async refund(request: RefundRequest) {
        const refund = refunds.get(request.refundId);
        if (refund && refund.amount.amount !== request.amount.amount)
          throw new AppError("idempotency_key_reused");
        return refund ?? open(request);
      },
      refundsOf: async (orderIds: string[]) =>
        [...refunds.values()].filter(({ orderId }) => orderIds.includes(orderId)),
      refreshRefunds: async (refundIds: string[]) =>
        refundIds.map((id) => ok(refunds.get(id) ?? null)),
    },
  };
};

/** The payments Worker in memory. Tests set the states of its payments. */
export const inMemoryPayments = () => {
  const payments = new Map<string, Payment>();
  const chargeOf = new Map<Payment, number>();
  const asked: PaymentRequest[] = [];
  /** Attempts that were ended before they had a payment, and therefore cannot get one. */
  const blocked = new Set<string>();
  /** Orders whose payment cannot be cancelled, because the provider is processing it. */
  const kept = new Set<string>();
  const next: { state: PaymentState | Error }[] = [];
  let decided: () => PaymentState = () => "authorized";
  let limits: ChargeLimits | null = null;
  const disputes: PaymentDispute[] = [];
  let interruption: (() => Promise<unknown>) | undefined;
  let retryAfterSeconds: number | null = null;
  let failureCode = "insufficient_funds";
  const ofOrders = (orderIds: readonly string[]) =>
    [...payments.values()].filter(({ orderId }) => orderIds.includes(orderId));
  const refuseWhileAnotherLives = ({ orderId, charge = 1 }: PaymentRequest) => {
    const isLiving = ({ state }: Payment) => state !== "failed" && state !== "cancelled";
    for (const [other, itsCharge] of chargeOf)
      if (other.orderId === orderId && itsCharge === charge && isLiving(other))
        throw new AppError("conflict");
  };
  let methods: readonly PaymentMethod[] = ["card"];
  const savedCards = new Map<string, SavedMethod[]>();
  const { rpc: refundsRpc, ...refunding } = inMemoryRefunds((ref) => payments.get(keyOf(ref)));
  const rpc: PaymentsRpc = stubRpc<PaymentsRpc>("payments", {
    ...refundsRpc,
    methods: async () => [...methods],
    methodsOf: async (userId) => savedCards.get(userId) ?? [],
    async refusedCharge({ method }) {
      if (!methods.some((offered) => offered === method))
        return { code: "payment_method_unknown", limits: null };
      return limits && { code: "amount_not_chargeable", limits };
    },
    async authorise(request: PaymentRequest) {
      const meanwhile = interruption;
      interruption = undefined;
      await meanwhile?.();
      const { orderId, attempt, charge = 1, amount, method } = request;
      asked.push(request);
      const key = keyOf(request);
      const held = payments.get(key);
      if (held) return held;
      const isBlocked = blocked.has(key);
      if (!isBlocked) refuseWhileAnotherLives(request);
      const wanted = isBlocked ? "cancelled" : (next.shift()?.state ?? decided());
      if (wanted instanceof Error) throw wanted;
      const payment: Payment = {
        id: newId("payment"),
        orderId,
        attempt,
        state: wanted,
        method,
        amount,
        capturedMinor: wanted === "succeeded" ? amount.amount : 0,
        nextAction:
          wanted === "requires_action" ? { type: "redirect", url: "https://bank.test" } : null,
        failureCode: wanted === "failed" ? failureCode : null,
        limits: wanted === "failed" ? limits : null,
        retryAfterSeconds: wanted === "failed" ? retryAfterSeconds : null,
      };
      if (isBlocked) return payment;
      payments.set(key, payment);
      chargeOf.set(payment, charge);
      return payment;
    },
    authoriseAll: (requests, trace) =>
      Promise.all(requests.map(async (request) => ok(await rpc.authorise(request, trace)))),
    refreshAll: async (refs) => refs.map((ref) => ok(payments.get(keyOf(ref)) ?? null)),
    captureAll: async (refs) =>
      refs.map((ref) => {
        const payment = payments.get(keyOf(ref));
        if (!payment) return refuse("not_found");
        if (OPEN.includes(payment.state)) return refuse("conflict");
        if (payment.state !== "authorized") return ok(payment);
        return ok(Object.assign(payment, captured(payment, ref.amountMinor)));
      }),
    endAll: async (refs) =>
      refs.map((ref) => {
        const payment = payments.get(keyOf(ref));
        if (!payment) blocked.add(keyOf(ref));
        const isHeld = payment?.state === "authorized" && ref.voidsHeld;
        if (payment && (isHeld || ENDABLE.includes(payment.state)) && !kept.has(ref.orderId))
          payment.state = "cancelled";
        return ok(payment ?? null);
      }),
    async recordMoney(ref) {
      const payment = payments.get(keyOf(ref));
      if (!payment) throw new AppError("not_found");
      if (payment.state === "succeeded") return payment;
      if (payment.state !== "awaiting_money") throw new AppError("conflict");
      if (ref.amountMinor > payment.amount.amount)
        payment.amount = money(ref.amountMinor, payment.amount.currency);
      return Object.assign(payment, captured(payment, ref.amountMinor));
    },
    disputesOf: async (orderIds) => disputes.filter(({ orderId }) => orderIds.includes(orderId)),
    async ofOrders(orderIds) {
      const kept = { provider: "stripe", providerRef: null, createdAt: new Date(0).toISOString() };
      return ofOrders(orderIds).map((payment) => ({ ...payment, ...kept }));
    },
  });
  return {
    rpc,
    ...refunding,
    /** The requests to authorise payments, oldest first. */
    asked,
    /** Sets the state of all later payments; `authorized` by default. */
    decide(decision: () => PaymentState) {
      decided = decision;
    },
    /** Sets the states of the next payments. They take precedence over `decide`. */
    answerWith: (...states: (PaymentState | Error)[]) =>
      next.push(...states.map((state) => ({ state }))),
    /** Sets the state of the dispute of an order's first payment. A lost one takes its amount. */
    dispute(orderId: string, state: DisputeState, amount: Money) {
      const known = disputes.find((dispute) => dispute.orderId === orderId);
      if (known) known.state = state;
      else disputes.push(newDispute(orderId, state, amount));
      if (state === "lost") refunding.refundAtProvider(orderId, amount, "dispute");
    },
    /** Sets what happens while the next payment is authorised. */
    beforeAuthorising(work: () => Promise<unknown>) {
      interruption = work;
    },
    /** Saves a card of an account. */
    saveCard(userId: string, id: string) {
      const card = { id, brand: "visa", last4: "4242", expMonth: 12, expYear: 2030 };
      savedCards.set(userId, [card, ...(savedCards.get(userId) ?? [])]);
      return card;
    },
    /** Sets the methods that the payments Worker offers; cards alone by default. */
    offer(...offered: PaymentMethod[]) {
      methods = offered;
    },
    /** Sets the limits that failed payments report. */
    limitedTo(range: ChargeLimits | null) {
      limits = range;
    },
    /** Sets the pause of the card that failed payments report. */
    pausedFor(seconds: number | null) {
      retryAfterSeconds = seconds;
    },
    /** Sets why payments fail. */
    failBecause(code: string) {
      failureCode = code;
    },
    /** Sets the state of a payment that the provider does not cancel. */
    keep(orderId: string, state: PaymentState) {
      kept.add(orderId);
      this.set(orderId, state);
    },
    /** Sets the state of an order's last payment. */
    set(orderId: string, state: PaymentState) {
      const payment = ofOrders([orderId]).at(-1);
      if (!payment) return;
      payment.state = state;
      if (state === "succeeded") payment.capturedMinor = payment.amount.amount;
    },
  };
};
