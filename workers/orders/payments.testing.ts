import type {
  ChargeLimits,
  Payment,
  PaymentRequest,
  PaymentState,
  PaymentsRpc,
} from "#contract/payments";
import { newId } from "#kernel/ids";
import { ok, refuse } from "#kernel/result";
import { stubRpc } from "#kernel/testing";

/** The states in which a payment holds no money yet. Such a payment can be cancelled, and not captured. */
const OPEN: readonly PaymentState[] = ["pending", "requires_action", "processing"];

const captured = ({ amount }: Payment) =>
  ({ state: "succeeded", capturedMinor: amount.amount }) as const;

/** The payments Worker in memory. Tests set the states of its payments. */
export const inMemoryPayments = () => {
  const payments = new Map<string, Payment>();
  /** Orders that were ended before they had a payment, and therefore cannot get one. */
  const blocked = new Set<string>();
  const next: { state: PaymentState | Error }[] = [];
  let decided: () => PaymentState = () => "authorized";
  let limits: ChargeLimits | null = null;
  let retryAfterSeconds: number | null = null;
  const rpc: PaymentsRpc = stubRpc<PaymentsRpc>("payments", {
    async authorise({ orderId, amount, method }: PaymentRequest) {
      const held = payments.get(orderId);
      if (held) return held;
      const wanted = blocked.has(orderId) ? "cancelled" : (next.shift()?.state ?? decided());
      if (wanted instanceof Error) throw wanted;
      const payment: Payment = {
        id: newId("payment"),
        orderId,
        state: wanted,
        method,
        amount,
        capturedMinor: wanted === "succeeded" ? amount.amount : 0,
        nextAction:
          wanted === "requires_action" ? { type: "redirect", url: "https://bank.test" } : null,
        failureCode: wanted === "failed" ? "insufficient_funds" : null,
        limits: wanted === "failed" ? limits : null,
        retryAfterSeconds: wanted === "failed" ? retryAfterSeconds : null,
      };
      if (!blocked.has(orderId)) payments.set(orderId, payment);
      return payment;
    },
    authoriseAll: (requests, trace) =>
      Promise.all(requests.map(async (request) => ok(await rpc.authorise(request, trace)))),
    refreshAll: async (orderIds) => orderIds.map((orderId) => ok(payments.get(orderId) ?? null)),
    captureAll: async (orderIds) =>
      orderIds.map((orderId) => {
        const payment = payments.get(orderId);
        if (!payment) return refuse("not_found");
        if (OPEN.includes(payment.state)) return refuse("conflict");
        if (payment.state !== "authorized") return ok(payment);
        return ok(Object.assign(payment, captured(payment)));
      }),
    endAll: async (orderIds) =>
      orderIds.map((orderId) => {
        const payment = payments.get(orderId);
        if (!payment) blocked.add(orderId);
        if (payment && OPEN.includes(payment.state)) payment.state = "cancelled";
        return ok(payment ?? null);
      }),
    async ofOrders(orderIds) {
      const kept = { provider: "stripe", providerRef: null, createdAt: new Date(0).toISOString() };
      return orderIds.flatMap((orderId) => {
        const payment = payments.get(orderId);
        return payment ? [{ ...payment, ...kept }] : [];
      });
    },
  });
  return {
    rpc,
    /** Sets the state of all later payments; `authorized` by default. */
    decide(decision: () => PaymentState) {
      decided = decision;
    },
    /** Sets the states of the next payments. They take precedence over `decide`. */
    answerWith: (...states: (PaymentState | Error)[]) =>
      next.push(...states.map((state) => ({ state }))),
    /** Sets the limits that failed payments report. */
    limitedTo(range: ChargeLimits | null) {
      limits = range;
    },
    /** Sets the pause of the card that failed payments report. */
    pausedFor(seconds: number | null) {
      retryAfterSeconds = seconds;
    },
    set(orderId: string, state: PaymentState) {
      const payment = payments.get(orderId);
      if (!payment) return;
      payment.state = state;
      if (state === "succeeded") payment.capturedMinor = payment.amount.amount;
    },
  };
};
