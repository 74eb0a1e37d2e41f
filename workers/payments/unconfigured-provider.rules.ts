import { DependencyError } from "#kernel/errors";
import { money } from "#kernel/money";
import type { PaymentProvider, ProviderName } from "./provider.port";

/**
 * Returns a provider without keys. Payments that it made earlier are unavailable until it has keys again; new
 * ones are refused before.
 */
export const unconfiguredProvider = (name: ProviderName): PaymentProvider => {
  const unavailable = async (): Promise<never> => {
    throw new DependencyError(name, new Error("the provider has no keys"));
  };
  return {
    name,
    authorise: unavailable,
    find: unavailable,
    retrieve: unavailable,
    fingerprintOf: unavailable,
    capture: unavailable,
    cancel: unavailable,
    refund: unavailable,
    findRefund: unavailable,
    retrieveRefund: unavailable,
    refundsOf: unavailable,
    chargeFailure: () => undefined,
    limits: (currency) => ({ minimum: money(0, currency), maximum: money(0, currency) }),
    ping: unavailable,
  };
};
