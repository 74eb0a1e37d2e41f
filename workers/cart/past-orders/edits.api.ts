import * as z from "zod";
import { PLACED_EXAMPLE } from "#cart/checkout/order.example.rules";
import { CART_LINES_MAX, LINE_QUANTITY_MAX } from "#contract/cart";
import { Order } from "#contract/orders";
import { Id } from "#kernel/ids";
import { defineRoute } from "#kernel/routes/definition";
import { EditCharge, EditPreview, EditReason } from "#orders/edits.contract";
import { SHORT_LINES, UNSTOCKED_LINES } from "#orders/shortages.contract";

const Quantity = z.int().min(1).max(LINE_QUANTITY_MAX);
const lineId = Id("line");

/** Returns the units of the variant that has the most. */
const largestSum = (add: readonly { variantId: string; quantity: number }[]) => {
  const units = new Map<string, number>();
  for (const { variantId, quantity } of add)
    units.set(variantId, (units.get(variantId) ?? 0) + quantity);
  return Math.max(0, ...units.values());
};

const NewEdit = z
  .strictObject({
    add: z
      .array(z.strictObject({ variantId: Id("variant"), quantity: Quantity }))
      .min(1)
      .max(CART_LINES_MAX)
      .optional()
      .describe(
        "Units that join the order at current prices, as one new line for each variant, also if the order has lines of it. Staff may exceed the limit per buyer.",
      ),
    remove: z
      .array(z.strictObject({ lineId }))
      .min(1)
      .max(CART_LINES_MAX)
      .optional()
      .describe("Lines whose units leave the order, as far as they were not shipped."),
    set: z
      .array(z.strictObject({ lineId, quantity: Quantity }))
      .min(1)
      .max(CART_LINES_MAX)
      .optional()
      .describe("New quantities of lines, at the unit prices that were agreed."),
    reason: EditReason.optional().describe("Shown to the buyer in the timeline."),
    charge: EditCharge.optional().describe(
      "How the difference is paid if the order costs more: by a link in a mail to the buyer, or by a saved card in the buyer's absence. If the bank wants the buyer, or refuses, the link is mailed. A link if missing.",
    ),
    notify: z
      .boolean()
      .optional()
      .describe("Whether the buyer gets a mail about the edit. True if missing."),
    preview: z
      .boolean()
      .optional()
      .describe("Answers what the edit would change, 200, and changes nothing."),
  })
  .refine(({ add, remove, set }) => add || remove || set, {
    path: ["add"],
    error: "must be given unless `remove` or `set` is",
    params: { code: "required" },
  })
  .refine(({ add = [] }) => largestSum(add) <= LINE_QUANTITY_MAX, {
    path: ["add"],
    error: `must have at most ${LINE_QUANTITY_MAX} units of a variant`,
    params: { code: "too_many", max: LINE_QUANTITY_MAX },
  })
  .refine(
    ({ remove = [], set = [] }) => {
      const ids = [...remove, ...set].map((line) => line.lineId);
      return new Set(ids).size === ids.length;
    },
    { path: ["set"], error: "must name each line once", params: { code: "duplicate" } },
  );
export type NewEdit = z.infer<typeof NewEdit>;

const { id, lines, totals } = PLACED_EXAMPLE;
const [line] = lines;

export const editOrder = defineRoute({
  method: "POST",
  path: "/v1/admin/orders/:id/edits",
  operation: "editOrder",
  summary: "Change the lines of a sold order, and charge or refund the difference",
  description: [
    "For a confirmed order, of which units may be shipped. Units that stay keep their price, the shipping stays as",
    "agreed, and the tax is that of the order's rate. What the order costs less is refunded; what it costs more is",
    "the order's `amountDue`. The buyer pays it by `POST /v1/orders/{id}/payments`.",
  ].join("\n"),
  tag: "admin-orders",
  access: "staff",
  scope: "orders",
  rate: "staff",
  idempotency: "keyRequired",
  body: NewEdit,
  query: null,
  answers: { 200: EditPreview, 201: Order },
  problems: [
    "order_not_editable",
    { code: "units_unavailable", members: SHORT_LINES },
    { code: "insufficient_stock", members: UNSTOCKED_LINES },
    "variant_unknown",
    "variant_unavailable",
    "payment_method_unknown",
    "conflict",
  ],
  example: {
    params: { id },
    headers: { "Idempotency-Key": "0d4ff3f0-8c2a-4a5e-9a53-1f6e1f0c9a12" },
    body: {
      set: [{ lineId: line?.id, quantity: 1 }],
      reason: "One lantern broke in our hands",
      preview: true,
    },
    answer: {
      lines,
      totals,
      amountDue: { amount: 0, currency: "EUR" },
      refund: { amount: 1250, currency: "EUR" },
    } satisfies EditPreview,
  },
});
