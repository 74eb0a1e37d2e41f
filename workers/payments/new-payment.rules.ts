import type { PaymentRef, PaymentRequest } from "#contract/payments";
import { NOTHING_DUE, providerAndMethodOf } from "./payment-methods.rules";
import type { NewPayment, PaymentRow } from "./payments.statements";
import type { ProviderName } from "./provider.port";

/** Matches visible ASCII, as the tokens of every provider are. Any other text is not a token. */
const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;

interface Identity {
  id: string;
  nowMs: number;
}

/** ISO 4217's code for "no currency". */
const NO_CURRENCY = "XXX";

const untried = ({ orderId, attempt }: PaymentRef, { id, nowMs }: Identity) => ({
  id,
  orderId,
  attempt,
  capturedMinor: 0,
  capturePartMinor: null,
  refundedMinor: 0,
  saveMethod: false,
  offSession: false,
  customerRef: null,
  providerRef: null,
  nextAction: null,
  failureCode: null,
  attemptedAt: nowMs,
  sequence: 0,
  createdAt: nowMs,
  updatedAt: nowMs,
});

/**
 * Returns the row of a payment, before the first call to its provider.
 * @throws AppError `payment_method_unknown`
 */
export const pendingPayment = (
  request: PaymentRequest & { returnUrl: string; customerRef?: string | null },
  { configured, ...identity }: Identity & { configured: readonly ProviderName[] },
): NewPayment => ({
  ...untried(request, identity),
  state: "pending",
  charge: request.charge ?? 1,
  orderNumber: request.orderNumber,
  ...providerAndMethodOf(request, configured),
  amountMinor: request.amount.amount,
  currency: request.amount.currency,
  token: request.token && VISIBLE_ASCII.test(request.token) ? request.token : null,
  returnUrl: request.returnUrl,
  customerRef: request.customerRef ?? null,
  payerId: request.method === "card" ? (request.customer?.userId ?? null) : null,
  saveMethod: request.customer?.save ?? false,
  offSession: request.customer?.offSession ?? false,
});

/** Returns a row that blocks a later payment of its attempt. */
export const tombstone = (ref: PaymentRef, identity: Identity): NewPayment => ({
  ...untried(ref, identity),
  state: "cancelled",
  charge: 1,
  orderNumber: "",
  ...NOTHING_DUE,
  amountMinor: 0,
  currency: NO_CURRENCY,
  token: null,
  returnUrl: null,
  payerId: null,
});

export const isTombstone = (row: PaymentRow) => row.currency === NO_CURRENCY;
