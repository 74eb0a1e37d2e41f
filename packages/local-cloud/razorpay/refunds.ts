import { z } from "zod";
import { type Account, find, newId, nowSeconds } from "./account";
import { checkAmount } from "./currencies";
import type { Call } from "./endpoint";
import { collection } from "./listing";
import type { Payment, Refund } from "./objects";
import { integer, listing, notes } from "./params";
import { badRequest, invalidField, unknownId } from "./refusal";

export const CreateParams = z.strictObject({
  amount: integer.optional(),
  speed: z.enum(["normal", "optimum"]).optional(),
  notes: notes.optional(),
  receipt: z.string().nullable().optional(),
});
type CreateParams = z.infer<typeof CreateParams>;
export const UpdateParams = z.strictObject({ notes });
export const ListParams = z.strictObject(listing);

const refundStatusOf = ({ amount }: Payment, refunded: number) => {
  if (refunded === 0) return null;
  return refunded === amount ? "full" : "partial";
};

/** Returns the payment with another refunded amount. */
const withRefunded = (payment: Payment, refunded: number): Payment => ({
  ...payment,
  amount_refunded: refunded,
  refund_status: refundStatusOf(payment, refunded),
  status: refunded === payment.amount ? "refunded" : payment.captured ? "captured" : payment.status,
});

/** Stores a refund, and announces it. */
const give = (account: Account, payment: Payment, refund: Refund, key: string | null) => {
  const changed = withRefunded(payment, payment.amount_refunded + refund.amount);
  account.objects.insert(refund, { idempotencyKey: key });
  account.objects.update(changed);
  account.emit("refund.created", { refund, payment: changed });
  if (refund.status === "processed") account.emit("refund.processed", { refund, payment: changed });
  return refund;
};

const newRefund = (account: Account, payment: Payment, params: CreateParams): Refund => ({
  id: newId("rfnd"),
  entity: "refund",
  amount: params.amount ?? payment.amount - payment.amount_refunded,
  currency: payment.currency,
  payment_id: payment.id,
  notes: params.notes ?? [],
  receipt: params.receipt ?? null,
  acquirer_data: payment.method === "card" ? { arn: null } : { rrn: null },
  created_at: nowSeconds(account),
  batch_id: null,
  status: account.refundStatus,
  speed_processed: "normal",
  speed_requested: params.speed ?? "normal",
});

/** `POST /v1/payments/:id/refund` */
export const createRefund = (
  account: Account,
  { id, params, idempotencyKey }: Call<CreateParams>,
): Refund => {
  const payment = find(account, "payment", id);
  if (payment.amount_refunded === payment.amount)
    throw badRequest("The payment has been fully refunded already");
  if (!payment.captured)
    throw badRequest("The payment status should be captured for action to be taken");
  const refund = newRefund(account, payment, params);
  checkAmount(refund.amount, payment.currency);
  if (refund.amount > payment.amount - payment.amount_refunded)
    throw invalidField("amount", "The refund amount provided is greater than amount captured");
  return give(account, payment, refund, idempotencyKey);
};

/** Returns the money of an authorised payment that was not captured in time. */
export const refundUncaptured = (account: Account, paymentId: string) => {
  const payment = find(account, "payment", paymentId);
  if (payment.status !== "authorized") return;
  give(account, payment, { ...newRefund(account, payment, {}), status: "processed" }, null);
};

/** Ends a refund that is pending, or fails one that was processed: its money returns to the account. */
export const endRefund = (account: Account, id: string, status: "processed" | "failed"): Refund => {
  const refund = find(account, "refund", id);
  if (refund.status === status || refund.status === "failed") return refund;
  const payment = find(account, "payment", refund.payment_id);
  const ended = { ...refund, status };
  const changed =
    status === "failed" ? withRefunded(payment, payment.amount_refunded - refund.amount) : payment;
  account.objects.update(ended);
  account.objects.update(changed);
  account.emit(`refund.${status}`, { refund: ended, payment: changed });
  return ended;
};

/** `GET /v1/refunds` */
export const listRefunds = (account: Account, { params }: Call<z.infer<typeof ListParams>>) =>
  collection(account.objects.select("refund", params));

/** `GET /v1/payments/:id/refunds` */
export const listPaymentRefunds = (
  account: Account,
  { id, params }: Call<z.infer<typeof ListParams>>,
) => {
  const paymentId = find(account, "payment", id).id;
  return collection(account.objects.select("refund", { ...params, paymentId }));
};

/** `GET /v1/payments/:id/refunds/:otherId` */
export const fetchPaymentRefund = (account: Account, { id, otherId }: Call<unknown>): Refund => {
  const refund = find(account, "refund", otherId);
  if (refund.payment_id !== id) throw unknownId();
  return refund;
};

/** `PATCH /v1/refunds/:id` */
export const updateRefund = (
  account: Account,
  { id, params }: Call<z.infer<typeof UpdateParams>>,
): Refund => {
  const refund = { ...find(account, "refund", id), notes: params.notes };
  account.objects.update(refund);
  return refund;
};
