import type { OrderLine } from "#contract/orders";
import { newId } from "#kernel/ids";
import { money } from "#kernel/money";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import { inCall } from "#kernel/testing";
import { codeOf, newRequest } from "#orders/after-sale.testing";
import type { EditableOrder, OrderEdit, PricedTerms } from "#orders/edits.contract";
import type { TestOrders } from "#orders/testing";

export interface Change {
  /** New quantities by line; 0 removes a line. */
  set?: Record<string, number>;
  add?: { variantId: string; quantity: number; unitMinor: number; policy?: "deny" | "continue" }[];
}

const priced = (line: OrderLine, quantity: number): PricedTerms["lines"][number] => {
  const { properties: _, ...rest } = line;
  const total = money(line.unitPrice.amount * quantity, line.unitPrice.currency);
  return { ...rest, quantity, subtotal: total, total };
};

const addedLine = (
  like: OrderLine,
  { variantId, quantity, unitMinor }: NonNullable<Change["add"]>[number],
) => {
  const unitPrice = money(unitMinor, like.unitPrice.currency);
  const line = { ...like, id: newId("line"), variantId, title: "Added", sku: "ADDED-1", unitPrice };
  return priced(line, quantity);
};

/** Returns the terms of an order after a change, without tax, as the cart Worker would price them. */
export const termsAfter = (
  { policies, ...order }: EditableOrder,
  { set = {}, add = [] }: Change,
): PricedTerms => {
  const [like] = order.lines;
  if (!like) throw new Error("the order has no lines");
  const lines = [
    ...order.lines
      .map((line) => priced(line, set[line.id] ?? line.quantity))
      .filter(({ quantity }) => quantity > 0),
    ...add.map((units) => addedLine(like, units)),
  ];
  const { currency } = order;
  const subtotalMinor = lines.reduce((sum, { total }) => sum + total.amount, 0);
  return {
    lines,
    policies: {
      ...policies,
      ...Object.fromEntries(add.map(({ variantId, policy = "deny" }) => [variantId, policy])),
    },
    totals: {
      ...order.totals,
      subtotal: money(subtotalMinor, currency),
      total: money(subtotalMinor + order.totals.shipping.amount, currency),
    },
  };
};

interface Options extends Partial<Pick<OrderEdit, "charge" | "reason" | "notify" | "editId">> {
  request?: KeyedRequest;
}

/** Prices an edit of an order as it is now. */
export const pricedEdit = async (
  shop: TestOrders,
  orderId: string,
  change: Change,
  { request = newRequest(), ...options }: Options = {},
) => {
  const begun = await inCall(() => shop.edits.start(orderId, request));
  if ("answer" in begun) return { answer: begun.answer, request };
  const { editable } = begun;
  const edit: OrderEdit = {
    orderId,
    editId: newId("edit"),
    sequence: editable.sequence,
    terms: termsAfter(editable, change),
    reason: null,
    charge: null,
    notify: true,
    ...options,
  };
  return { edit, request };
};

/** Edits an order as the cart Worker does: prices it again while others move it. */
export const edited = (
  shop: TestOrders,
  orderId: string,
  change: Change,
  options: Options = {},
) => {
  const fixed = { request: newRequest(), editId: newId("edit"), ...options };
  return retryOnConflict(
    async () => {
      const priced = await pricedEdit(shop, orderId, change, fixed);
      if (!priced.edit) return { ...priced.answer, replayed: true };
      const { edit, request } = priced;
      return (await inCall(() => shop.edits.edit(edit, request))) ?? CONFLICT;
    },
    { isConflict: (err) => (err as { code?: string }).code === "conflict" },
  );
};

/** Returns the error code with which an edit is refused. */
export const editCode = (...args: Parameters<typeof edited>) => codeOf(edited(...args));
