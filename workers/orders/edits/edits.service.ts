import type { PaymentsRpc } from "#contract/payments";
import { afterAnswer, currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { AppError, appErrorIn } from "#kernel/errors";
import { log } from "#kernel/log";
import { money } from "#kernel/money";
import type { Answer, Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import type { ReplayableAnswer } from "#kernel/mutations/once";
import type { ChargesService } from "#orders/charges/charges.service";
import type { EditPreview, EditStart, OrderEdit, PricedLine } from "#orders/edits.contract";
import { rowAfter } from "#orders/moves/move.rules";
import { moveContext } from "#orders/moves/move-context.port";
import { orderNotFound, type RequestMove } from "#orders/moves/requested-moves.service";
import { amountDueMinor } from "#orders/order/balance.rules";
import { buyerOf } from "#orders/order/buyer.rules";
import type { OrderRow } from "#orders/order/order.rules";
import type { OrdersStore } from "#orders/order/orders.store";
import { orderView } from "#orders/order/view.rules";
import type { PaymentProgressService } from "#orders/payment-progress/payment-progress.service";
import type { StockStore } from "#orders/stock/stock.store";
import { shortLines } from "#orders/stock/stock-shortage.rules";
import { taxRateOf } from "#orders/timeline/tax-rate.rules";
import { unitsOfOrder } from "#orders/timeline/units.rules";
import { editMove, requireEditable, stockChange } from "./edit-move.rules";

interface Dependencies {
  store: Pick<OrdersStore, "find">;
  stock: Pick<StockStore, "sellable">;
  progress: Pick<PaymentProgressService, "captureNow">;
  charges: Pick<ChargesService, "endOpen" | "advance">;
  payments: Pick<PaymentsRpc, "methodsOf">;
  idempotency: Pick<Idempotency, "find">;
  requestMove: RequestMove;
  clock: Clock;
}

const isEdited = ({ afterSale }: OrderRow, editId: string) =>
  afterSale?.edits?.includes(editId) ?? false;

/** Returns an order as if its authorised money were taken and its open charge had ended. */
const settled = (row: OrderRow): OrderRow => ({
  ...row,
  openCharge: null,
  ...(row.paymentStatus === "authorized"
    ? { paymentStatus: "paid", capturedMinor: row.totalMinor }
    : {}),
});

/** Returns lines with each part of a bundle as a line of its own. */
const singleLines = (lines: readonly PricedLine[]) =>
  lines.flatMap(({ parts, ...line }) =>
    parts ? parts.map(({ quantity: _, ...part }) => ({ ...line, ...part })) : [line],
  );

/** Returns the units of variants that an edit takes, as lines of its terms. */
const takenLines = (row: OrderRow, edit: OrderEdit) => {
  const lineOf = new Map(singleLines(edit.terms.lines).map((line) => [line.variantId, line]));
  return stockChange(row, edit.terms).taken.flatMap(({ variantId, quantity }) => {
    const line = lineOf.get(variantId);
    return line ? [{ ...line, properties: {}, quantity }] : [];
  });
};

/** Edits the lines of sold orders for staff. The cart Worker prices an edit between the two calls. */
export const editsService = (deps: Dependencies) => {
  const { store, stock, progress, charges, payments, idempotency, requestMove, clock } = deps;

  const orderOf = async (orderId: string) => {
    const row = await store.find(orderId);
    if (!row) throw orderNotFound();
    return row;
  };

  /** Takes the money that is held for an order, and ends a charge that is not paid. */
  const settle = async (row: OrderRow): Promise<OrderRow> => {
    await progress.captureNow(row);
    const captured = row.paymentStatus === "authorized" ? await orderOf(row.id) : row;
    return charges.endOpen(captured, "edited");
  };

  /** @throws 409 `insufficient_stock` with the lines of which fewer units are available */
  const requireStock = async (row: OrderRow, edit: OrderEdit) => {
    const lines = takenLines(row, edit);
    const levels = await stock.sellable(lines.map(({ variantId }) => variantId));
    const short = shortLines({ lines, policies: edit.terms.policies }, levels);
    if (short.length > 0)
      throw new AppError("insufficient_stock", undefined, { extensions: { lines: short } });
  };

  /** @throws 422 `payment_method_unknown` for a card that the order's account has not saved */
  const requireCard = async ({ customerId }: OrderRow, { charge }: OrderEdit) => {
    if (charge?.method !== "saved_card") return;
    const cards = customerId === null ? [] : await payments.methodsOf(customerId, currentTrace());
    if (!cards.some(({ id }) => id === charge.paymentMethodId))
      throw new AppError("payment_method_unknown", "The account has not saved this card.");
  };

  const move = (edit: OrderEdit, request: KeyedRequest) =>
    requestMove({
      orderId: edit.orderId,
      request,
      decide: (row, context) =>
        isEdited(row, edit.editId) ? undefined : editMove(row, edit, context),
      answer: (row): Answer => ({ status: 201, body: JSON.stringify(orderView(row)) }),
    });

  return {
    /**
     * Begins an edit: returns the stored answer of the request, or the order to price. A preview has no
     * request, and moves no money.
     * @throws 404 `not_found`, 409 `order_not_editable`, `conflict`
     */
    async start(orderId: string, request: KeyedRequest | null): Promise<EditStart> {
      const stored = request && (await idempotency.find(request))?.answer;
      if (stored) return { answer: stored };
      const found = await orderOf(orderId);
      requireEditable(found);
      const row = request ? await settle(found) : found;
      return {
        editable: {
          currency: row.currency,
          buyer: buyerOf(row),
          lines: row.snapshot.lines,
          totals: row.snapshot.totals,
          sequence: row.sequence,
          taxRatePpm: taxRateOf(row.snapshot),
          policies: row.snapshot.policies,
          openUnits: Object.fromEntries(
            unitsOfOrder(row).map(({ lineId, open }) => [lineId, open]),
          ),
        },
      };
    },

    /**
     * Edits an order, or returns the stored answer of the request. A saved card is charged after the answer.
     * @throws 404, 422 `payment_method_unknown`, 409 `insufficient_stock`, and the errors of `editMove`
     */
    async edit(edit: OrderEdit, request: KeyedRequest): Promise<ReplayableAnswer> {
      const row = await orderOf(edit.orderId);
      await requireCard(row, edit);
      try {
        const answer = await move(edit, request);
        if (edit.charge?.method === "saved_card")
          afterAnswer(
            charges
              .advance([edit.orderId])
              .catch((error: unknown) => log.warn("edit.not_charged", { error })),
          );
        return answer;
      } catch (err) {
        if (appErrorIn(err)?.code === "insufficient_stock") await requireStock(row, edit);
        throw err;
      }
    },

    /** Returns what an edit would change. @throws as `edit` */
    async preview(edit: OrderEdit): Promise<EditPreview> {
      const row = settled(await orderOf(edit.orderId));
      await requireCard(row, edit);
      const context = moveContext(clock);
      const after = rowAfter(row, editMove(row, edit, context), context.nowMs);
      await requireStock(row, edit);
      const { lines, totals } = after.snapshot;
      const refundMinor = after.refundedMinor - row.refundedMinor;
      return {
        lines,
        totals,
        amountDue: money(amountDueMinor(after), row.currency),
        refund: money(refundMinor, row.currency),
      };
    },
  };
};
