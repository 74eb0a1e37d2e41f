import type { PaymentsRpc } from "#contract/payments";
import { currentTrace } from "#kernel/call";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import { orderNotFound, type RequestMove } from "#orders/moves/requested-moves.service";
import type { NewNote } from "#orders/notes/note.rules";
import type { NotesStore } from "#orders/notes/notes.store";
import type { OrdersStore } from "#orders/order/orders.store";
import type { StaffOrder } from "#orders/staff.contract";
import type { SavedMethod } from "#payments/saved-methods.contract";
import { noteView, staffView } from "./staff-view.rules";
import { tagsAfter } from "./tags.rules";

interface Dependencies {
  store: Pick<OrdersStore, "find" | "timeline">;
  notes: NotesStore;
  payments: Pick<PaymentsRpc, "ofOrders" | "methodsOf">;
  requestMove: RequestMove;
}

interface WantedTags {
  add?: string[] | undefined;
  remove?: string[] | undefined;
}

/** Reads orders for staff, and records their notes and tags. */
export const staffOrdersService = ({ store, notes, payments, requestMove }: Dependencies) => ({
  /** Returns an order with everything that staff see. @throws 404 `not_found` */
  async order(orderId: string): Promise<StaffOrder> {
    const [row, tags, written, paid, timeline] = await Promise.all([
      store.find(orderId),
      notes.tags(orderId),
      notes.notes(orderId),
      payments.ofOrders([orderId], currentTrace()),
      store.timeline(orderId),
    ]);
    if (!row) throw orderNotFound();
    return staffView({ row, tags, notes: written, payments: paid, timeline });
  },

  /** Returns the cards that the account of an order has saved; none for a guest. @throws 404 `not_found` */
  async paymentMethods(orderId: string): Promise<SavedMethod[]> {
    const row = await store.find(orderId);
    if (!row) throw orderNotFound();
    return row.customerId === null ? [] : payments.methodsOf(row.customerId, currentTrace());
  },

  /** Adds a note to an order. */
  addNote(orderId: string, note: NewNote, request: KeyedRequest | undefined) {
    return requestMove({
      orderId,
      request,
      decide: () => ({
        set: {},
        entries: [{ type: "note_added", data: { noteId: note.id } }],
        events: [],
        notes: [note],
      }),
      answer: ({ updatedAt }) => ({
        status: 201,
        body: JSON.stringify(noteView({ ...note, createdAt: updatedAt })),
      }),
    });
  },

  /** Adds tags to an order and removes tags of it. The timeline holds their numbers only. */
  changeTags(orderId: string, wanted: WantedTags, request: KeyedRequest | undefined) {
    let tags: string[] = [];
    return requestMove({
      orderId,
      request,
      async decide() {
        const { add, remove, ...after } = tagsAfter(await notes.tags(orderId), wanted);
        tags = after.tags;
        if (add.length + remove.length === 0) return undefined;
        const data = { added: add.length, removed: remove.length };
        return {
          set: {},
          entries: [{ type: "tags_changed", data }],
          events: [],
          tags: { add, remove },
        };
      },
      answer: () => ({ status: 200, body: JSON.stringify({ tags }) }),
    });
  },
});
export type StaffOrdersService = ReturnType<typeof staffOrdersService>;
