import type { ChargeLimits, NextAction, PAYMENT_PROVIDERS, PaymentState } from "#contract/payments";
import type { Money } from "#kernel/money";
import type { Result } from "#kernel/result";

export type ProviderName = (typeof PAYMENT_PROVIDERS)[number];

/**
 * One attempt to authorise a payment. Repeating it with the same order and number refers to the same
 * payment.
 */
export interface Attempt {
  paymentId: string;
  orderId: string;
  orderNumber: string;
  /** The number of the attempt within its order, from 1. */
  number: number;
  amount: Money;
  token: string | null;
  returnUrl: string | null;
  /** The time of the first call to the provider, in epoch milliseconds. */
  startedAt: number;
}

/** A payment as its provider reports it. */
export interface ProviderPayment {
  ref: string;
  paymentId: string | null;
  orderId: string | null;
  state: PaymentState;
  amount: Money;
  capturedMinor: number;
  nextAction: NextAction | null;
  failureCode: string | null;
  /** The provider's fingerprint of the declined card; equal for equal cards. */
  declinedCard: string | null;
}

/** The provider's report, or the failure code of a request that it refused before charging. */
export type ProviderOutcome = Result<ProviderPayment, string>;

/**
 * A payment provider. Every method throws DependencyError if the answer is unknown: the call may have
 * taken effect or not, and a repeated call shows which.
 */
export interface PaymentProvider {
  name: ProviderName;
  /** Holds money without taking it. Safe to repeat for 20 hours. */
  authorise(attempt: Attempt): Promise<ProviderOutcome>;
  /** Finds the payment of an earlier attempt when repeating the attempt is no longer safe. */
  find(attempt: Attempt): Promise<ProviderPayment | undefined>;
  retrieve(ref: string): Promise<ProviderPayment>;
  /** Returns the fingerprint of the card behind a token; undefined if there is none. */
  fingerprintOf(token: string): Promise<string | undefined>;
  /** Takes held money, if it is still held. Returns the payment as it is afterwards. */
  capture(ref: string, key: string): Promise<ProviderPayment>;
  /** Cancels the payment, if that is still possible. Returns the payment as it is afterwards. */
  cancel(ref: string, key: string): Promise<ProviderPayment>;
  limits(currency: string): ChargeLimits;
  ping(): Promise<unknown>;
}

/** A provider's signed notification. Its claims are not trusted: the payment is read from the provider. */
export interface Webhook {
  id: string;
  orderId: string;
  /** The shop's id of the payment, if the provider stored it. */
  paymentId: string | null;
  ref: string;
  state: PaymentState;
}

/** Reads the webhooks of one provider. */
export interface WebhookReader {
  /**
   * Verifies and parses a webhook. Returns undefined if it concerns no payment of the shop.
   * @throws AppError `signature_invalid`
   */
  read(body: string, signature: string | undefined): Promise<Webhook | undefined>;
}
