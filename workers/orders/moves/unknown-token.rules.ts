import type { Payment } from "#contract/payments";
import type { OrderRow } from "#orders/order/order.rules";
import { paymentView } from "#orders/order/view.rules";
import type { Move } from "./move.rules";

/** The failure code of a token that the provider does not know, so that no bank was asked. */
const UNKNOWN_TOKEN = "invalid_token";

export const hasUnknownToken = (payment: Payment | null) => payment?.failureCode === UNKNOWN_TOKEN;

/**
 * Returns whether an order still waits after this payment: the token of another attempt is unknown, and the buyer
 * may try again until the reservation ends. Such a first attempt cancels the order.
 */
export const leavesOpen = (payment: Payment) =>
  payment.state === "failed" && payment.attempt > 1 && hasUnknownToken(payment);

/** Returns whether a waiting order has been answered an unknown token. */
export const awaitsNextToken = ({ status, payment }: OrderRow) =>
  status === "payment_requested" && payment?.status === "failed";

/** Returns the move that records an attempt with an unknown token; undefined if it is recorded. */
export const unknownTokenMove = (row: OrderRow, payment: Payment): Move | undefined =>
  row.payment?.id === payment.id && awaitsNextToken(row)
    ? undefined
    : {
        set: { payment: paymentView(payment), paymentToken: null },
        entries: [
          {
            type: "payment_failed",
            data: { paymentId: payment.id, attempt: payment.attempt, reason: "token_unknown" },
          },
        ],
        events: [],
      };
