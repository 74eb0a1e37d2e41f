import type { PaymentMethod } from "#contract/payments";
import { paymentRequested } from "#events/orders";
import { AppError } from "#kernel/errors";
import type { Move } from "#orders/moves/move.rules";
import { type MoveContext, moveEvent } from "#orders/moves/moves.rules";
import type { OrderRow } from "#orders/order/order.rules";

/** The maximum number of attempts to pay one order. */
const ATTEMPTS_MAX = 10;

export interface AttemptInput {
  method: PaymentMethod;
  token: string | null;
  /** Whether the card is saved for later orders of the account. */
  save?: boolean | undefined;
  /** The account that asks; null for guests. */
  userId?: string | null;
  /** Undefined for the page that the order names. */
  returnUrl?: string | undefined;
}

const invalid = (pointer: string, code: string, message: string) =>
  new AppError("validation_failed", undefined, { errors: [{ pointer, code, message }] });

/** @throws 400 `validation_failed` for a page of another origin than the one that placing allowed */
const requireOwnPage = (row: OrderRow, returnUrl: string | undefined) => {
  if (returnUrl === undefined) return;
  const { origin, username, password } = new URL(returnUrl);
  const isOwn = row.returnUrl !== null && new URL(row.returnUrl).origin === origin;
  if (isOwn && username === "" && password === "") return;
  throw invalid(
    "/returnUrl",
    "origin_not_allowed",
    "Must be a page of the storefront on which the order was placed.",
  );
};

/** @throws 422 `payment_method_not_savable` unless the owner of the order pays by card */
const requireSavable = (row: OrderRow, { method, save, userId }: AttemptInput) => {
  const isOwner = row.customerId !== null && row.customerId === userId;
  if (save && !(isOwner && method === "card")) throw new AppError("payment_method_not_savable");
};

/**
 * Returns the move that begins another attempt to pay a waiting order.
 * @throws 409 `order_not_payable`, 400 `validation_failed`, 422 `payment_method_not_savable`
 */
export const attemptMove = (row: OrderRow, input: AttemptInput, context: MoveContext): Move => {
  if (row.status !== "payment_requested" || row.payment === null)
    throw new AppError("order_not_payable", `The order is ${row.status}.`);
  if (row.attempt >= ATTEMPTS_MAX)
    throw new AppError("order_not_payable", `An order has at most ${ATTEMPTS_MAX} attempts.`);
  requireOwnPage(row, input.returnUrl);
  requireSavable(row, input);
  if (input.method === "card" && input.token === null)
    throw invalid("/token", "required", "A payment by card requires a token.");
  const attempt = row.attempt + 1;
  const data = { orderId: row.id, cartId: row.cartId };
  return {
    set: {
      attempt,
      paymentMethod: input.method,
      paymentToken: input.token,
      saveMethod: input.save ?? false,
      payment: null,
      ...(input.returnUrl ? { returnUrl: input.returnUrl } : {}),
    },
    entries: [{ type: "payment_requested", data: { method: input.method, attempt } }],
    events: [moveEvent(row, { definition: paymentRequested, data }, context)],
  };
};
