/** Key-value pairs of the merchant. Razorpay writes an empty set as `[]`. */
export type Notes = Record<string, string> | [];

/** https://razorpay.com/docs/api/orders/entity */
export interface Order {
  id: string;
  entity: "order";
  amount: number;
  amount_paid: number;
  amount_due: number;
  currency: string;
  receipt: string | null;
  offer_id: null;
  status: "created" | "attempted" | "paid";
  attempts: number;
  notes: Notes;
  created_at: number;
}

export const METHODS = ["card", "netbanking", "upi"] as const;
export type Method = (typeof METHODS)[number];

export interface Card {
  id: string;
  entity: "card";
  name: string;
  last4: string;
  network: string;
  type: "credit" | "debit";
  issuer: string | null;
  international: boolean;
  emi: false;
  sub_type: "consumer";
  token_iin: null;
}

/** The `error_…` fields of a payment that failed. */
export interface PaymentErrors {
  error_code: string | null;
  error_description: string | null;
  error_source: string | null;
  error_step: string | null;
  error_reason: string | null;
}

/** https://razorpay.com/docs/api/payments/entity */
export interface Payment extends PaymentErrors {
  id: string;
  entity: "payment";
  amount: number;
  currency: string;
  status: "created" | "authorized" | "captured" | "refunded" | "failed";
  order_id: string;
  invoice_id: null;
  international: boolean;
  method: Method;
  amount_refunded: number;
  refund_status: null | "partial" | "full";
  captured: boolean;
  description: string | null;
  card_id: string | null;
  card?: Card;
  bank: string | null;
  wallet: null;
  vpa: string | null;
  upi?: { payer_account_type: "bank_account"; vpa: string; flow: "intent" };
  email: string;
  contact: string;
  notes: Notes;
  fee: number | null;
  tax: number | null;
  acquirer_data: Record<string, string | null>;
  created_at: number;
}

/** https://razorpay.com/docs/api/refunds/entity */
export interface Refund {
  id: string;
  entity: "refund";
  amount: number;
  currency: string;
  payment_id: string;
  notes: Notes;
  receipt: string | null;
  acquirer_data: Record<string, string | null>;
  created_at: number;
  batch_id: null;
  status: "pending" | "processed" | "failed";
  speed_processed: "normal";
  speed_requested: "normal" | "optimum";
}

/** https://razorpay.com/docs/api/disputes/entity */
export interface Dispute {
  id: string;
  entity: "dispute";
  payment_id: string;
  amount: number;
  currency: string;
  amount_deducted: number;
  reason_code: string;
  respond_by: number;
  status: "open" | "under_review" | "won" | "lost" | "closed";
  phase: "chargeback";
  created_at: number;
}

export const EVENT_TYPES = [
  "payment.authorized",
  "payment.captured",
  "payment.failed",
  "order.paid",
  "refund.created",
  "refund.processed",
  "refund.failed",
  "payment.dispute.created",
  "payment.dispute.under_review",
  "payment.dispute.action_required",
  "payment.dispute.won",
  "payment.dispute.lost",
  "payment.dispute.closed",
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** The body of a webhook. Its id is sent in a header only. */
export interface WebhookBody {
  entity: "event";
  account_id: string;
  event: EventType;
  contains: string[];
  payload: Record<string, { entity: object }>;
  created_at: number;
}

export interface Kinds {
  order: Order;
  payment: Payment;
  refund: Refund;
  dispute: Dispute;
}
export type Kind = keyof Kinds;
