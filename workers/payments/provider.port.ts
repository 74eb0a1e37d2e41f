import type {
  DisputeState,
  NextAction,
  PAYMENT_PROVIDERS,
  PaymentState,
  REFUND_REASONS,
  RefundState,
} from "#contract/payments";
import type { Money } from "#kernel/money";
import type { Result } from "#kernel/result";
import type { ChargeLimits } from "#payments/charges.contract";
import type { SavedMethod } from "#payments/saved-methods.contract";

/** How long a call may be repeated with its key: four hours less than Stripe keeps keys at least. */
export const KEY_TRUSTED_MS = 20 * 60 * 60 * 1000;

export type ProviderName = (typeof PAYMENT_PROVIDERS)[number];

/** How a payment uses the cards that the provider keeps for an account. */
export interface AttemptCustomer {
  /** The provider's id of the account. */
  ref: string;
  save: boolean;
  offSession: boolean;
}

/**
 * One attempt to authorise a payment. Repeating it with the same order and number refers to the same
 * payment.
 */
export interface Attempt {
  paymentId: string;
  orderId: string;
  orderNumber: string;
  /** The method of the shop, such as `upi`, of those that the provider serves. */
  method: string;
  /** The number of the attempt within its order, from 1. */
  number: number;
  amount: Money;
  token: string | null;
  returnUrl: string | null;
  /** Missing for guests, and for accounts without saved cards. */
  customer?: AttemptCustomer;
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

/** One refund of a captured payment. Repeating it with the same id refers to the same refund. */
export interface RefundAttempt {
  refundId: string;
  orderId: string;
  /** The provider's id of the payment. */
  paymentRef: string;
  amount: Money;
  reason: (typeof REFUND_REASONS)[number] | null;
}

/** A refund as its provider reports it. */
export interface ProviderRefund {
  ref: string;
  /** The shop's id of the refund; null if it began in the provider's console. */
  refundId: string | null;
  paymentRef: string;
  state: RefundState;
  amount: Money;
  failureCode: string | null;
}

/** The provider's report, or the failure code of a refund that it refused. */
export type ProviderRefundOutcome = Result<ProviderRefund, string>;

/** A dispute as its provider reports it. */
export interface ProviderDispute {
  ref: string;
  paymentRef: string;
  state: DisputeState;
  amount: Money;
  reason: string;
  /** Until when the shop may send evidence, in epoch milliseconds. */
  dueBy: number | null;
}

/** One page of a provider's list, newest first. */
export interface ProviderPage<Item> {
  items: Item[];
  /** Where the next page begins; null after the last one. */
  next: string | null;
}

/** What a provider's list is read for: what began since a time, from a place of an earlier page on. */
export interface PageQuery {
  sinceMs: number;
  after: string | null;
}

/** A provider's own records, which are compared with the shop's. */
export interface ProviderBooks {
  /** Whether a cancelled payment may hold money until the provider returns it by itself. */
  holdsCancelled: boolean;
  listPayments(query: PageQuery): Promise<ProviderPage<ProviderPayment>>;
  listRefunds(query: PageQuery): Promise<ProviderPage<ProviderRefund>>;
  listDisputes(query: PageQuery): Promise<ProviderPage<ProviderDispute>>;
  /** Returns undefined if the provider has no payment of this id. */
  lookUpPayment(ref: string): Promise<ProviderPayment | undefined>;
  /** Returns undefined if the provider has no refund of this id. */
  lookUpRefund(ref: string): Promise<ProviderRefund | undefined>;
}

/** Keeps cards of accounts at one provider. */
export interface CardKeeper {
  /** Creates a record that holds nothing but the account's id. Safe to repeat for 20 hours. */
  createCustomer(userId: string): Promise<string>;
  listMethods(customerRef: string): Promise<SavedMethod[]>;
  /** Removes a card. Returns false if the customer has no such card. */
  removeMethod(customerRef: string, methodId: string): Promise<boolean>;
  /** Deletes the record with its cards. Safe to repeat. */
  deleteCustomer(customerRef: string): Promise<void>;
}

/** Reads the disputes of one provider. */
export interface DisputeReader {
  retrieveDispute(ref: string): Promise<ProviderDispute>;
}

/**
 * A payment provider. Every method throws DependencyError if the answer is unknown: the call may have
 * taken effect or not, and a repeated call shows which.
 */
export interface PaymentProvider {
  name: ProviderName;
  /** Whether a capture takes the whole authorised amount, so that the rest of a part must be refunded. */
  capturesWhole?: true;
  /** Whether `cancel` cancels nothing at the provider, so that only the shop ends a payment, by not capturing it. */
  endsInShop?: true;
  /** Holds money without taking it. Safe to repeat for 20 hours. */
  authorise(attempt: Attempt): Promise<ProviderOutcome>;
  /** Finds the payment of an earlier attempt when repeating the attempt is no longer safe. */
  find(attempt: Attempt): Promise<ProviderPayment | undefined>;
  retrieve(ref: string): Promise<ProviderPayment>;
  /** Returns the fingerprint of the card behind a token; undefined if there is none. */
  fingerprintOf(token: string): Promise<string | undefined>;
  /**
   * Takes held money, or the given part of it unless it `capturesWhole`, if it is still held. Returns the payment as it is
   * afterwards.
   */
  capture(ref: string, key: string, amount?: Money): Promise<ProviderPayment>;
  /** Cancels the payment, if that is still possible. Returns the payment as it is afterwards. */
  cancel(ref: string, key: string): Promise<ProviderPayment>;
  /** Gives captured money back. Safe to repeat for 20 hours. */
  refund(attempt: RefundAttempt): Promise<ProviderRefundOutcome>;
  /** Finds an earlier refund when repeating it is no longer safe. */
  findRefund(attempt: RefundAttempt): Promise<ProviderRefund | undefined>;
  retrieveRefund(ref: string): Promise<ProviderRefund>;
  /** Returns all refunds of a payment, also those that began in the provider's console. */
  refundsOf(paymentRef: string): Promise<ProviderRefund[]>;
  limits(currency: string): ChargeLimits;
  /** Returns the failure code of an amount that a method cannot charge; undefined for other amounts. */
  chargeFailure(amount: Money, method: string): string | undefined;
  ping(): Promise<unknown>;
}

/** A notification about a payment. Its claims are not trusted: the payment is read from the provider. */
export interface PaymentWebhook {
  kind: "payment";
  id: string;
  orderId: string;
  /** The shop's id of the payment, if the provider stored it. */
  paymentId: string | null;
  ref: string;
  state: PaymentState;
}

/** A notification about refunds of a payment. They are read from the provider. */
export interface RefundWebhook {
  kind: "refund";
  id: string;
  paymentRef: string;
  /** The provider's id of the refund; null if the notification names only the payment. */
  ref: string | null;
}

/** A notification about a dispute of a payment, which is read from the provider. */
export interface DisputeWebhook {
  kind: "dispute";
  id: string;
  paymentRef: string;
  /** The provider's id of the dispute. */
  ref: string;
}

/** A provider's signed notification. */
export type Webhook = PaymentWebhook | RefundWebhook | DisputeWebhook;

/** Reads the webhooks of one provider. */
export interface WebhookReader {
  /**
   * Verifies and parses a webhook. Returns undefined if it concerns no payment of the shop.
   * @throws AppError `signature_invalid`
   */
  read(body: string, signature: string | undefined): Promise<Webhook | undefined>;
}
