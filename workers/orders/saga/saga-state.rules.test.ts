import { expect, test } from "bun:test";
import {
  ORDER_PAYMENT_STATUSES,
  ORDER_STATUSES,
  type OrderPaymentStatus,
  type OrderStatus,
} from "#contract/orders";
import { SAGA_STATES } from "#orders/saga.contract";
import { sagaStateOf, sagaStatesOf } from "./saga-state.rules";

const MONEY = [
  { capturedMinor: 0, refundedMinor: 0 },
  { capturedMinor: 100, refundedMinor: 100 },
  { capturedMinor: 100, refundedMinor: 40 },
];
const ALL = ORDER_STATUSES.flatMap((status) =>
  ORDER_PAYMENT_STATUSES.flatMap((paymentStatus) =>
    MONEY.map((money) => ({ status, paymentStatus, ...money })),
  ),
);
/** The pairs of statuses that no move sets. */
const NEVER: [OrderStatus[], OrderPaymentStatus[]][] = [
  [
    ["pending", "payment_requested"],
    ORDER_PAYMENT_STATUSES.filter((status) => status !== "pending"),
  ],
  [
    ["confirmed", "shipped", "delivered"],
    ["failed", "voided"],
  ],
  [["failed"], ORDER_PAYMENT_STATUSES.filter((status) => status !== "failed")],
  [["cancelled"], ["pending"]],
];
const isNever = ({ status, paymentStatus }: (typeof ALL)[number]) =>
  NEVER.some(
    ([statuses, payments]) => statuses.includes(status) && payments.includes(paymentStatus),
  );

test("gives every order that moves can make exactly one state", () => {
  const wrong = ALL.filter((order) => sagaStatesOf(order).length !== (isNever(order) ? 0 : 1));
  expect(wrong).toEqual([]);
});

test("uses every state", () => {
  expect([...new Set(ALL.map(sagaStateOf))].toSorted()).toEqual([...SAGA_STATES].toSorted());
});
