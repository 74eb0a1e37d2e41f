import * as z from "zod";
import { Id } from "#kernel/ids";
import type { DetailedProblem } from "#kernel/routes/definition";

/** The lines of which a request names more units than are left. */
export const SHORT_LINES = {
  lines: z.array(z.strictObject({ lineId: Id("line"), quantity: z.int(), available: z.int() })),
};

/** The problem of units that were shipped, refunded or removed before, with the units that are left. */
export const UNITS_UNAVAILABLE = {
  code: "units_unavailable",
  members: SHORT_LINES,
} as const satisfies DetailedProblem;
