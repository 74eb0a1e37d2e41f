import * as z from "zod";
import type { Trace } from "#kernel/call";
import type { ServiceRpc } from "#kernel/entrypoint";
import type { ProblemCode } from "#kernel/errors";
import { Currency, type Money } from "#kernel/money";
import type { Result } from "#kernel/result";
import type { Charge, ChargeLimits, ChargeRefusal, OrderSums } from "#payments/charges.contract";
import type { SavedMethod } from "#payments/saved-methods.contract";

/**
 * The methods by which an order can be paid, if their provider is configured. payment-methods.rules.ts names
 * the provider of each.
 */
export const PAYMENT_METHODS = ["card", "razorpay", "upi", "netbanking", "manual"] as const;

export const PaymentMethod = z.enum(PAYMENT_METHODS);
export type PaymentMethod = z.infer<typeof PaymentMethod>;

/**
 * The providers of payments: vendors, `none` if nothing is due, and `manual` if staff record the money.
 */
export const PAYMENT_PROVIDERS = ["none", "stripe", "razorpay", "manual"] as const;

/**
 * The ISO 4217 currencies in which an order can be paid. A provider of the shop charges each of them.
 * Each provider's units and limits are in a file beside its client.
 * Source: https://docs.stripe.com/currencies, the presentment currencies and those with three decimals.
 */
export const PAYMENT_CURRENCIES: readonly string[] = (
  "AED AFN AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BWP BYN BZD CAD " +
  "CDF CHF CLP CNY COP CRC CVE CZK DJF DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GNF " +
  "GTQ GYD HKD HNL HTG HUF IDR ILS INR ISK JMD JOD JPY KES KGS KHR KMF KRW KWD KYD KZT LAK " +
  "LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR " +
  "NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SEK SGD SHP SLE SRD " +
  "SZL THB TJS TND TRY TTD TWD TZS UAH UGX USD UYU UZS VND VUV WST XAF XCD XCG XOF XPF YER " +
  "ZAR ZMW"
).split(" ");

const canBeCharged: ReadonlySet<string> = new Set(PAYMENT_CURRENCIES);

/**
 * The code of a currency in which the shop can sell. Refuses ISO 4217 currencies that no provider
 * charges.
 */
export const PaymentCurrency = Currency.refine((code) => canBeCharged.has(code), {
  error: ({ input }) => `${String(input)} is a currency that no payment provider charges`,
  params: { code: "unsupported_currency" },
});

/** What the buyer has to do next, such as 3-D Secure. */
export const NextAction = z.strictObject({ type: z.literal("redirect"), url: z.string() });
export type NextAction = z.infer<typeof NextAction>;

/** A payment as its buyer sees it. The method is `none` when nothing was due. */
export const PaymentView = z
  .strictObject({
    id: z.string(),
    status: z.enum([
      "pending",
      "processing",
      "succeeded",
      "failed",
      "refunded",
      "partially_refunded",
    ]),
    method: z.string(),
    nextAction: NextAction.exactOptional(),
  })
  .meta({ id: "Payment" });
export type PaymentView = z.infer<typeof PaymentView>;

/**
 * The states of a payment. It never returns to an earlier state; `cancelled`, `failed` and `succeeded`
 * are final. In the state `authorized` the provider holds the money; only a
 * capture takes it. In the state `awaiting_money` no one holds it: the order is confirmed without money, which
 * staff record later. It is neither captured nor swept, and never expires.
 */
export const PAYMENT_STATES = [
  "pending",
  "requires_action",
  "processing",
  "authorized",
  "awaiting_money",
  "succeeded",
  "failed",
  "cancelled",
] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];

/** Names one attempt to pay for an order. Orders choose the number: 1, 2 and so on. */
export interface PaymentRef {
  orderId: string;
  attempt: number;
}

/** A payment to end. */
export interface EndRef extends PaymentRef {
  /** Whether held money is released, too. Money that was taken stays taken. */
  voidsHeld?: boolean;
}

export interface Payment extends PaymentRef {
  id: string;
  state: PaymentState;
  method: string;
  amount: Money;
  capturedMinor: number;
  nextAction: NextAction | null;
  /** The provider's decline code, such as `insufficient_funds`, when it failed. */
  failureCode: string | null;
  /** Given when the payment failed because its provider does not charge such an amount. */
  limits: ChargeLimits | null;
  /** Given when the payment failed because its card is paused after too many declines. */
  retryAfterSeconds: number | null;
}

