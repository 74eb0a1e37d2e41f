import { AppError } from "#kernel/errors";
import type { Money } from "#kernel/money";
import type { OrderRow } from "./order.rules";

/** @throws 400 `validation_failed` for an amount in another currency than the order's */
export const requireCurrency = ({ currency }: Pick<OrderRow, "currency">, amount?: Money) => {
  if (!amount || amount.currency === currency) return;
  throw new AppError("validation_failed", undefined, {
    errors: [
      {
        pointer: "/amount/currency",
        code: "currency_mismatch",
        message: `Must be ${currency}, the currency of the order.`,
        expected: currency,
      },
    ],
  });
};
