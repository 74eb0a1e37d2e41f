import { PAYMENT_METHODS, PaymentMethod, type PaymentRequest } from "#contract/payments";
import { AppError } from "#kernel/errors";
import type { ProviderName } from "./provider.port";

/** The provider of each method. */
const PROVIDER_OF = {
  card: "stripe",
  razorpay: "razorpay",
  upi: "razorpay",
  netbanking: "razorpay",
  manual: "manual",
} as const satisfies Record<PaymentMethod, ProviderName>;

/** The provider and method of a payment of zero. No vendor is involved. */
export const NOTHING_DUE = { provider: "none", method: "none" } as const;

/** Returns the methods of these providers. */
export const methodsOf = (configured: readonly ProviderName[]): PaymentMethod[] =>
  PAYMENT_METHODS.filter((method) => configured.includes(PROVIDER_OF[method]));

/**
 * Returns the provider and method of a payment.
 * @throws AppError `payment_method_unknown`, also if the method's provider is not configured
 */
export const providerAndMethodOf = (
  { method, amount }: Pick<PaymentRequest, "method" | "amount">,
  configured: readonly ProviderName[],
) => {
  const known = PaymentMethod.safeParse(method);
  if (!known.success || !configured.includes(PROVIDER_OF[known.data]))
    throw new AppError("payment_method_unknown");
  return amount.amount === 0
    ? NOTHING_DUE
    : { provider: PROVIDER_OF[known.data], method: known.data };
};
