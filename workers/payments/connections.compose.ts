import { connect } from "#db/client";
import { outbox as outboxRows } from "#db/payments/schema";
import { type Clock, systemClock } from "#kernel/clock";
import { outboxOf } from "#kernel/events/outbox";
import { type Queue, qstashQueue } from "#kernel/events/queue.client";
import { manualProvider } from "#payments/manual/manual.rules";
import { composeRazorpay } from "#payments/razorpay/compose";
import { composeStripe, type StripeProvider } from "#payments/stripe/compose";
import type { PaymentsValues, RazorpayKeys } from "./env";
import { nothingDue } from "./nothing-due.rules";
import type {
  DisputeReader,
  PaymentProvider,
  ProviderBooks,
  ProviderName,
  WebhookReader,
} from "./provider.port";
import { unconfiguredProvider } from "./unconfigured-provider.rules";

/** A provider that sends webhooks, and whose records can be read. */
export type Vendor = PaymentProvider & WebhookReader & ProviderBooks & DisputeReader;

/** Dependencies that tests replace. */
export interface Overrides {
  clock?: Clock;
  queue?: Queue;
  stripe?: StripeProvider;
}

const queueOf = (vars: PaymentsValues) =>
  qstashQueue({
    url: vars.QSTASH_URL,
    token: vars.QSTASH_TOKEN,
    destination: `${vars.PUBLIC_URL}/events`,
    mailPerSecond: vars.MAIL_PER_SECOND,
  });

const stripeOf = (vars: PaymentsValues, clock: Clock) =>
  composeStripe({
    url: vars.STRIPE_URL,
    secretKey: vars.STRIPE_SECRET_KEY,
    webhookSecrets: vars.STRIPE_WEBHOOK_SECRET.split(","),
    clock,
  });

const razorpayOf = ({ STOREFRONT_URL }: PaymentsValues, keys: RazorpayKeys) =>
  composeRazorpay({ ...keys, shopName: new URL(STOREFRONT_URL).hostname });

interface Settings {
  vars: PaymentsValues;
  /** Undefined if the shop has none. */
  razorpayKeys: RazorpayKeys | undefined;
}

/** Builds the database, the outbox and the payment providers from the Worker's variables. */
export const composeConnections = ({ vars, razorpayKeys }: Settings, overrides: Overrides) => {
  const { clock = systemClock, queue = queueOf(vars) } = overrides;
  const { stripe = stripeOf(vars, clock) } = overrides;
  const razorpay = razorpayKeys && razorpayOf(vars, razorpayKeys);
  const providers: Record<ProviderName, PaymentProvider> = {
    none: nothingDue,
    stripe,
    razorpay: razorpay ?? unconfiguredProvider("razorpay"),
    manual: manualProvider,
  };
  const vendors: Vendor[] = [stripe, ...(razorpay ? [razorpay] : [])];
  const configured: ProviderName[] = [
    "none",
    ...(vars.MANUAL_PAYMENTS === "on" ? (["manual"] as const) : []),
    ...vendors.map(({ name }) => name),
  ];
  const db = connect({ url: vars.PAYMENTS_DB_URL, token: vars.PAYMENTS_DB_TOKEN });
  return {
    db,
    clock,
    outbox: outboxOf({ db, table: outboxRows, queue }),
    stripe,
    razorpay,
    providers,
    /** The providers that have keys, or need none. */
    configured,
    /** The vendors that have keys, in the order of the health checks. */
    vendors,
  };
};
