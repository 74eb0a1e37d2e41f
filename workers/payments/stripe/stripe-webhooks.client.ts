import Stripe from "stripe";
import * as z from "zod";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { Id } from "#kernel/ids";
import type { Webhook, WebhookReader } from "#payments/provider.port";
import type { StripeConnection } from "./stripe-connection.client";
import { CLAIMED_STATES } from "./stripe-intents.rules";
import { DISPUTE_EVENTS, REFUND_EVENTS } from "./stripe-webhooks.rules";

const TOLERANCE_SECONDS = 300;

interface Dependencies {
  connection: StripeConnection;
  /** One secret, or two during a rotation. */
  secrets: readonly string[];
  clock: Clock;
}

/** The parts of an event about a payment intent that are read: they identify its payment. */
const OrderEvent = z.object({
  id: z.string(),
  data: z.object({
    object: z.object({
      id: z.string(),
      metadata: z.object({ order_id: Id("order"), payment_id: z.string().optional() }),
    }),
  }),
});

/** The parts of an event about a refund, a charge with refunds, or a dispute that are read. */
const ChargeEvent = z.object({
  id: z.string(),
  data: z.object({
    object: z.object({ id: z.string(), object: z.string(), payment_intent: z.string() }),
  }),
});

const paymentWebhook = (event: Stripe.Event): Webhook | undefined => {
  const state = CLAIMED_STATES[event.type];
  const parsed = OrderEvent.safeParse(event);
  if (!state || !parsed.success) return undefined;
  const { id, data } = parsed.data;
  const { order_id: orderId, payment_id: paymentId = null } = data.object.metadata;
  return { kind: "payment", id, orderId, paymentId, ref: data.object.id, state };
};

const chargeWebhook = (event: Stripe.Event): Webhook | undefined => {
  const parsed = ChargeEvent.safeParse(event);
  if (!parsed.success) return undefined;
  const { id, data } = parsed.data;
  const { id: objectId, object, payment_intent: paymentRef } = data.object;
  if (DISPUTE_EVENTS.includes(event.type))
    return { kind: "dispute", id, paymentRef, ref: objectId };
  return { kind: "refund", id, paymentRef, ref: object === "refund" ? objectId : null };
};

/** Returns the webhook of a verified event; undefined if it concerns no payment of the shop. */
const webhookFrom = (event: Stripe.Event): Webhook | undefined =>
  [...REFUND_EVENTS, ...DISPUTE_EVENTS].includes(event.type)
    ? chargeWebhook(event)
    : paymentWebhook(event);

/** Reads Stripe's webhooks: https://docs.stripe.com/webhooks */
export const stripeWebhooks = ({ connection, secrets, clock }: Dependencies): WebhookReader => {
  const cryptoProvider = Stripe.createSubtleCryptoProvider();

  /** Verifies an event with each secret in turn. */
  const verified = async (body: string, signature: string) => {
    const nowMs = clock.now();
    for (const secret of secrets) {
      const event = await connection.sdk.webhooks
        .constructEventAsync(body, signature, secret, TOLERANCE_SECONDS, cryptoProvider, nowMs)
        .catch(() => undefined);
      if (event) return event;
    }
    throw new AppError("signature_invalid");
  };

  return { read: async (body, signature) => webhookFrom(await verified(body, signature ?? "")) };
};
