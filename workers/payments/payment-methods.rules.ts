import { PAYMENT_METHODS, PaymentMethod, type PaymentRequest } from "#contract/payments";
import { AppError } from "#kernel/errors";
import type { Charge, ChargeRefusal } from "#payments/charges.contract";
import type { PaymentProvider, ProviderName } from "./provider.port";

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

interface Providers {
  configured: readonly ProviderName[];
  providers: Record<ProviderName, Pick<PaymentProvider, "chargeFailure" | "limits">>;
}

/** Returns why an amount cannot be charged by a method; null if it can. */
export const refusedCharge = (
  { method, amount }: Charge,
  { configured, providers }: Providers,
): ChargeRefusal | null => {
  const known = PaymentMethod.safeParse(method);
  if (!known.success || !configured.includes(PROVIDER_OF[known.data]))
    return { code: "payment_method_unknown", limits: null };
  const provider = providers[PROVIDER_OF[known.data]];
  const failure = amount.amount > 0 ? provider.chargeFailure(amount, known.data) : undefined;
  if (!failure) return null;
  const isOfCurrency = failure === "currency_invalid";
  return {
    code: isOfCurrency ? "payment_method_unknown" : "amount_not_chargeable",
    limits: isOfCurrency ? null : provider.limits(amount.currency),
  };
};

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
