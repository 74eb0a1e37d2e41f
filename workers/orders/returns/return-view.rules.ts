import type { AfterSale } from "#orders/after-sale.contract";
import type { NoteRow } from "#orders/notes/notes.store";
import { noteView } from "#orders/staff/staff-view.rules";

interface ReturnOfOrder {
  id: string;
  orderId: string;
  orderNumber: string;
  afterSale: AfterSale | null;
}

/** Returns a return as staff see it: with its order, and the notes about its lines. */
export const staffReturnView = (
  { id, orderId, orderNumber, afterSale }: ReturnOfOrder,
  notes: readonly NoteRow[],
) => {
  const found = afterSale?.returns.find((known) => known.id === id);
  if (!found) throw new Error(`the order of return ${id} does not have it`);
  return {
    ...found,
    orderId,
    orderNumber,
    notes: notes.filter(({ partId }) => partId === id).map(noteView),
  };
};
