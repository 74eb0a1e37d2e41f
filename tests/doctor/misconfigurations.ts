import { WEBHOOK_EVENTS } from "#workers/payments/stripe/stripe-webhooks.rules";
import { newKey } from "#workers/users/sessions/key-rotation.service";
import { type Changes, resendWith, SIGNING_KEYS, stripeWith, TOKENS } from "./production";

const DAY_MS = 24 * 60 * 60 * 1000;
const OLD_KEY = { ...(await newKey()), since: Date.now() - 100 * DAY_MS };
const FORMER_KEY = { ...(await newKey()), since: Date.now() - 5 * DAY_MS, former: true };

/** A misconfiguration, and the only finding that it gives. */
export interface Planted {
  title: string;
  changes: () => Changes;
  code: string;
  where: string;
}
const set = (name: string, value: string, code: string): Planted => ({
  title: `${name} that gives ${code}`,
  changes: () => ({ variables: { [name]: value } }),
  code,
  where: name,
});
const WEBHOOK = "https://shop.example/webhooks/stripe";
const stripe = (
  changes: Parameters<typeof stripeWith>[0],
  code: string,
  where = WEBHOOK,
): Planted => ({
  title: `a Stripe account that gives ${code}`,
  changes: () => ({ vendors: { stripe: stripeWith(changes) } }),
  code,
  where,
});
const resend = (changes: Parameters<typeof resendWith>[0], code: string): Planted => ({
  title: `a Resend account that gives ${code}`,
  changes: () => ({ vendors: { resend: resendWith(changes) } }),
  code,
  where: "https://shop.example/webhooks/resend",
});
const changed = (title: string, changes: Changes, code: string, where: string): Planted => ({
  title,
  changes: () => changes,
  code,
  where,
});

const EVENTS = [...WEBHOOK_EVENTS] as "payment_intent.succeeded"[];

