import { z } from "zod";
import type { Trace } from "#kernel/call";
import type { ServiceRpc } from "#kernel/entrypoint";
import type { ProblemCode } from "#kernel/errors";
import { defineEvent } from "#kernel/events";
import { Id } from "#kernel/ids";
import { Currency, type Money } from "#kernel/money";
import type { Result } from "#kernel/result";

/** The methods an order can be paid with. Each has its provider in providers.ts. */
export const PAYMENT_METHODS = ["card"] as const;

/**
 * The currencies of ISO 4217 in which an order can be paid: a provider of the shop charges each of them.
 * The units and limits of each provider stand beside its client.
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

/** The code of a currency the shop can sell in; refuses those of ISO 4217 that no provider charges. */
export const PaymentCurrency = Currency.refine((code) => canBeCharged.has(code), {
  error: ({ input }) => `is ${String(input)}, a currency that no payment provider charges`,
});

/** What a provider charges at least and at most in a currency. */
export interface ChargeLimits {
  minimum: Money;
  maximum: Money;
}

/** How a buyer sees a payment. Its method is `none` when nothing was due. */
export interface PaymentView {
  id: string;
  status: "pending" | "processing" | "succeeded" | "failed" | "refunded" | "partially_refunded";
  method: string;
  nextAction?: NextAction;
}

/** What the buyer has to do now, such as 3-D Secure. */
export interface NextAction {
  type: "redirect";
  url: string;
}

/**
 * A payment as the shop knows it, a one-way lattice: `cancelled`, `failed` and `succeeded` are final.
 * `authorized` holds the money; only a capture takes it.
 */
export const PAYMENT_STATES = [
  "pending",
  "requires_action",
  "processing",
  "authorized",
  "succeeded",
  "failed",
  "cancelled",
] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];

export interface Payment {
  id: string;
  orderId: string;
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

/** A payment as it is kept, for whoever asks what the shop keeps about them. */
export interface PaymentRecord extends Payment {
  provider: string;
  /** The provider's own id of it, once that is known. */
  providerRef: string | null;
  /** RFC 3339. */
  createdAt: string;
}

export interface PaymentRequest {
  orderId: string;
  /** Shown on the provider's pages and statements. */
  orderNumber: string;
  amount: Money;
  method: string;
  token: string | null;
  returnUrl: string | null;
}

/** What a batch learns of one order's payment: null without one, or the code of the problem. */
export type PaymentOutcome = Result<Payment | null, ProblemCode>;

/**
 * The methods that end in `All` answer for each order in the order asked, and one that fails keeps no other
 * back: Cloudflare allows 32 invocations of Workers for a request, so a sweep calls them once for a batch.
 */
export interface PaymentsRpc extends ServiceRpc {
  /**
   * Authorises an order's payment, without taking money. Safe to repeat: one order has one live
   * payment, and the provider's key is derived from the order. An amount of zero asks no provider: it
   * is `succeeded` at once, by the method `none`.
   * The answer's state is `authorized`, `requires_action`, `processing` or `failed` (declined); it is
   * `cancelled` when the order's payment was cancelled before.
   * @throws AppError `payment_method_unknown`
   * @throws DependencyError when the provider's answer is unknown: ask `refreshAll` later
   */
  authorise(request: PaymentRequest, trace: Trace): Promise<Payment>;
  /** Authorises the payments of many orders. */
  authoriseAll(requests: PaymentRequest[], trace: Trace): Promise<PaymentOutcome[]>;
  /** The payments as the provider has them now, asked afresh; null where an order has none. */
  refreshAll(orderIds: string[], trace: Trace): Promise<PaymentOutcome[]>;
  /** Takes the authorised money of confirmed orders. Safe to repeat. */
  captureAll(orderIds: string[], trace: Trace): Promise<PaymentOutcome[]>;
  /**
   * Ends payments: asks the provider about each, leaves what holds money, and cancels what can be
   * cancelled. `cancelled` or `failed` prove that no money can come any more; any other state says that
   * it was too late. Null when an order has no payment: one can never come to be for it afterwards.
   */
  endAll(orderIds: string[], trace: Trace): Promise<PaymentOutcome[]>;
  /** What is kept of the payments of these orders; the provider is not asked. */
  ofOrders(orderIds: string[], trace: Trace): Promise<PaymentRecord[]>;
}

const PaymentEvent = z.object({ paymentId: Id("payment"), orderId: Id("order") });

/** Fired when the provider holds the money. */
export const paymentAuthorized = defineEvent("payment.authorized", PaymentEvent, ["orders"]);
/** Fired when the money is taken. */
export const paymentSucceeded = defineEvent("payment.succeeded", PaymentEvent, ["orders"]);
/** Fired when a payment is declined, fails or is cancelled. */
export const paymentFailed = defineEvent("payment.failed", PaymentEvent, ["orders"]);
/** Fired when the buyer has to act. */
export const paymentActionRequired = defineEvent("payment.action_required", PaymentEvent, []);

/** Every event of this Worker. */
export const EVENTS = [paymentAuthorized, paymentSucceeded, paymentFailed, paymentActionRequired];
