import { isOffered, type OfferedMethod, type PaymentRequest } from "#contract/payments";
import { AppError } from "#kernel/errors";
import type { ProviderName } from "./provider.port";

/** The provider of each method. */
const PROVIDER_OF = { card: "stripe" } as const satisfies Record<OfferedMethod, ProviderName>;

/** The provider and method of a payment of zero. No vendor is involved. */
export const NOTHING_DUE = { provider: "none", method: "none" } as const;

/**
 * Returns the provider and method of a payment.
 * @throws AppError `payment_method_unknown`
 */
export const providerAndMethodOf = ({
  method,
  amount,
}: Pick<PaymentRequest, "method" | "amount">) => {
  if (!isOffered(method)) throw new AppError("payment_method_unknown");
  return amount.amount === 0 ? NOTHING_DUE : { provider: PROVIDER_OF[method], method };
};