/** A stored payment, for the export of a customer's data. */
export interface PaymentRecord extends Payment {
  provider: string;
  /** The provider's id of the payment; null until the provider has answered. */
  providerRef: string | null;
  /** RFC 3339. */
  createdAt: string;
}

/** The account that pays. Guests have none. */
export interface PayingCustomer {
  userId: string;
  /** Whether the provider keeps the card for later orders. */
  save: boolean;
  /**
   * Whether the buyer is absent, as when staff charge a saved card. A bank that requires the buyer then
   * declines with `authentication_required`, and the buyer needs a link.
   */
  offSession?: boolean;
}

export interface PaymentRequest extends PaymentRef {
  /** Required to save a card, and to pay by a saved one. */
  customer?: PayingCustomer;
  /**
   * The amount that this attempt pays: 1 is the order as placed, 2 and higher are the differences of its
   * later edits. 1 if missing.
   */
  charge?: number;
  /** Shown on the provider's pages and statements. */
  orderNumber: string;
  amount: Money;
  method: string;
  token: string | null;
  returnUrl: string | null;
}

/** The result of one attempt in a batch: its payment, null without one, or an error code. */
export type PaymentOutcome = Result<Payment | null, ProblemCode>;

/**
 * The states of a refund. A pending refund succeeds or fails; one that succeeded can still fail, as when the
 * buyer's card no longer exists.
 */
export const REFUND_STATES = ["pending", "succeeded", "failed"] as const;
export type RefundState = (typeof REFUND_STATES)[number];

/** The reasons that a provider records with a refund. */
export const REFUND_REASONS = ["duplicate", "fraudulent", "requested_by_customer"] as const;

/** Where a refund began: in the shop, in the provider's own console, or by a dispute that the shop lost. */
export const REFUND_ORIGINS = ["shop", "provider", "dispute"] as const;

export interface PaymentRefund extends PaymentRef {
  id: string;
  paymentId: string;
  amount: Money;
  state: RefundState;
  /** The provider's code of the failure, such as `expired_or_canceled_card`, when it failed. */
  failureCode: string | null;
  origin: (typeof REFUND_ORIGINS)[number];
  /** RFC 3339. */
  createdAt: string;
}

export interface RefundRequest extends PaymentRef {
  refundId: string;
  amount: Money;
  /** Passed to the provider if it is one of its reasons: `duplicate`, `fraudulent`, `requested_by_customer`. */
  reason: string | null;
}

/**
 * The states of a dispute. An opened dispute is won, when the shop keeps the money, or lost, when the
 * cardholder's bank takes it.
 */
export const DISPUTE_STATES = ["opened", "won", "lost"] as const;
export type DisputeState = (typeof DISPUTE_STATES)[number];

/** A payment that the cardholder disputes at their bank. */
export interface PaymentDispute extends PaymentRef {
  id: string;
  paymentId: string;
  amount: Money;
  state: DisputeState;
  /** The provider's code of the reason, such as `fraudulent`. */
  reason: string;
  /** Until when the shop may send evidence, RFC 3339; null if the provider names no time. */
  dueBy: string | null;
  /** RFC 3339. */
  createdAt: string;
}

/** One refund's result in a batch: the refund, null for an unknown id, or an error code. */
export type RefundOutcome = Result<PaymentRefund | null, ProblemCode>;

/** What a capture takes. Without an amount, all that is authorised. */
export interface CaptureRef extends PaymentRef {
  amountMinor?: number;
}

/** Money that staff have received for a payment by the method `manual`. */
export interface ReceivedMoney extends PaymentRef {
  amountMinor: number;
}

/**
 * The methods that end in `All` return one outcome per argument, in the order of the arguments; a failure of
 * one does not affect the others. Cloudflare allows 32 calls between Workers for a request, so a sweep makes one
 * for a batch.
 */
