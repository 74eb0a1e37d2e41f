import * as z from "zod";
import { Order, TimelineEntry } from "#contract/orders";
import { PAYMENT_STATES } from "#contract/payments";
import { Id } from "#kernel/ids";
import { Money } from "#kernel/money";

/** What staff, or the buyer of a return, wrote about an order. */
export const OrderNote = z
  .strictObject({
    id: Id("note"),
    /** The shipment or return that the note is about; null for the whole order. */
    partId: z.string().nullable(),
    /** The line of the return that the note is about. */
    lineId: Id("line").nullable(),
    /** `buyer`, or the id of the account or API key of the staff. */
    author: z.string(),
    text: z.string(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "OrderNote" });
export type OrderNote = z.infer<typeof OrderNote>;

/** One attempt to pay an order, as staff see it. */
export const PaymentAttempt = z
  .strictObject({
    id: z.string(),
    attempt: z.int(),
    state: z.enum(PAYMENT_STATES),
    method: z.string(),
    amount: Money,
    captured: Money,
    /** The provider's code of the failure, when it failed. */
    failureCode: z.string().nullable(),
    provider: z.string(),
    providerRef: z.string().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "PaymentAttempt" });
export type PaymentAttempt = z.infer<typeof PaymentAttempt>;

/** An order as staff see it. */
export const StaffOrder = Order.extend({
  /** The buyer's account; null for a guest. */
  customerId: Id("user").nullable(),
  tags: z.array(z.string()),
  notes: z.array(OrderNote),
  /** All attempts to pay the order, with those that failed. */
  payments: z.array(PaymentAttempt),
  /** What happened to the order, with the entries that buyers do not see. */
  timeline: z.array(TimelineEntry),
}).meta({ id: "StaffOrder" });
export type StaffOrder = z.infer<typeof StaffOrder>;

export const OrderTags = z.strictObject({ tags: z.array(z.string()) }).meta({ id: "OrderTags" });
