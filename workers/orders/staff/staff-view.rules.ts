import type { TimelineEntry } from "#contract/orders";
import type { PaymentRecord } from "#contract/payments";
import { money } from "#kernel/money";
import type { NoteRow } from "#orders/notes/notes.store";
import type { OrderRow } from "#orders/order/order.rules";
import { orderView } from "#orders/order/view.rules";
import type { OrderNote, PaymentAttempt, StaffOrder } from "#orders/staff.contract";

/** Returns a note as staff see it. */
export const noteView = ({
  id,
  partId,
  lineId,
  author,
  text,
  createdAt,
}: Omit<NoteRow, "orderId">) =>
  ({
    id,
    partId,
    lineId,
    author,
    text,
    createdAt: new Date(createdAt).toISOString(),
  }) satisfies OrderNote;

const attemptView = (payment: PaymentRecord): PaymentAttempt => ({
  id: payment.id,
  attempt: payment.attempt,
  state: payment.state,
  method: payment.method,
  amount: payment.amount,
  captured: money(payment.capturedMinor, payment.amount.currency),
  failureCode: payment.failureCode,
  provider: payment.provider,
  providerRef: payment.providerRef,
  createdAt: payment.createdAt,
});

interface Parts {
  row: OrderRow;
  tags: string[];
  notes: NoteRow[];
  payments: PaymentRecord[];
  timeline: TimelineEntry[];
}

/** Returns an order as staff see it. */
export const staffView = ({ row, tags, notes, payments, timeline }: Parts): StaffOrder => ({
  ...orderView(row),
  customerId: row.customerId,
  tags,
  notes: notes.map(noteView),
  payments: payments.map(attemptView).toSorted((a, b) => a.attempt - b.attempt),
  timeline,
});
