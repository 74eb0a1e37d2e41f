import type { AddedUnits } from "#cart/pricing/added-units.rules";
import { editedTerms, type OrderChanges } from "#cart/pricing/edited-order.rules";
import type { VariantsService } from "#cart/pricing/variants.service";
import type { OrdersRpc } from "#contract/orders";
import { currentTrace } from "#kernel/call";
import { appErrorIn } from "#kernel/errors";
import { newId } from "#kernel/ids";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import type { ReplayableAnswer } from "#kernel/mutations/once";
import { retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import type { EditableOrder, OrderEdit } from "#orders/edits.contract";
import type { NewEdit } from "./edits.api";

/** Each try calls three Workers, and Cloudflare allows 32 calls between Workers for a request. */
const TRIES_MAX = 5;

interface Dependencies {
  variants: Pick<VariantsService, "read">;
  orders: Pick<OrdersRpc, "startEdit" | "edit" | "previewEdit">;
}

interface WantedEdit {
  orderId: string;
  editId: string;
  body: NewEdit;
}

const changesIn = ({ add = [], remove = [], set = [] }: NewEdit): OrderChanges => ({
  add: add.map((units): AddedUnits => ({ lineId: newId("line"), ...units })),
  remove,
  set,
});

/** Prices the edits of sold orders, and sends them to the orders Worker. */
export const orderEditsService = ({ variants, orders }: Dependencies) => {
  const priced = async (
    { orderId, editId, body }: WantedEdit,
    editable: EditableOrder,
  ): Promise<OrderEdit> => {
    const changes = changesIn(body);
    const ids = [...new Set(changes.add.map(({ variantId }) => variantId))];
    const found = await variants.read(ids, { currency: editable.currency, ...editable.buyer });
    return {
      orderId,
      editId,
      sequence: editable.sequence,
      terms: editedTerms(editable, changes, found),
      reason: body.reason ?? null,
      charge: body.charge ?? null,
      notify: body.notify ?? true,
    };
  };

  /** Prices the order and calls `send`. Repeats both if the order has moved meanwhile. */
  const attempting = <T>(
    wanted: WantedEdit,
    request: KeyedRequest | null,
    send: (edit: OrderEdit) => Promise<T>,
  ): Promise<T | ReplayableAnswer> =>
    retryOnConflict(
      async () => {
        const begun = await orders.startEdit(wanted.orderId, request, currentTrace());
        if ("answer" in begun) return { ...begun.answer, replayed: true };
        return send(await priced(wanted, begun.editable));
      },
      { triesMax: TRIES_MAX, isConflict: (err) => appErrorIn(err)?.code === "conflict" },
    );

  return {
    /** Edits an order, or returns the stored answer of the request. @throws as `OrdersRpc.edit` */
    edit: (wanted: WantedEdit, request: KeyedRequest): Promise<ReplayableAnswer> =>
      attempting(wanted, request, (edit) => orders.edit(edit, request, currentTrace())),

    /** Returns what an edit would change. @throws as `OrdersRpc.edit` */
    preview: (wanted: WantedEdit) =>
      attempting(wanted, null, (edit) => orders.previewEdit(edit, currentTrace())),
  };
};
export type OrderEditsService = ReturnType<typeof orderEditsService>;
