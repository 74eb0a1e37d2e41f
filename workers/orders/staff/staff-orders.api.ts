import * as z from "zod";
import { defineRoute } from "#kernel/routes/definition";
import { Line, withVisibleCharacter } from "#kernel/text";
import { ORDER_EXAMPLE } from "#orders/order/order.example.rules";
import { OrderNote, OrderTags, StaffOrder } from "#orders/staff.contract";
import { SavedMethod } from "#payments/saved-methods.contract";
import { TAGS_MAX } from "./tags.rules";

/** Text of several lines. */
const NoteText = withVisibleCharacter(z.string().trim().min(1).max(2000)).refine(
  (text) => text.isWellFormed() && !text.includes("\u0000"),
  { error: "must be well-formed text", params: { code: "malformed_text" } },
);
const Tags = z.array(Line(40)).max(TAGS_MAX).optional();

const NOTE_EXAMPLE: OrderNote = {
  id: "nte_01kb0c6w3mexample00000000000000000000",
  partId: null,
  lineId: null,
  author: "usr_01kb0c6w3mexample00000000000000000000",
  text: "Called the buyer: the parcel may go to the neighbour.",
  createdAt: "2026-11-26T10:00:00.000Z",
};

const params = { id: ORDER_EXAMPLE.id };
const OF_STAFF = {
  tag: "admin-orders",
  access: "staff",
  scope: "orders",
  rate: "staff",
  query: null,
} as const;

export const readOrderAsStaff = defineRoute({
  ...OF_STAFF,
  method: "GET",
  path: "/v1/admin/orders/:id",
  operation: "readOrderAsStaff",
  summary: "Read an order with its notes, tags, payments and whole timeline",
  idempotency: "safe",
  body: null,
  answers: { 200: StaffOrder },
  problems: [],
  example: {
    params,
    answer: {
      ...ORDER_EXAMPLE,
      customerId: null,
      tags: ["gift"],
      notes: [NOTE_EXAMPLE],
      payments: [
        {
          id: ORDER_EXAMPLE.payment.id,
          attempt: 1,
          state: "succeeded",
          method: "card",
          amount: ORDER_EXAMPLE.totals.total,
          captured: ORDER_EXAMPLE.totals.total,
          failureCode: null,
          provider: "stripe",
          providerRef: "pi_3PExample",
          createdAt: ORDER_EXAMPLE.placedAt,
        },
      ],
      timeline: [
        { sequence: 1, type: "placed", at: ORDER_EXAMPLE.placedAt, data: {} },
        {
          sequence: 2,
          type: "note_added",
          at: NOTE_EXAMPLE.createdAt,
          data: { noteId: NOTE_EXAMPLE.id },
        },
      ],
    },
  },
});

export const listOrderPaymentMethods = defineRoute({
  ...OF_STAFF,
  method: "GET",
  path: "/v1/admin/orders/:id/payment-methods",
  operation: "listOrderPaymentMethods",
  summary: "List the saved cards of the order's account, newest first",
  description:
    "One of them pays an edit in the buyer's absence, as `charge.paymentMethodId`. A guest has none.",
  idempotency: "safe",
  body: null,
  answers: { 200: z.strictObject({ data: z.array(SavedMethod) }) },
  problems: [],
  example: {
    params,
    answer: {
      data: [
        { id: "pm_1QexampleStripe", brand: "visa", last4: "4242", expMonth: 12, expYear: 2030 },
      ],
    },
  },
});

export const addOrderNote = defineRoute({
  ...OF_STAFF,
  method: "POST",
  path: "/v1/admin/orders/:id/notes",
  operation: "addOrderNote",
  summary: "Add a note that only staff see",
  description:
    "The export of a buyer's data has the notes about their orders; an erasure deletes them.",
  idempotency: "key",
  body: z.strictObject({ text: NoteText }),
  answers: { 201: OrderNote },
  problems: ["conflict"],
  example: { params, body: { text: NOTE_EXAMPLE.text }, answer: NOTE_EXAMPLE },
});

export const changeOrderTags = defineRoute({
  ...OF_STAFF,
  method: "POST",
  path: "/v1/admin/orders/:id/tags",
  operation: "changeOrderTags",
  summary: "Add tags to an order, and remove tags",
  description: `Tags are stored in lower case. An order has at most ${TAGS_MAX}.`,
  idempotency: "key",
  body: z.strictObject({ add: Tags, remove: Tags }),
  answers: { 200: OrderTags },
  problems: ["conflict"],
  example: { params, body: { add: ["Gift"], remove: ["new"] }, answer: { tags: ["gift"] } },
});
