import { AppError, type FieldError } from "#kernel/errors";
import { type Money, stepMinor } from "#kernel/money";
import type { OrderRow } from "./order.rules";

type Paid = Pick<OrderRow, "currency" | "paymentMethod">;

const refused = (error: FieldError) =>
  new AppError("validation_failed", undefined, { errors: [error] });

/**
 * Requires an amount that the order's provider can capture or refund. Providers move dinars in steps of ten
 * fils. Staff move the money of the method `manual` themselves, to the fils.
 * @throws 400 `validation_failed` for another currency than the order's, and between two steps
 */
export const requireMovable = ({ currency, paymentMethod }: Paid, amount?: Money) => {
  if (!amount) return;
  if (amount.currency !== currency)
    throw refused({
      pointer: "/amount/currency",
      code: "currency_mismatch",
      message: `Must be ${currency}, the currency of the order.`,
      expected: currency,
    });
  const step = stepMinor(currency);
  if (paymentMethod === "manual" || amount.amount % step === 0) return;
  throw refused({
    pointer: "/amount/amount",
    code: "not_multiple_of",
    message: `Must be a multiple of ${step}, the smallest amount that can be charged in ${currency}.`,
    of: step,
  });
};