export interface PaymentsRpc extends ServiceRpc {
  /** Returns the methods whose provider is configured. */
  methods(trace: Trace): Promise<PaymentMethod[]>;
  /** Returns why an amount cannot be charged by a method; null if it can. Asks no provider. */
  refusedCharge(charge: Charge, trace: Trace): Promise<ChargeRefusal | null>;
  /**
   * Authorises an order's payment, without taking money. Safe to repeat: an attempt has one payment, and
   * the provider's idempotency key is derived from it. A payment of zero is `succeeded` at once, by the
   * method `none`.
   * The resulting state is `authorized`, `requires_action`, `processing` or `failed` (declined, or refused
   * because the card is paused); `cancelled` if this attempt was cancelled before.
   * @throws AppError `payment_method_unknown`; `conflict` while an earlier attempt of the same charge is
   * neither failed nor cancelled, or if this attempt had another amount
   * @throws DependencyError when the provider's answer is unknown: call `refreshAll` later
   */
  authorise(request: PaymentRequest, trace: Trace): Promise<Payment>;
  /** Authorises the payments of many orders. */
  authoriseAll(requests: PaymentRequest[], trace: Trace): Promise<PaymentOutcome[]>;
  /** Reads the payments from the provider; null where an attempt has none. */
  refreshAll(refs: PaymentRef[], trace: Trace): Promise<PaymentOutcome[]>;
  /**
   * Takes the authorised money of confirmed orders, or a part of it: the provider releases the rest. Safe to
   * repeat; a payment that is already captured stays as it is. An amount that is not authorised is
   * `amount_not_chargeable`.
   */
  captureAll(refs: CaptureRef[], trace: Trace): Promise<PaymentOutcome[]>;
  /**
   * Records that staff have received money for a payment that is `awaiting_money`: the payment is then
   * `succeeded`. An amount above that of the payment raises it, because an edit may have made the order dearer;
   * orders never record more than is due. Safe to repeat; a recorded payment stays as it is.
   * @throws AppError `not_found` without a payment; `conflict` in any other state; `amount_not_chargeable` for
   * less than one minor unit
   */
  recordMoney(received: ReceivedMoney, trace: Trace): Promise<Payment>;
  /**
   * Ends payments: reads each from the provider, leaves those that hold money unless `voidsHeld`, and cancels the
   * others.
   * `cancelled` or `failed` prove that no money can arrive later; any other state means that it was too
   * late to cancel. Null if an attempt has no payment; it cannot get one afterwards.
   */
  endAll(refs: EndRef[], trace: Trace): Promise<PaymentOutcome[]>;
  /** Returns the stored payments of these orders, all attempts of each, without asking the provider. */
  ofOrders(orderIds: string[], trace: Trace): Promise<PaymentRecord[]>;
  /**
   * Refunds a part or all of a captured payment. Safe to repeat by `refundId`: a repeated call returns the
   * same refund. Refunds that are pending or succeeded never exceed the captured amount.
   * @throws AppError `refund_exceeds_captured`; `conflict` while the payment is not captured, because its
   * authorisation is voided by `endAll`; `not_found` without a payment; `idempotency_key_reused` if the id
   * has another payment or amount
   * @throws DependencyError when the provider's answer is unknown: the refund is pending, and the sweep
   * repeats it
   */
  refund(request: RefundRequest, trace: Trace): Promise<PaymentRefund>;
  /** Returns the stored refunds of these orders, oldest first, without asking the provider. */
  refundsOf(orderIds: string[], trace: Trace): Promise<PaymentRefund[]>;
  /** Reads pending refunds from the provider. Returns one outcome per id, in the order of the ids. */
  refreshRefunds(refundIds: string[], trace: Trace): Promise<RefundOutcome[]>;
  /** Returns the cards that the provider keeps for an account, newest first. */
  methodsOf(userId: string, trace: Trace): Promise<SavedMethod[]>;
  /** Removes a saved card. Returns false if the account has no such card. */
  removeMethod(userId: string, methodId: string, trace: Trace): Promise<boolean>;
  /**
   * Compares the sums of orders with those of their payments. A difference of an order that has rested is a break,
   * which is resolved when both agree again.
   */
  compareOrders(orders: OrderSums[], trace: Trace): Promise<void>;
  /** Returns the stored disputes of these orders, oldest first, without asking the provider. */
  disputesOf(orderIds: string[], trace: Trace): Promise<PaymentDispute[]>;
}
