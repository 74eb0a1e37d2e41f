import type { Evidence } from "#tests/chaos/evidence";
import { CLIENTS } from "./clients";
import type { NotApplicable } from "./invariant";
import { MONEY } from "./money";
import { ORDERS } from "./orders";
import { OUTSIDE } from "./outside";
import { STOCK } from "./stock";

const INVARIANTS = [...STOCK, ...MONEY, ...ORDERS, ...CLIENTS, ...OUTSIDE];

/** Promises that a run does not test, and why. */
export const NOT_APPLICABLE: readonly NotApplicable[] = [
  { id: "I10", title: "Coupons stay within their limits", why: "the shop has no coupons" },
  {
    id: "I17",
    title: "A revoked session is refused",
    why: "no actor of a run ends a session; tests/security/sessions.test.ts does",
  },
  { id: "Q13", title: "Coupons match the paid orders", why: "the shop has no coupons" },
  {
    id: "Q14",
    title: "A cart keeps what was not bought",
    why: "a cart ends with its order, and the buyer needs a new one",
  },
  {
    id: "Q15",
    title: "Merged carts add up",
    why: "all buyers of a run are guests; workers/cart/ownership.test.ts has accounts",
  },
];

export interface Finding {
  id: string;
  title: string;
  violations: string[];
}

/** Looks for violations of every invariant, in the order of their numbers. */
export const findingsIn = (evidence: Evidence): Finding[] =>
  INVARIANTS.map(({ id, title, violations }) => ({ id, title, violations: violations(evidence) }));
