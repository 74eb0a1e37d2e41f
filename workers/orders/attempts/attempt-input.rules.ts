import type { PaymentMethod } from "#contract/payments";
import { AppError } from "#kernel/errors";
import type { OrderRow } from "#orders/order/order.rules";

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
 * Requires the input of an attempt to fit its order.
 * @throws 400 `validation_failed`, 422 `payment_method_not_savable`
 */
export const requirePayable = (row: OrderRow, input: AttemptInput) => {
  requireOwnPage(row, input.returnUrl);
  requireSavable(row, input);
  if (input.method === "card" && input.token === null)
    throw invalid("/token", "required", "A payment by card requires a token.");
};
