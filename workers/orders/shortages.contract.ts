import * as z from "zod";
import { Id } from "#kernel/ids";
import { OrderLine } from "#orders/order-line.contract";

const UNITS = { lineId: Id("line"), quantity: z.int() };
const VARIANT = OrderLine.pick({ variantId: true, title: true, sku: true }).shape;
const AVAILABLE = { available: z.int() };

/** The lines of which a request names more units than are left. */
export const SHORT_LINES = { lines: z.array(z.strictObject({ ...UNITS, ...AVAILABLE })) };

/** The lines of which a request needs more units than are in stock. */
export const UNSTOCKED_LINES = {
  lines: z.array(z.strictObject({ ...UNITS, ...VARIANT, ...AVAILABLE })),
};

/** The lines with which a buyer would have more units of a variant than allowed. */
export const LIMITED_LINES = {
  lines: z.array(
    z.strictObject({
      ...UNITS,
      ...VARIANT,
      bought: z.int().describe("Units in earlier orders of the buyer."),
      max: z.int(),
    }),
  ),
};
