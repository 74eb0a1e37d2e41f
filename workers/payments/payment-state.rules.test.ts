import { expect, test } from "bun:test";
import { PAYMENT_STATES } from "#contract/payments";
import {
  isFinal,
  isUnpaid,
  mayMove,
  PAYMENT_MOVES,
  UNDECIDED_STATES,
  UNPAID_STATES,
} from "./payment-state.rules";

test("never returns to an earlier state", () => {
  const reach = (state: (typeof PAYMENT_STATES)[number]): string[] =>
    PAYMENT_MOVES[state].flatMap((next) => [next, ...reach(next)]);
  for (const state of PAYMENT_STATES) expect(reach(state)).not.toContain(state);
});

test("reaches a final state from every state that is not final", () => {
  for (const state of PAYMENT_STATES) {
    const ends = PAYMENT_STATES.filter((next) => mayMove(state, next) && isFinal(next));
    expect(ends.length > 0).toBe(!isFinal(state));
  }
  expect(PAYMENT_STATES.filter(isFinal)).toEqual(["succeeded", "failed", "cancelled"]);
});

test("sorts every state into undecided, awaiting money, unpaid and paid", () => {
  const paid = PAYMENT_STATES.filter((state) => isFinal(state) && !isUnpaid(state));
  expect(paid).toEqual(["succeeded"]);
  const sorted = [...UNDECIDED_STATES, "awaiting_money", ...UNPAID_STATES, ...paid];
  expect(sorted.toSorted()).toEqual(PAYMENT_STATES.toSorted());
});
