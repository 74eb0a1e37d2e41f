import { returnApproved, returnReceived, returnRejected, returnRequested } from "#events/orders";
import { AppError } from "#kernel/errors";
import type { EventDefinition } from "#kernel/events/events";
import type { ReceivedLine, Return, ReturnLine } from "#orders/after-sale.contract";
import type { Move } from "#orders/moves/move.rules";
import { type MoveContext, moveEvent } from "#orders/moves/moves.rules";
import type { NewNote } from "#orders/notes/note.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { refundEvent, releasedEvents, returnRefund } from "#orders/refunds/refund-move.rules";
import { splitRefund } from "#orders/refunds/refund-split.rules";
import { type UnitReturn, unitsByVariant } from "#orders/stock/unit-return.rules";
import type { Entry, EntryOf } from "#orders/timeline/entries.rules";
import { folded } from "#orders/timeline/fold.rules";
import { NOTHING_AFTER_SALE, requireUnits, sumUnits, unitsOf } from "#orders/timeline/units.rules";
import { requireReturnable } from "./return-policy.rules";

export interface ReturnInput {
  returnId: string;
  lines: ReturnLine[];
  resolution: Return["resolution"];
  notes: Omit<NewNote, "author" | "partId">[];
  /** The id of the account or API key of the staff that ask; null if the buyer asks. */
  staffId: string | null;
}

export const returnIn = ({ afterSale }: OrderRow, returnId: string): Return => {
  const found = afterSale?.returns.find(({ id }) => id === returnId);
  if (!found) throw new AppError("not_found", "Return not found.");
  return found;
};

export const hasReturn = ({ afterSale }: OrderRow, returnId: string) =>
  afterSale?.returns.some(({ id }) => id === returnId) ?? false;

/** The data of the events of returns. */
interface ReturnData {
  orderId: string;
  cartId: string;
  returnId: string;
}

const eventOf = (
  row: OrderRow,
  returnId: string,
  definition: EventDefinition<ReturnData>,
  context: MoveContext,
) =>
  moveEvent(row, { definition, data: { orderId: row.id, cartId: row.cartId, returnId } }, context);

/** Returns the id of the staff that ask for a buyer; null if buyers ask, also staff for their own order. */
const staffFor = ({ customerId }: OrderRow, { staffId }: ReturnInput) =>
  staffId === customerId ? null : staffId;

/** Returns the notes about a return. An order whose account was erased gets none. */
const notesOf = (row: OrderRow, input: ReturnInput): NewNote[] => {
  if (row.email === "") return [];
  const author = staffFor(row, input) ?? "buyer";
  return input.notes.map((note) => ({ ...note, author, partId: input.returnId }));
};

/**
 * Returns the move that asks to send units back. Staff may ask for units that buyers cannot return by
 * themselves, such as faulty units of a final sale.
 * @throws 409 `not_returnable`, `return_window_closed`
 */
export const requestReturnMove = (
  row: OrderRow,
  input: ReturnInput,
  shopWindowDays: number,
  context: MoveContext,
): Move => {
  const { returnId, lines, resolution } = input;
  const arePoliciesBinding = staffFor(row, input) === null;
  requireReturnable(row, lines, { shopWindowDays, arePoliciesBinding }, context.nowMs);
  const data = { returnId, lines, resolution, exchangeFor: [] };
  const written = notesOf(row, input);
  return {
    set: {},
    entries: [{ type: "return_requested", data }],
    events: [eventOf(row, returnId, returnRequested, context)],
    ...(written.length > 0 ? { notes: written } : {}),
  };
};

/** @throws 409 `return_status_conflict` unless the return has one of these statuses */
const requireStatus = (found: Return, ...allowed: Return["status"][]) => {
  const { status } = found;
  if (!allowed.includes(status))
    throw new AppError("return_status_conflict", `The return is ${status}.`, {
      extensions: { returnStatus: status },
    });
  return found;
};

