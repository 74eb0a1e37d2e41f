import type { OrderPaymentStatus, OrderStatus } from "#contract/orders";
import type { OrderRow } from "#orders/order/order.rules";
import type { SagaState } from "#orders/saga.contract";

/**
 * Where the money of an order is: none was taken, all of it goes back or is back, or the shop keeps some.
 */
export type TakenMoney = "none" | "returned" | "kept";

/** Payment statuses, and where the money is; anywhere if `money` is missing. */
interface Paid {
  payment: readonly OrderPaymentStatus[];
  money?: TakenMoney;
}

/** The orders of a saga state: those with one of the statuses that match one of `paid`. */
export interface SagaCondition {
  status: readonly OrderStatus[];
  paid: readonly [Paid, ...Paid[]];
}

const SOLD = ["confirmed", "shipped", "delivered"] as const;
const TAKEN = ["partially_paid", "paid", "partially_refunded"] as const;

/**
 * The statuses of an order for each state of its saga. No order is in two states. Statuses that are missing
 * here are set by no move.
 */
export const SAGA_CONDITIONS: Record<SagaState, SagaCondition> = {
  STARTED: { status: ["pending"], paid: [{ payment: ["pending"] }] },
  // Staff may sell an order whose money arrives later, such as by bank transfer.
  PAYMENT_REQUESTED: {
    status: ["payment_requested", ...SOLD],
    paid: [{ payment: ["pending"] }],
  },
  PAYMENT_SUCCEEDED: { status: SOLD, paid: [{ payment: ["authorized"] }] },
  PAYMENT_FAILED: { status: ["cancelled", "failed"], paid: [{ payment: ["failed"] }] },
  COMPLETED: { status: SOLD, paid: [{ payment: [...TAKEN, "refunded"] }] },
  COMPENSATING: {
    status: ["cancelled"],
    paid: [{ payment: ["authorized"] }, { payment: TAKEN, money: "returned" }],
  },
  // An order that cost nothing is paid, and has no money to return.
  COMPENSATED: {
    status: ["cancelled"],
    paid: [{ payment: ["voided", "refunded"] }, { payment: TAKEN, money: "none" }],
  },
  // A refund has failed, and the shop keeps money of a cancelled order until staff refund it.
  FAILED: { status: ["cancelled"], paid: [{ payment: TAKEN, money: "kept" }] },
};

export type SagaColumns = Pick<
  OrderRow,
  "status" | "paymentStatus" | "capturedMinor" | "refundedMinor"
>;

const moneyOf = ({ capturedMinor, refundedMinor }: SagaColumns): TakenMoney => {
  if (capturedMinor === 0) return "none";
  return capturedMinor > refundedMinor ? "kept" : "returned";
};

const matches = ({ status, paid }: SagaCondition, order: SagaColumns) =>
  status.includes(order.status) &&
  paid.some(
    ({ payment, money }) =>
      payment.includes(order.paymentStatus) && (money ?? moneyOf(order)) === moneyOf(order),
  );

/** Returns every state that an order matches: one, or none if no move sets its statuses. */
export const sagaStatesOf = (order: SagaColumns): SagaState[] =>
  (Object.keys(SAGA_CONDITIONS) as SagaState[]).filter((state) =>
    matches(SAGA_CONDITIONS[state], order),
  );

/** Returns the state of an order's saga. Statuses that no move sets are those of a failure. */
export const sagaStateOf = (order: SagaColumns): SagaState => sagaStatesOf(order)[0] ?? "FAILED";
