import { z } from "zod";
import { Id } from "#kernel/ids";
import type { DetailedProblem } from "#kernel/routes/definition";

/** The problem of units that were shipped, refunded or removed before, with the units that are left. */
export const UNITS_UNAVAILABLE = {
  code: "units_unavailable",
  members: {
    lines: z.array(z.strictObject({ lineId: Id("line"), quantity: z.int(), available: z.int() })),
  },
} as const satisfies DetailedProblem;
