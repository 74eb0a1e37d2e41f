import { returnApproved, returnRejected, returnRequested } from "#events/orders";
import { AppError } from "#kernel/errors";
import type { EventDefinition } from "#kernel/events/events";
import type { Return, ReturnLine } from "#orders/after-sale.contract";
import type { Move } from "#orders/moves/move.rules";
import { type MoveContext, moveEvent } from "#orders/moves/moves.rules";
import type { NewNote } from "#orders/notes/note.rules";
import type { OrderRow } from "#orders/order/order.rules";
import type { ExchangeOffer } from "#orders/returns.contract";
import { exchangeTerms } from "./exchange.rules";
import { requireReturnable } from "./return-policy.rules";

export interface ReturnInput {
  returnId: string;
  lines: ReturnLine[];
  exchangeFor: Return["exchangeFor"];
  /** Null for a refund. */
  exchange: ExchangeOffer | null;
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

/** Returns an event of a return. */
export const returnEvent = (
  row: OrderRow,
  returnId: string,
  definition: EventDefinition<ReturnData>,
  context: MoveContext,
) =>
  moveEvent(row, { definition, data: { orderId: row.id, cartId: row.cartId, returnId } }, context);

/** Returns the id of the staff that ask for a buyer; null if buyers ask, also staff for their own order. */
export const staffFor = ({ customerId }: OrderRow, { staffId }: ReturnInput) =>
  staffId === customerId ? null : staffId;

/** Returns the notes about a return. An order whose account was erased gets none. */
const notesOf = (row: OrderRow, input: ReturnInput): NewNote[] => {
  if (row.email === "") return [];
  const author = staffFor(row, input) ?? "buyer";
  return input.notes.map((note) => ({ ...note, author, partId: input.returnId }));
};

/**
 * Returns the move that asks to send units back, for a refund or an exchange. Staff may ask for units that buyers
 * cannot return by themselves, such as faulty units of a final sale.
 * @throws 409 `not_returnable`, `return_window_closed`, `not_exchangeable`
 */
export const requestReturnMove = (
  row: OrderRow,
  input: ReturnInput,
  shopWindowDays: number,
  context: MoveContext,
): Move => {
  const { returnId, lines, exchangeFor, exchange } = input;
  const arePoliciesBinding = staffFor(row, input) === null;
  requireReturnable(row, lines, { shopWindowDays, arePoliciesBinding }, context.nowMs);
  const data = {
    ...{ returnId, lines, exchangeFor },
    resolution: exchange ? ("exchange" as const) : ("refund" as const),
    ...(exchange
      ? { exchange: { ...exchange, ...exchangeTerms(row, lines, exchange.lines) } }
      : {}),
  };
  const written = notesOf(row, input);
  return {
    set: {},
    entries: [{ type: "return_requested", data }],
    events: [returnEvent(row, returnId, returnRequested, context)],
    ...(written.length > 0 ? { notes: written } : {}),
  };
};

/** @throws 409 `return_status_conflict` unless the return has one of these statuses */
export const requireStatus = (found: Return, ...allowed: Return["status"][]) => {
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
    events: [returnEvent(row, returnId, returnApproved, context)],
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
    events: [returnEvent(row, returnId, returnRejected, context)],
  };
};
