import type {
  ChargeLimits,
  NextAction,
  PAYMENT_METHODS,
  PaymentRequest,
  PaymentState,
} from "#contract/payments";
import { AppError } from "#kernel/errors";
import type { Money } from "#kernel/money";
import type { Result } from "#kernel/result";

export type ProviderName = "none" | "stripe";

/** The failure codes of amounts that a provider charges to no buyer. */
export const AMOUNT_FAILURES: readonly string[] = [
  "amount_invalid",
  "amount_too_large",
  "amount_too_small",
  "currency_invalid",
];

/** What a provider is asked to hold. Asked again with the same order and attempt, it is the same payment. */
export interface Attempt {
  paymentId: string;
  orderId: string;
  orderNumber: string;
  number: number;
  amount: Money;
  token: string | null;
  returnUrl: string | null;
  /** When the provider was first asked; epoch milliseconds. */
  startedAt: number;
}

/** A payment as its provider has it. */
export interface ProviderPayment {
  ref: string;
  paymentId: string | null;
  orderId: string | null;
  state: PaymentState;
  amount: Money;
  capturedMinor: number;
  nextAction: NextAction | null;
  failureCode: string | null;
  /** The provider's fingerprint of the card that was declined; equal for equal cards. */
  declinedCard: string | null;
}

/** What the provider has, or the failure code with which it would not even begin. */
export type Outcome = Result<ProviderPayment, string>;

/**
 * A payment provider. Every method throws DependencyError when the answer is unknown: the call may have
 * happened or not, and asking again is the way to learn which.
 */
export interface PaymentProvider {
  name: ProviderName;
  /** Holds the money, without taking it. Safe to repeat for 20 hours. */
  authorise(attempt: Attempt): Promise<Outcome>;
  /** Looks for what an attempt has left with the provider; for when repeating it is no longer safe. */
  find(attempt: Attempt): Promise<ProviderPayment | undefined>;
  retrieve(ref: string): Promise<ProviderPayment>;
  /** Returns the fingerprint of the card that a token names; undefined if it names none. */
  fingerprintOf(token: string): Promise<string | undefined>;
  /** Takes the held money, if it still is held; answers what there is then. */
  capture(ref: string, key: string): Promise<ProviderPayment>;
  /** Gives up the payment, if that can still be done; answers what there is then. */
  cancel(ref: string, key: string): Promise<ProviderPayment>;
  limits(currency: string): ChargeLimits;
  ping(): Promise<unknown>;
}

/** What a provider's webhook says. It is a reason to ask the provider, and never believed itself. */
export interface Notice {
  id: string;
  orderId: string;
  ref: string;
  state: PaymentState;
}

/** Reads the webhooks of one provider. */
export interface NoticeReader {
  /**
   * @returns undefined for what is none of our business
   * @throws AppError `signature_invalid`
   */
  read(body: string, signature: string | undefined): Promise<Notice | undefined>;
}

/** Who serves which method. */
const PROVIDER_OF = { card: "stripe" } as const satisfies Record<
  (typeof PAYMENT_METHODS)[number],
  ProviderName
>;

const isOffered = (method: string): method is keyof typeof PROVIDER_OF =>
  Object.hasOwn(PROVIDER_OF, method);

/** How a payment of nothing is kept: no provider is asked about it. */
export const NOTHING_DUE = { provider: "none", method: "none" } as const;

/**
 * Returns who is asked for a payment, and by which method.
 * @throws AppError `payment_method_unknown`
 */
export const routeOf = ({ method, amount }: Pick<PaymentRequest, "method" | "amount">) => {
  if (!isOffered(method)) throw new AppError("payment_method_unknown");
  return amount.amount === 0 ? NOTHING_DUE : { provider: PROVIDER_OF[method], method };
};
