import { AppError } from "#kernel/errors";
import { amountDueMinor } from "#orders/order/balance.rules";
import type { OrderRow } from "#orders/order/order.rules";
import { isSold } from "#orders/order/status.rules";

const MANUAL = "manual";

/** Returns whether staff record the money of an order: it was placed, or is to be paid, by bank transfer or cash. */
export const isPaidToStaff = ({ paymentMethod, openCharge, afterSale }: OrderRow) =>
  [paymentMethod, openCharge?.method, afterSale?.charges?.at(-1)?.method].includes(MANUAL);

interface Received {
  /** Undefined for all that is due. */
  amountMinor: number | undefined;
  /** Whether the request has an Idempotency-Key. */
  isKeyed: boolean;
}

/**
 * Returns how much of the money that staff report is new; 0 if all of it was recorded before. Without a key, a
 * further part could be a repetition of the first.
 * @throws 409 `order_not_capturable`, 400 `idempotency_key_required`, 422 `amount_not_chargeable` above what is due
 */
export const receivedMinor = (row: OrderRow, { amountMinor, isKeyed }: Received): number => {
  if (!isSold(row)) throw new AppError("order_not_capturable", `The order is ${row.status}.`);
  const dueMinor = amountDueMinor(row);
  if (amountMinor === undefined || (dueMinor === 0 && !isKeyed)) return dueMinor;
  if (!isKeyed && row.capturedMinor > 0)
    throw new AppError(
      "idempotency_key_required",
      "A further part of the money needs an Idempotency-Key, so that a repetition is not recorded twice.",
    );
  if (amountMinor > dueMinor)
    throw new AppError("amount_not_chargeable", "The amount is more than what is due.");
  return amountMinor;
};
