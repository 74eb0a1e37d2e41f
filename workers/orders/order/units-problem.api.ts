import type { DetailedProblem } from "#kernel/routes/definition";
import { SHORT_LINES, UNSTOCKED_LINES } from "#orders/shortages.contract";

/** The problem of units that were shipped, refunded or removed before, with the units that are left. */
export const UNITS_UNAVAILABLE = {
  code: "units_unavailable",
  members: SHORT_LINES,
} as const satisfies DetailedProblem;

/** The problem of units that are not in stock, with those that are. */
export const INSUFFICIENT_STOCK = {
  code: "insufficient_stock",
  members: UNSTOCKED_LINES,
} as const satisfies DetailedProblem;
