import { inventoryLow, inventoryReleased, orderEdited, paymentRequested } from "#events/orders";
import { AppError } from "#kernel/errors";
import { withoutMail } from "#kernel/events/events";
import { conflict } from "#kernel/mutations/retry-on-conflict";
import type { LineUnits } from "#orders/after-sale.contract";
import { beginCharge, linkEvent } from "#orders/charges/charge-move.rules";
import type { OrderEdit, PricedLine, PricedTerms } from "#orders/edits.contract";
import { type Move, rowAfter } from "#orders/moves/move.rules";
import { type MoveContext, moveEvent } from "#orders/moves/moves.rules";
import { amountDueMinor } from "#orders/order/balance.rules";
import { demandOf } from "#orders/order/demand.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { overpaidRefund, refundEvent } from "#orders/refunds/refund-move.rules";
import { termOf } from "#orders/search/terms.rules";
import { unitDifference } from "#orders/stock/unit-take.rules";
import type { EntryOf } from "#orders/timeline/entries.rules";
import { pricedTermsOf } from "#orders/timeline/terms.rules";
import { requireUnits, unitsOfOrder } from "#orders/timeline/units.rules";

/** The maximum number of edits of an order. */
const EDITS_MAX = 100;
/** The maximum number of lines of an order; that of a cart. */
export const LINES_MAX = 200;

const notEditable = (detail: string) => new AppError("order_not_editable", detail);

/**
 * The payment statuses of an order that is edited. `pending` is money that staff record later, and authorised money is
 * taken first.
 */
const PAID: readonly OrderRow["paymentStatus"][] = [
  "pending",
  "authorized",
  "partially_paid",
  "paid",
  "partially_refunded",
];

/** @throws 409 `order_not_editable` */
export const requireEditable = (row: OrderRow) => {
  if (row.status !== "confirmed") throw notEditable(`The order is ${row.status}.`);
  if (!PAID.includes(row.paymentStatus)) throw notEditable("The order is not paid.");
  if (row.email === "") throw notEditable("The account of the order was erased.");
  if ((row.afterSale?.edits?.length ?? 0) >= EDITS_MAX)
    throw notEditable(`An order has at most ${EDITS_MAX} edits.`);
};

/** Returns the units of each line that leave the order. */
const leavingUnits = (row: OrderRow, lines: readonly PricedLine[]): LineUnits[] => {
  const after = new Map(lines.map(({ id, quantity }) => [id, quantity]));
  return row.snapshot.lines
    .map(({ id, quantity }) => ({ lineId: id, quantity: quantity - (after.get(id) ?? 0) }))
    .filter(({ quantity }) => quantity > 0);
};

/** @throws 409 `order_not_editable` for an edit after which no units, or too many lines, are left */
const requireContent = (row: OrderRow, lines: readonly PricedLine[]) => {
  if (lines.length > LINES_MAX) throw notEditable(`An order has at most ${LINES_MAX} lines.`);
  const units = new Map(unitsOfOrder(row).map((line) => [line.lineId, line]));
  const isLeft = ({ id, quantity }: PricedLine) => quantity > (units.get(id)?.removed ?? 0);
  if (!lines.some(isLeft)) throw notEditable("No units would be left. Please cancel the order.");
};

/** Returns the texts by which staff find the order of lines. */
export const skuTerms = (lines: readonly PricedLine[]) =>
  lines.flatMap(({ sku }) => (sku ? [{ term: termOf(sku), isPersonal: false }] : []));

/** Returns the units that an edit takes from stock, and those that it gives back, summed over the lines. */
export const stockChange = (row: OrderRow, terms: PricedTerms) => {
  const { taken, given } = unitDifference(demandOf(row.snapshot.lines), demandOf(terms.lines));
  const policyOf = (variantId: string) => terms.policies[variantId] ?? "deny";
  return {
    taken: taken.map((units) => ({ ...units, policy: policyOf(units.variantId) })),
    given,
  };
};

