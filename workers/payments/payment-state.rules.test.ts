import { expect, test } from "bun:test";
import { PAYMENT_STATES } from "#contract/payments";
import { isFinal, mayMove, PAYMENT_MOVES } from "./payment-state.rules";

test("a payment never comes back to where it was", () => {
  const reach = (state: (typeof PAYMENT_STATES)[number]): string[] =>
    PAYMENT_MOVES[state].flatMap((next) => [next, ...reach(next)]);
  for (const state of PAYMENT_STATES) expect(reach(state)).not.toContain(state);
});

test("every payment can still come to an end, and an end is one", () => {
  for (const state of PAYMENT_STATES) {
    const ends = PAYMENT_STATES.filter((next) => mayMove(state, next) && isFinal(next));
    expect(ends.length > 0).toBe(!isFinal(state));
  }
  expect(PAYMENT_STATES.filter(isFinal)).toEqual(["succeeded", "failed", "cancelled"]);
});
