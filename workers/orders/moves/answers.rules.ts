import type { Payment } from "#contract/payments";
import { type CancelReason, STAFF_CANCEL_REASONS } from "#events/orders";
import { AppError, PROBLEMS, problemOf } from "#kernel/errors";
import type { Answer } from "#kernel/mutations/idempotency";
import { declineCodeOf } from "#orders/order/decline-code.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { orderView } from "#orders/order/view.rules";
import { awaitsNextToken, hasUnknownToken } from "./unknown-token.rules";

/** Returns the HTTP answer of an error, which can be stored under the request's idempotency key. */
export const problemAnswer = (err: AppError, requestId: string): Answer => {
  const { status, body } = problemOf(err, requestId);
  return { status, body: JSON.stringify(body) };
};

interface Refused {
  row: OrderRow;
  requestId: string;
}

const declined = ({ row, requestId }: Refused, why: Record<string, unknown> = {}) =>
  problemAnswer(
    new AppError("payment_declined", undefined, { extensions: { orderId: row.id, ...why } }),
    requestId,
  );

/** Returns the answer to a payer whose order was cancelled, by its buyer or by staff, at the same time. */
const cancelledAnswer = ({ row, requestId }: Refused) =>
  problemAnswer(
    new AppError("order_not_payable", "The order was cancelled. Nothing was charged.", {
      extensions: { orderId: row.id },
    }),
    requestId,
  );

const cardPaused = ({ row, requestId }: Refused, retryAfterSeconds: number): Answer => ({
  ...problemAnswer(
    new AppError("rate_limited", "Too many payments by this card were declined.", {
      extensions: { orderId: row.id },
    }),
    requestId,
  ),
  headers: { "Retry-After": String(retryAfterSeconds) },
});

/** A card of another account is as unknown as one that does not exist. */
const unknownToken = ({ row, requestId }: Refused) =>
  problemAnswer(
    new AppError("payment_token_unknown", undefined, { extensions: { orderId: row.id } }),
    requestId,
  );

/** The reasons of the people who cancel orders. */
const BY_PERSON: readonly string[] = ["cancelled_by_buyer", ...STAFF_CANCEL_REASONS];

/**
 * Returns the answer to a failed payment. The error code is not `payment_declined` if the amount cannot be
 * charged, because another card would fail too, and if the card is paused or unknown, because the payment was not
 * attempted.
 */
export const refusedPayment = (refused: Refused, payment: Payment | null, reason: CancelReason) => {
  if (payment?.limits) {
    const extensions = { orderId: refused.row.id, ...payment.limits };
    const problem = new AppError("amount_not_chargeable", undefined, { extensions });
    return problemAnswer(problem, refused.requestId);
  }
  if (hasUnknownToken(payment)) return unknownToken(refused);
  if (payment?.state !== "failed" && BY_PERSON.includes(reason)) return cancelledAnswer(refused);
  if (payment?.retryAfterSeconds) return cardPaused(refused, payment.retryAfterSeconds);
  return declined(refused, { reason, declineCode: declineCodeOf(payment?.failureCode ?? null) });
};

/**
 * Returns whether the card of an order was declined. The answer is then 402, or the stored 201 if the buyer
 * had to confirm the payment. Payments that fail without a decline have other answers, and a payment that
 * expired has not failed.
 */
export const wasDeclined = ({ paymentStatus }: OrderRow, { status }: Answer) =>
  paymentStatus === "failed" && (status === PROBLEMS.payment_declined[0] || status === 201);

/** Returns an order as the answer to the request that placed it. */
export const orderAnswer = (row: OrderRow): Answer => ({
  status: 201,
  body: JSON.stringify(orderView(row)),
});

/** Returns the answer for an order's current state, for a request without a stored answer. */
export const answerNow = (row: OrderRow, requestId: string): Answer => {
  if (awaitsNextToken(row)) return unknownToken({ row, requestId });
  if (row.status !== "cancelled" && row.status !== "failed") return orderAnswer(row);
  const refused = { row, requestId };
  return row.paymentStatus === "failed" ? declined(refused) : cancelledAnswer(refused);
};
