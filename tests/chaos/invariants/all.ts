import type { Evidence } from "#tests/chaos/evidence";
import { CLIENTS } from "./clients";
import type { NotApplicable } from "./invariant";
import { LOCATIONS } from "./locations";
import { MAILS } from "./mails";
import { MONEY } from "./money";
import { ORDERS } from "./orders";
import { OUTSIDE } from "./outside";
import { PRICES } from "./prices";
import { SMS } from "./sms";
import { STOCK } from "./stock";

const INVARIANTS = [
  ...STOCK,
  ...LOCATIONS,
  ...MONEY,
  ...PRICES,
  ...ORDERS,
  ...CLIENTS,
  ...MAILS,
  ...SMS,
  ...OUTSIDE,
];

/** Promises that a run does not test, why, and the tests that do. */
export const NOT_APPLICABLE: readonly NotApplicable[] = [
  {
    id: "I10",
    title: "Coupons stay within their limits",
    why: "the shop has no coupons; unpaid orders have a limit",
    heldBy: "tests/races/stock.test.ts",
  },
  {
    id: "I17",
    title: "A revoked session is refused",
    why: "no actor of a run ends a session",
    heldBy: "tests/security/sessions.test.ts",
  },
  {
    id: "Q13",
    title: "Coupons match the paid orders",
    why: "the shop has no coupons; a paid order leaves the limit",
    heldBy: "workers/orders/placing/limits.test.ts",
  },
  {
    id: "Q14",
    title: "A cart keeps what was not bought",
    why: "a cart ends with its order, and the buyer needs a new one",
    heldBy: "workers/cart/checkout/order-events.test.ts",
  },
  {
    id: "Q15",
    title: "Merged carts add up",
    why: "no actor of a run claims a cart",
    heldBy: "tests/races/carts.test.ts",
  },
];

/** The ids of all promises that are tested here or elsewhere, each with its variants such as `Q8m`. */
export const PROMISES: ReadonlySet<string> = new Set(
  [...INVARIANTS, ...NOT_APPLICABLE].map(({ id }) => id),
);

export interface Finding {
  id: string;
  title: string;
  violations: string[];
}

/** Looks for violations of every invariant, in the order of their numbers. */
export const findingsIn = (evidence: Evidence): Finding[] =>
  INVARIANTS.map(({ id, title, violations }) => ({ id, title, violations: violations(evidence) }));