export const PLANTED: readonly Planted[] = [
  set("UPSTASH_REDIS_REST_TOKEN", "another-token-of-another-database", "redis.key_refused"),
  set("QSTASH_TOKEN", "another-token-of-another-account", "qstash.key_refused"),
  set("TYPESENSE_API_KEY", "another-key-of-another-cluster", "typesense.key_refused"),
  set("RESEND_API_KEY", "re_another_key_of_another_team", "resend.key_refused"),
  set("STRIPE_SECRET_KEY", "sk_live_another_key_of_another_account", "stripe.key_refused"),
  set("RAZORPAY_KEY_SECRET", "another-secret-of-another-account", "razorpay.key_refused"),
  set("RAZORPAY_WEBHOOK_SECRET", "", "razorpay.secret_missing"),
  set("TWILIO_AUTH_TOKEN", "another-token-of-another-account", "twilio.key_refused"),
  set("TWILIO_FROM", "", "twilio.secret_missing"),
  set("TWILIO_FROM", "+15005550099", "twilio.sender_unknown"),
  set("TURNSTILE_SECRET_KEY", "another-secret-of-another-widget", "turnstile.key_refused"),
  set("ORDERS_DB_TOKEN", "another-token-of-another-database", "database.key_refused"),
  set("REFRESH_SECRET", "", "variable.missing"),
  set("CART_ID_SECRET", "too-short-a-secret", "variable.malformed"),
  set("JWT_SIGNING_KEY", "{}", "variable.malformed"),
  set("ORDER_ACCESS_SECRET", "bodega-dev", "variable.development_secret"),
  set("STRIPE_URL", "http://stripe.example", "variable.not_https"),
  set("CART_ID_SECRET", "ab".repeat(20), "secret.weak"),
  set("CATALOG_DB_TOKEN", TOKENS.libsqlReadOnly, "database.read_only"),
  set("COUNTERS_REDIS_TOKEN", TOKENS.redisReadOnly, "redis.read_only"),
  set("COUNTERS_REDIS_URL", "https://redis.example", "redis.shared"),
  set("TYPESENSE_API_KEY", TOKENS.searchOnly, "typesense.key_lacks_actions"),
  set("JWT_SIGNING_KEY", JSON.stringify(OLD_KEY), "signing_key.old"),
  set("JWT_NEXT_KEY", JSON.stringify(FORMER_KEY), "signing_key.former_published"),
  set("ORDERS_DB_URL", "https://down.example/orders/", "database.unreachable"),
  set("TYPESENSE_URL", "https://resend.example", "typesense.unreachable"),
  set("MAIL_FROM", "Shop <hello@elsewhere.example>", "resend.domain_unknown"),
  set("PUBLIC_URL", "https://other.example", "public_url.differs"),
  set("PUBLIC_URL", "https://shop.example/", "public_url.not_an_origin"),
  changed(
    "a database without its last migration",
    { variables: { PAYMENTS_DB_URL: "https://libsql.example/outdated/" } },
    ...(["database.migration_missing", "payments database"] as const),
  ),
  changed(
    "a database with a changed migration",
    { variables: { PAYMENTS_DB_URL: "https://libsql.example/changed/" } },
    ...(["database.migration_changed", "payments database"] as const),
  ),
  changed(
    "a database with a migration of a later release",
    { variables: { PAYMENTS_DB_URL: "https://libsql.example/later/" } },
    ...(["database.newer", "payments database"] as const),
  ),
  changed(
    "a database without tables",
    { variables: { PAYMENTS_DB_URL: "https://libsql.example/empty/" } },
    ...(["database.migration_missing", "payments database"] as const),
  ),
  changed(
    "secrets with the same value",
    { variables: { CART_ID_SECRET: TOKENS.redis, ORDER_ACCESS_SECRET: TOKENS.redis } },
    ...(["secret.reused", "CART_ID_SECRET, ORDER_ACCESS_SECRET"] as const),
  ),
  changed(
    "swapped signing keys",
    {
      variables: {
        QSTASH_CURRENT_SIGNING_KEY: SIGNING_KEYS.nextSigningKey,
        QSTASH_NEXT_SIGNING_KEY: SIGNING_KEYS.currentSigningKey,
      },
    },
    ...(["qstash.signing_keys_swapped", "QSTASH_CURRENT_SIGNING_KEY"] as const),
  ),
  set("QSTASH_NEXT_SIGNING_KEY", "sig_of_an_earlier_rotation", "qstash.signing_keys_outdated"),
  set("QSTASH_CURRENT_SIGNING_KEY", "sig_of_an_earlier_rotation", "qstash.signing_key_unknown"),
  stripe({ webhookUrl: "https://old.example/webhooks/stripe" }, "stripe.webhook_missing"),
  stripe({ webhookStatus: "disabled" }, "stripe.webhook_disabled"),
  stripe({ enabledEvents: EVENTS.slice(1) }, "stripe.webhook_lacks_events"),
  stripe({ chargesEnabled: false }, "stripe.charges_disabled", "STRIPE_SECRET_KEY"),
  {
    title: "a restricted key of Stripe that only reads",
    changes: () => ({
      variables: { STRIPE_SECRET_KEY: TOKENS.restricted },
      vendors: {
        stripe: stripeWith({
          restrictedKeys: {
            [TOKENS.restricted]: [
              "rak_payment_intent_read",
              "rak_dispute_read",
              "rak_balance_read",
              "rak_webhook_read",
            ],
          },
        }),
      },
    }),
    code: "stripe.key_lacks_permissions",
    where: "STRIPE_SECRET_KEY",
  },
  {
    title: "a test key of Stripe in production",
    changes: () => ({
      variables: { STRIPE_SECRET_KEY: "sk_test_of_the_same_account" },
      vendors: { stripe: stripeWith({ token: "sk_test_of_the_same_account" }) },
    }),
    code: "stripe.test_key",
    where: "STRIPE_SECRET_KEY",
  },
  changed(
    "a live key of Stripe in staging",
    { variables: { ENVIRONMENT: "staging" } },
    ...(["stripe.live_key", "STRIPE_SECRET_KEY"] as const),
  ),
  resend({ webhookUrl: "https://old.example/webhooks/resend" }, "resend.webhook_missing"),
  resend({ webhookEvents: ["email.bounced"] }, "resend.webhook_lacks_events"),
  {
    title: "a sender's domain that is not verified",
    changes: () => ({
      vendors: { resend: resendWith({ domains: [{ name: "shop.example", dkim: "pending" }] }) },
    }),
    code: "resend.domain_unverified",
    where: "MAIL_FROM",
  },
  changed(
    "a key that may only send, and no DKIM record",
    {
      variables: { RESEND_API_KEY: TOKENS.sendingOnly },
      dns: { txt: async (name) => (name.startsWith("_dmarc.") ? ["v=DMARC1"] : []) },
    },
    ...(["resend.dkim_missing", "MAIL_FROM"] as const),
  ),
  changed(
    "a sender in the settings whose domain is not at Resend",
    { variables: { SETTINGS_DB_URL: "https://libsql.example/sender/" } },
    ...(["resend.domain_unknown", "settings, sender.email"] as const),
  ),
  changed(
    "settings that cannot be read",
    { variables: { SETTINGS_DB_URL: "https://libsql.example/unread/" } },
    ...(["settings.unread", "settings database"] as const),
  ),
  changed(
    "a domain without DMARC",
    { dns: { txt: async () => [] } },
    "dns.dmarc_missing",
    "MAIL_FROM",
  ),
  changed(
    "a host name without address",
    { dns: { resolves: async () => false } },
    ...(["dns.unresolved", "shop.example"] as const),
  ),
  changed(
    "an origin without encryption",
    { variables: { STOREFRONT_ORIGINS: "http://www.shop.example" } },
    ...(["origin.not_https", "http://www.shop.example"] as const),
  ),
  changed(
    "an origin with a final slash",
    { variables: { STOREFRONT_ORIGINS: "https://www.shop.example/" } },
    ...(["origin.malformed", "https://www.shop.example/"] as const),
  ),
  changed(
    "a storefront that does not answer",
    { unreachable: ["www.shop.example"] },
    ...(["origin.unreachable", "https://www.shop.example"] as const),
  ),
  changed(
    "a clock that is a minute fast",
    { aheadMs: 60_000 },
    ...(["clock.skew", "this machine"] as const),
  ),
  changed(
    "a shop that does not answer",
    { unreachable: ["shop.example"] },
    ...(["shop.unreachable", "https://shop.example"] as const),
  ),
  changed(
    "another secret of the monitor",
    { variables: { MONITOR_SECRET: "another secret of 32 characters, and more" } },
    ...(["shop.monitor_refused", "https://shop.example/health/ready"] as const),
  ),
];