/** Returns the id of the low-stock event of an edit. It is derived, because an edit has one. */
const lowStockId = (editId: string) => editId.replace(/^edt_/, "evt_");

const stockOf = (
  row: OrderRow,
  { editId, terms }: OrderEdit,
  context: MoveContext,
): Pick<Move, "taken" | "returned"> => {
  const { taken, given } = stockChange(row, terms);
  const variantIds = taken.map(({ variantId }) => variantId);
  const low = moveEvent(row, { definition: inventoryLow, data: { variantIds }, nth: 2 }, context);
  const back = { key: editId, to: "available", isUnshipped: true, units: given } as const;
  return {
    taken: { key: editId, units: taken, lowStock: { ...low, id: lowStockId(editId) } },
    returned: given.length > 0 ? [back] : [],
  };
};

const eventsOf = (row: OrderRow, edit: OrderEdit, move: Move, context: MoveContext) => {
  const about = { orderId: row.id, cartId: row.cartId, editId: edit.editId };
  const edited = moveEvent(row, { definition: orderEdited, data: about }, context);
  const variantIds = (move.returned ?? []).flatMap(({ units }) =>
    units.map(({ variantId }) => variantId),
  );
  const released = { definition: inventoryReleased, data: { variantIds }, nth: 2 } as const;
  return [
    edit.notify ? edited : withoutMail(edited),
    ...(variantIds.length > 0 ? [moveEvent(row, released, context)] : []),
  ];
};

/** Returns the id of the refund of an edit. It is derived, because an edit is refunded once. */
const refundIdOf = (editId: string) => editId.replace(/^edt_/, "ref_");

/** Adds what follows from the difference: a refund, a charge of a saved card, or a link for the buyer. */
const withDifference = (row: OrderRow, edit: OrderEdit, move: Move, context: MoveContext): Move => {
  const after = rowAfter(row, move, context.nowMs);
  const refund = overpaidRefund(after, refundIdOf(edit.editId));
  if (refund.length > 0) {
    const events = [...move.events, refundEvent(row, refundIdOf(edit.editId), context)];
    return { ...move, entries: [...move.entries, ...refund], events };
  }
  if (amountDueMinor(after) === 0 || after.paymentStatus === "pending") return move;
  const { charge } = edit;
  if (charge?.method !== "saved_card")
    return { ...move, events: [...move.events, linkEvent(row, context, 3)] };
  const card = { method: "card", token: charge.paymentMethodId, returnUrl: null };
  const begun = beginCharge(after, { ...card, save: false, offSession: true }, context.nowMs);
  const about = {
    definition: paymentRequested,
    data: { orderId: row.id, cartId: row.cartId },
    nth: 3,
  } as const;
  return {
    ...move,
    set: { ...move.set, ...begun.set },
    entries: [...move.entries, begun.entry],
    events: [...move.events, moveEvent(row, about, context)],
  };
};

/**
 * Returns the move that replaces the lines and totals of an order, moves the units and settles the difference.
 * @throws 409 `order_not_editable`, `units_unavailable`, and `conflict` if the order has moved since the edit was
 * priced
 */
export const editMove = (row: OrderRow, edit: OrderEdit, context: MoveContext): Move => {
  requireEditable(row);
  const isUnsettled = row.openCharge !== null || row.paymentStatus === "authorized";
  if (row.sequence !== edit.sequence || isUnsettled) throw conflict("The order has changed.");
  const { editId, reason, terms } = edit;
  requireContent(row, terms.lines);
  requireUnits(unitsOfOrder(row), leavingUnits(row, terms.lines), ({ open }) => open);
  const data = { editId, reason, before: pricedTermsOf(row.snapshot), after: terms };
  const entry: EntryOf<"edited"> = { type: "edited", data };
  const stock = stockOf(row, edit, context);
  const move: Move = {
    set: {},
    entries: [entry],
    events: [],
    terms: skuTerms(terms.lines),
    ...stock,
  };
  const announced = { ...move, events: eventsOf(row, edit, move, context) };
  return withDifference(row, edit, announced, context);
};
