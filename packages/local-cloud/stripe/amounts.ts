import { maximumOf, minimumOf, multipleOf, spellAmount } from "./currencies";
import { invalidRequest } from "./refusal";

const refusal = (code: string, message: string, param = "amount") =>
  invalidRequest(message, { code, param });

/** Throws if the amount is not a multiple of the smallest unit that can be charged or refunded. */
export const checkMultiple = (amount: number, currency: string, param?: string) => {
  const multiple = multipleOf(currency);
  if (amount % multiple === 0) return;
  throw refusal(
    "parameter_invalid_integer",
    `Invalid integer: ${amount}. Amounts in ${currency} must be evenly divisible by ${multiple} (https://docs.stripe.com/currencies).`,
    param,
  );
};

/**
 * Throws if Stripe would not charge the amount. Source:
 * https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
 */
export const checkCharge = (amount: number, currency: string) => {
  if (amount < 1) {
    throw refusal(
      "parameter_invalid_integer",
      "The amount must be greater than or equal to the minimum charge amount allowed for your account and the currency set (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).  If you want to save a Payment Method for future use without an immediate payment, use a Setup Intent instead: https://docs.stripe.com/payments/setup-intents",
    );
  }
  const minimum = minimumOf(currency);
  if (amount < minimum) {
    const least = spellAmount(minimum, currency);
    throw refusal("amount_too_small", `Amount must be at least ${least} ${currency}`);
  }
  const maximum = maximumOf(currency);
  if (amount > maximum) {
    const most = spellAmount(maximum, currency);
    throw refusal("amount_too_large", `Amount must be no more than ${most}`);
  }
  checkMultiple(amount, currency);
};
