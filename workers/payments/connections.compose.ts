import type { z } from "zod";
import { connect } from "#db/client";
import { outbox as outboxRows } from "#db/payments/schema";
import { type Clock, systemClock } from "#kernel/clock";
import { outboxOf } from "#kernel/events/outbox";
import { type Queue, qstashQueue } from "#kernel/events/queue.client";
import { composeStripe } from "#payments/stripe/compose";
import type { PaymentsVars } from "./env";
import { nothingDue } from "./nothing-due.rules";
import type { PaymentProvider, WebhookReader } from "./provider.port";

type Vars = z.output<z.ZodObject<typeof PaymentsVars>>;

/** Dependencies that tests replace. */
export interface Overrides {
  clock?: Clock;
  queue?: Queue;
  stripe?: PaymentProvider & WebhookReader;
}

const queueOf = (vars: Vars) =>
  qstashQueue({
    url: vars.QSTASH_URL,
    token: vars.QSTASH_TOKEN,
    destination: `${vars.PUBLIC_URL}/events`,
    mailPerSecond: vars.MAIL_PER_SECOND,
  });

const stripeOf = (vars: Vars, clock: Clock) =>
  composeStripe({
    url: vars.STRIPE_URL,
    secretKey: vars.STRIPE_SECRET_KEY,
    webhookSecrets: vars.STRIPE_WEBHOOK_SECRET.split(","),
    clock,
  });

/** Builds the database, the outbox and the payment providers from the Worker's variables. */
export const composeConnections = (vars: Vars, overrides: Overrides) => {
  const { clock = systemClock, queue = queueOf(vars) } = overrides;
  const { stripe = stripeOf(vars, clock) } = overrides;
  const db = connect({ url: vars.PAYMENTS_DB_URL, token: vars.PAYMENTS_DB_TOKEN });
  return {
    db,
    clock,
    outbox: outboxOf({ db, table: outboxRows, queue }),
    stripe,
    providers: { none: nothingDue, stripe },
  };
};
