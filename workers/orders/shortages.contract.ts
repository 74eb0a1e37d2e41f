import * as z from "zod";
import { Id } from "#kernel/ids";

const SHORT = { lineId: Id("line"), quantity: z.int(), available: z.int() };

/** The lines of which a request names more units than are left. */
export const SHORT_LINES = { lines: z.array(z.strictObject(SHORT)) };

/** The lines of which a request needs more units than are in stock. */
export const UNSTOCKED_LINES = {
  lines: z.array(
    z.strictObject({
      ...SHORT,
      variantId: Id("variant"),
      title: z.string(),
      sku: z.string().nullable(),
    }),
  ),
};
