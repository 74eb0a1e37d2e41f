import type Stripe from "stripe";

/** The account's API version. Events use it whatever version a call asks for. */
export const API_VERSION: typeof Stripe.API_VERSION = "2026-10-28.endive";

/** A payment intent with ids in place of the objects it refers to. */
export type Intent = Omit<
  Stripe.PaymentIntent,
  "customer" | "latest_charge" | "payment_method" | "client_secret"
> & {
  customer: string | null;
  latest_charge: string | null;
  payment_method: string | null;
  client_secret: string;
};

/** A charge with ids in place of the objects it refers to. */
export type Charge = Omit<Stripe.Charge, "customer" | "payment_intent"> & {
  customer: string | null;
  payment_intent: string;
};

type Referring = "charge" | "customer" | "metadata" | "payment_intent" | "payment_method";

/** A refund with ids in place of the objects it refers to. */
export type Refund = Omit<Stripe.Refund, Referring> & {
  charge: string;
  customer: string | null;
  metadata: Record<string, string>;
  payment_intent: string;
  payment_method: string | null;
};

/** A dispute with ids in place of the objects it refers to. */
export type Dispute = Omit<Stripe.Dispute, "charge" | "payment_intent"> & {
  charge: string;
  payment_intent: string;
};

/** A payment method with an id in place of its customer. */
export type PaymentMethod = Omit<Stripe.PaymentMethod, "customer"> & { customer: string | null };

export type Customer = Stripe.Customer;
export type DeletedCustomer = Stripe.DeletedCustomer;

/** An object that events report about. */
export type Subject = Intent | Charge | Refund | Dispute;
export type EventType = Stripe.Event["type"];

/** An event in Stripe's format. */
export interface StripeEvent {
  id: string;
  object: "event";
  api_version: string;
  created: number;
  data: { object: Subject; previous_attributes?: Partial<Subject> };
  livemode: false;
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
  type: EventType;
}

/** The type of each kind of object, by its `object` field. */
export interface Kinds {
  payment_intent: Intent;
  charge: Charge;
  refund: Refund;
  dispute: Dispute;
  customer: Customer | DeletedCustomer;
  payment_method: PaymentMethod;
  event: StripeEvent;
}
export type Kind = keyof Kinds;
