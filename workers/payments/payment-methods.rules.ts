import type { PAYMENT_METHODS, PaymentRequest } from "#contract/payments";
import { AppError } from "#kernel/errors";
import type { ProviderName } from "./provider.port";

/** The provider of each method. */
const PROVIDER_OF = { card: "stripe" } as const satisfies Record<
  (typeof PAYMENT_METHODS)[number],
  ProviderName
>;

const isOffered = (method: string): method is keyof typeof PROVIDER_OF =>
  Object.hasOwn(PROVIDER_OF, method);

/** The provider and method of a payment of zero. No vendor is involved. */
export const NOTHING_DUE = { provider: "none", method: "none" } as const;

/**
 * Returns the provider and method of a payment.
 * @throws AppError `payment_method_unknown`
 */
export const routeOf = ({ method, amount }: Pick<PaymentRequest, "method" | "amount">) => {
  if (!isOffered(method)) throw new AppError("payment_method_unknown");
  return amount.amount === 0 ? NOTHING_DUE : { provider: PROVIDER_OF[method], method };
};
