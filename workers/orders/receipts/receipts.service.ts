import type { ReceiptDocument, ReceiptFormat, ReceiptsRpc } from "#contract/receipts";
import type { Settings } from "#contract/settings";
import type { Actor } from "#kernel/actor";
import { currentTrace } from "#kernel/call";
import { AppError } from "#kernel/errors";
import type { OrderRow } from "#orders/order/order.rules";
import type { OrdersService } from "#orders/order/orders.service";
import type { OrdersStore } from "#orders/order/orders.store";
import { creditIn, creditNoteOf } from "./credit-note.rules";
import { receiptOf } from "./document.rules";
import type { DocumentRow, ReceiptsStore } from "./receipts.store";

interface Dependencies {
  store: Pick<OrdersStore, "find" | "timeline">;
  orders: Pick<OrdersService, "order">;
  numbers: ReceiptsStore;
  readSettings(): Promise<Settings>;
  receipts: ReceiptsRpc;
}

interface Wanted {
  orderId: string;
  actor: Actor;
  accessToken: string | undefined;
  /** The refund, or the exchanged return, whose credit note is read; undefined for the receipt. */
  creditedId: string | undefined;
  format: ReceiptFormat;
}

const notIssued = (what: string) => new AppError("not_found", `There is no ${what} yet.`);

/** Renders the receipts and credit notes of orders. Throws 404 for another account's order. */
export const receiptsService = (deps: Dependencies) => {
  const { store, orders, numbers, readSettings, receipts } = deps;

  const creditNote = async (row: OrderRow, documents: readonly DocumentRow[], id: string) => {
    const note = documents.find((document) => document.refundId === id);
    const credit = creditIn(row, id);
    if (!note || !credit) throw notIssued("credit note of this refund or exchange");
    const receipt = documents.find(({ kind }) => kind === "receipt");
    return creditNoteOf(row, note, { credit, receipt, settings: await readSettings() });
  };

  const receipt = async (row: OrderRow, documents: readonly DocumentRow[]) => {
    const document = documents.find(({ kind }) => kind === "receipt");
    if (!document) throw notIssued("receipt of this order");
    const [settings, timeline] = await Promise.all([readSettings(), store.timeline(row.id)]);
    return receiptOf(row, document, { settings, timeline });
  };

  const documentOf = async (
    row: OrderRow,
    creditedId: string | undefined,
  ): Promise<ReceiptDocument> => {
    const documents = await numbers.ofOrder(row.id);
    return creditedId === undefined
      ? receipt(row, documents)
      : creditNote(row, documents, creditedId);
  };

  /** Returns a rendered document and its number. */
  return async ({ orderId, actor, accessToken, creditedId, format }: Wanted) => {
    await orders.order(orderId, actor, accessToken);
    const row = await store.find(orderId);
    if (!row) throw notIssued("receipt of this order");
    const document = await documentOf(row, creditedId);
    const rendered = await receipts.render(document, format, currentTrace());
    return { ...rendered, number: document.number };
  };
};
export type ReadReceipt = ReturnType<typeof receiptsService>;
