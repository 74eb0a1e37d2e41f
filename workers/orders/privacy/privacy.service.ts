import type { PaymentRecord, PaymentsRpc } from "#contract/payments";
import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { declineCodeOf } from "#orders/order/decline-code.rules";
import { orderView } from "#orders/order/view.rules";
import type { EntryRow, NoteRow, PrivacyStore } from "./privacy.store";

/** The number of orders that one step of an export reads. */
const STEP = 100;

interface Dependencies {
  store: PrivacyStore;
  payments: Pick<PaymentsRpc, "ofOrders">;
  clock: Clock;
}

const entryView = ({ orderId: _, createdAt, ...entry }: EntryRow) => ({
  ...entry,
  at: new Date(createdAt).toISOString(),
});

/** Returns a note without the id of its author, which would be the personal data of staff. */
const noteView = ({ orderId: _, author, createdAt, ...note }: NoteRow) => ({
  ...note,
  author: author === "buyer" ? "buyer" : "staff",
  at: new Date(createdAt).toISOString(),
});

const paymentRecordView = ({ failureCode, ...payment }: PaymentRecord) => ({
  ...payment,
  failureCode: declineCodeOf(failureCode),
});

/** Exports and erases the personal data in the orders of accounts. Guests' orders belong to no account. */
export const privacyService = ({ store, payments, clock }: Dependencies) => {
  const step = async (userId: string, afterId: string) => {
    const rows = await store.orders(userId, afterId, STEP);
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return undefined;
    const [entries, notes, tags, paid] = await Promise.all([
      store.entries(ids),
      store.notes(ids),
      store.tags(ids),
      payments.ofOrders(ids, currentTrace()),
    ]);
    const timelines = Map.groupBy(entries, ({ orderId }) => orderId);
    const notesOf = Map.groupBy(notes, ({ orderId }) => orderId);
    const tagsOf = Map.groupBy(tags, ({ orderId }) => orderId);
    const orders = rows.map((row) => ({
      ...orderView(row),
      returnUrl: row.returnUrl,
      timeline: (timelines.get(row.id) ?? []).map(entryView),
      notes: (notesOf.get(row.id) ?? []).map(noteView),
      tags: (tagsOf.get(row.id) ?? []).map(({ tag }) => tag),
    }));
    return { orders, payments: paid, last: ids.at(-1) ?? afterId };
  };
  type Step = NonNullable<Awaited<ReturnType<typeof step>>>;

  return {
    /** Returns a user's orders with their timelines and notes, and the stored data of their payments. */
    async personalData(userId: string) {
      const steps: Step[] = [];
      for (let next = await step(userId, ""); next; next = await step(userId, next.last)) {
        steps.push(next);
      }
      return {
        orders: steps.flatMap(({ orders }) => orders),
        payments: steps.flatMap(({ payments: some }) => some.map(paymentRecordView)),
      };
    },

    customersAmong: (userIds: readonly string[]) => store.customersAmong(userIds),

    orderIds: (userId: string) => store.ids(userId),

    /** Erases the personal data in a user's orders. Keeps the sold products and the prices. */
    erase: (userId: string) => store.erase(userId, clock.now()),
  };
};
export type PrivacyService = ReturnType<typeof privacyService>;