/** Returns the move that approves a requested return; undefined if it is approved already. */
export const approveMove = (
  row: OrderRow,
  returnId: string,
  context: MoveContext,
): Move | undefined => {
  const { status } = requireStatus(returnIn(row, returnId), "requested", "approved");
  if (status === "approved") return undefined;
  return {
    set: {},
    entries: [{ type: "return_approved", data: { returnId } }],
    events: [eventOf(row, returnId, returnApproved, context)],
  };
};

/** Returns the move that rejects an open return; undefined if it is rejected already. */
export const rejectMove = (
  row: OrderRow,
  { returnId, reason }: { returnId: string; reason: string | null },
  context: MoveContext,
): Move | undefined => {
  const found = returnIn(row, returnId);
  if (found.status === "rejected") return undefined;
  requireStatus(found, "requested", "approved");
  return {
    set: {},
    entries: [{ type: "return_rejected", data: { returnId, reason } }],
    events: [eventOf(row, returnId, returnRejected, context)],
  };
};

/** @throws 409 `units_unavailable` for more units than the return has */
const requireAskedUnits = (
  { lines: asked }: Return,
  lines: readonly ReceivedLine[],
  row: OrderRow,
) => {
  const units = sumUnits(asked);
  const known = unitsOf(row.snapshot.lines, NOTHING_AFTER_SALE);
  requireUnits(known, lines, ({ lineId }) => units.get(lineId) ?? 0);
};

/** Returns how the received units leave the account `sold`. */
const stockOf = (row: OrderRow, returnId: string, lines: readonly ReceivedLine[]): UnitReturn[] => {
  const unitsWith = (wanted: ReceivedLine["disposition"]) =>
    unitsByVariant(
      row.snapshot.lines,
      lines.filter(({ disposition }) => disposition === wanted),
    );
  const sides = [
    { to: "available", units: unitsWith("restock") },
    { to: "world", units: unitsWith("write_off") },
  ] as const;
  return sides
    .filter(({ units }) => units.length > 0)
    .map((side) => ({ key: returnId, isUnshipped: false, ...side }));
};

/** Returns the id of the refund of a return. It is derived, because a return is refunded once. */
const refundIdOf = (returnId: string) => returnId.replace(/^ret_/, "ref_");

/** Returns the entries that refund received units; none if nothing is left to refund. */
const refundEntries = (
  row: OrderRow,
  returnId: string,
  lines: readonly ReceivedLine[],
): Entry[] => {
  const refundId = refundIdOf(returnId);
  const refunded = lines.map(({ disposition, ...units }) => ({
    ...units,
    restock: disposition === "restock",
  }));
  const data = returnRefund(row, { refundId, lines: refunded });
  if (!data) return [];
  return [...splitRefund(row, data), { type: "return_refunded", data: { returnId, refundId } }];
};

/**
 * Returns the move that records the units which came back, moves their stock and books their refund. Units
 * that did not arrive stay with the buyer, who can ask again.
 * @throws 409 `return_status_conflict`, `units_unavailable`
 */
export const receiveMove = (
  row: OrderRow,
  { returnId, lines }: { returnId: string; lines: ReceivedLine[] },
  context: MoveContext,
): Move => {
  requireAskedUnits(requireStatus(returnIn(row, returnId), "approved"), lines, row);
  const entry: EntryOf<"return_received"> = { type: "return_received", data: { returnId, lines } };
  const after = { ...row, ...folded(row, [entry], context.nowMs) };
  const refund = refundEntries(after, returnId, lines);
  const returned = stockOf(row, returnId, lines);
  return {
    set: {},
    entries: [entry, ...refund],
    events: [
      eventOf(row, returnId, returnReceived, context),
      ...releasedEvents(row, returned, context),
      ...(refund.length > 0 ? [refundEvent(row, refundIdOf(returnId), context)] : []),
    ],
    returned,
  };
};
