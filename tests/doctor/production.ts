import { libsqlStandIn } from "#cloud/libsql";
import { qstashStandIn } from "#cloud/qstash";
import { razorpayStandIn } from "#cloud/razorpay";
import { redisStandIn } from "#cloud/redis";
import { resendStandIn } from "#cloud/resend";
import { type StandIn, serveStandIn } from "#cloud/stand-in";
import { stripeStandIn } from "#cloud/stripe";
import { turnstileStandIn } from "#cloud/turnstile";
import { twilioStandIn } from "#cloud/twilio";
import { typesenseStandIn } from "#cloud/typesense";
import { DATABASES } from "#db/databases";
import { migrateAll } from "#db/migrate";
import type { Dependencies, Dns } from "#doctor/check";
import { environmentOf } from "#doctor/environment";
import { CHECKS } from "#doctor/registry";
import { examine } from "#doctor/runner";
import { newKey } from "#workers/users/sessions/key-rotation.service";

const DATA_DIR = ":memory:";
const SHOP = "https://shop.example";
const STOREFRONT = "https://www.shop.example";
const TWILIO_ACCOUNT_SID = "AC0123456789abcdef0123456789abcdef";
const RAZORPAY_KEY_ID = "rzp_live_shop";
const WEBHOOK = `${SHOP}/webhooks/stripe`;

const secret = (name: string) =>
  `${name}_${new Bun.CryptoHasher("sha256").update(name).digest("hex")}`;

export const TOKENS = {
  libsql: secret("libsql"),
  libsqlReadOnly: secret("libsql_ro"),
  redis: secret("redis"),
  redisReadOnly: secret("redis_ro"),
  qstash: secret("qstash"),
  typesense: secret("typesense"),
  searchOnly: secret("typesense_search"),
  resend: secret("re"),
  sendingOnly: secret("re_sending"),
  stripe: secret("sk_live"),
  restricted: secret("rk_live"),
  razorpay: secret("rzp"),
  twilio: secret("twilio"),
  monitor: secret("monitor"),
  turnstile: secret("turnstile"),
};
export const SIGNING_KEYS = { currentSigningKey: secret("sig_1"), nextSigningKey: secret("sig_2") };

export type StripeChanges = Omit<Parameters<typeof stripeStandIn>[0], "dataDir" | "webhookSecret">;

export const stripeWith = (changes: Partial<StripeChanges>) =>
  stripeStandIn({
    ...{
      dataDir: DATA_DIR,
      token: TOKENS.stripe,
      webhookSecret: "whsec_unused",
      webhookUrl: WEBHOOK,
    },
    ...changes,
  });

type ResendChanges = Partial<Parameters<typeof resendStandIn>[0]>;

export const resendWith = (changes: ResendChanges = {}) =>
  resendStandIn({
    dataDir: DATA_DIR,
    token: TOKENS.resend,
    sendingToken: TOKENS.sendingOnly,
    domains: [{ name: "shop.example" }],
    webhookUrl: `${SHOP}/webhooks/resend`,
    ...changes,
  });

const vendors = async (): Promise<Record<string, StandIn>> => ({
  libsql: libsqlStandIn({
    dataDir: DATA_DIR,
    token: TOKENS.libsql,
    readOnlyToken: TOKENS.libsqlReadOnly,
  }),
  redis: await redisStandIn({
    dataDir: DATA_DIR,
    token: TOKENS.redis,
    readOnlyToken: TOKENS.redisReadOnly,
    engine: "embedded",
  }),
  qstash: qstashStandIn({ dataDir: DATA_DIR, token: TOKENS.qstash, ...SIGNING_KEYS }),
  typesense: typesenseStandIn({
    dataDir: DATA_DIR,
    token: TOKENS.typesense,
    keys: [{ value: TOKENS.searchOnly, actions: ["documents:search"] }],
  }),
  resend: resendWith(),
  stripe: stripeWith({}),
  razorpay: razorpayStandIn({
    dataDir: DATA_DIR,
    keyId: RAZORPAY_KEY_ID,
    token: TOKENS.razorpay,
    webhookSecret: "unused",
  }),
  twilio: twilioStandIn({
    dataDir: DATA_DIR,
    accountSid: TWILIO_ACCOUNT_SID,
    token: TOKENS.twilio,
    senders: ["+15005550006"],
    webhookUrl: `${SHOP}/webhooks/twilio`,
  }),
  turnstile: turnstileStandIn({ dataDir: DATA_DIR, token: TOKENS.turnstile }),
});

const databaseVariables = (base: string) =>
  Object.fromEntries(
    DATABASES.flatMap((name) => [
      [`${name.toUpperCase()}_DB_URL`, `${base}/${name}/`],
      [`${name.toUpperCase()}_DB_TOKEN`, TOKENS.libsql],
    ]),
  );

const productionVariables = async (): Promise<Record<string, string>> => ({
  ENVIRONMENT: "production",
  PUBLIC_URL: SHOP,
  STOREFRONT_URL: STOREFRONT,
  STOREFRONT_ORIGINS: STOREFRONT,
  MAIL_FROM: "Shop <hello@shop.example>",
  ...databaseVariables("https://libsql.example"),
  UPSTASH_REDIS_REST_URL: "https://redis.example",
  UPSTASH_REDIS_REST_TOKEN: TOKENS.redis,
  COUNTERS_REDIS_URL: "https://counters.example",
  COUNTERS_REDIS_TOKEN: TOKENS.redis,
  QSTASH_URL: "https://qstash.example",
  QSTASH_TOKEN: TOKENS.qstash,
  QSTASH_CURRENT_SIGNING_KEY: SIGNING_KEYS.currentSigningKey,
  QSTASH_NEXT_SIGNING_KEY: SIGNING_KEYS.nextSigningKey,
  TYPESENSE_URL: "https://typesense.example",
  TYPESENSE_API_KEY: TOKENS.typesense,
  RESEND_URL: "https://resend.example",
  RESEND_API_KEY: TOKENS.resend,
  RESEND_WEBHOOK_SECRET: secret("whsec"),
  SUPPRESSION_SECRET: secret("suppression"),
  STRIPE_URL: "https://stripe.example",
  STRIPE_SECRET_KEY: TOKENS.stripe,
  STRIPE_WEBHOOK_SECRET: secret("whsec"),
  TWILIO_URL: "https://twilio.example",
  TWILIO_ACCOUNT_SID,
  TWILIO_AUTH_TOKEN: TOKENS.twilio,
  TWILIO_FROM: "+15005550006",
  RAZORPAY_URL: "https://razorpay.example",
  RAZORPAY_KEY_ID,
  RAZORPAY_KEY_SECRET: TOKENS.razorpay,
  RAZORPAY_WEBHOOK_SECRET: secret("rzp_webhook"),
  JWT_SIGNING_KEY: JSON.stringify(await newKey()),
  JWT_NEXT_KEY: JSON.stringify(await newKey()),
  PASSWORD_PEPPER: `1:${secret("pepper")}`,
  REFRESH_SECRET: secret("refresh"),
  CART_ID_SECRET: secret("cart"),
  ORDER_ACCESS_SECRET: secret("order"),
  MONITOR_SECRET: TOKENS.monitor,
  TURNSTILE_SECRET_KEY: TOKENS.turnstile,
  TURNSTILE_URL: "https://turnstile.example/turnstile/v0/siteverify",
});

/** What a test changes in the healthy environment. */
export interface Changes {
  /** An empty text removes the variable. */
  variables?: Record<string, string>;
  /** Stand-ins that replace those of a vendor. */
  vendors?: Record<string, StandIn>;
  url?: string;
  aheadMs?: number;
  dns?: Partial<Dns>;
  /** Host names that do not answer. */
  unreachable?: readonly string[];
  deadlineMs?: number;
}

const HEALTHY_DNS: Dns = { resolves: async () => true, txt: async () => ["v=DMARC1; p=none"] };

/**
 * Starts the vendors of a healthy production environment. Names such as `stripe.example` lead to the
 * stand-ins, and `shop.example` to the given shop.
 */
export const startProduction = async (shopUrl: string) => {
  const running = Object.entries(await vendors()).map(
    ([name, standIn]) => [name, serveStandIn(standIn, 0)] as const,
  );
  const urls = Object.fromEntries(running.map(([name, { url }]) => [name, url]));
  const hosts = { ...urls, counters: urls.redis, shop: shopUrl, www: shopUrl };
  await migrateAll(databaseVariables(urls.libsql ?? ""));
  const healthy = await productionVariables();

  const dependenciesWith = (changes: Changes, replaced: Record<string, string>): Dependencies => ({
    now: () => Date.now() + (changes.aheadMs ?? 0),
    dns: { ...HEALTHY_DNS, ...changes.dns },
    send: async (url, init) => {
      const { hostname, pathname, search } = new URL(url);
      const name = hostname.split(".")[0] ?? "";
      const target = { ...hosts, ...replaced }[name];
      if (!target || changes.unreachable?.includes(hostname)) throw new Error("unreachable");
      return fetch(`${target}${pathname}${search}`, init);
    },
  });

  return {
    urls,
    /** Returns the variables and findings of the environment with these changes. */
    async examined(changes: Changes = {}) {
      const servers = Object.entries(changes.vendors ?? {}).map(
        ([name, standIn]) => [name, serveStandIn(standIn, 0)] as const,
      );
      const replaced = Object.fromEntries(servers.map(([name, { url }]) => [name, url]));
      const values = Object.fromEntries(
        Object.entries({ ...healthy, ...changes.variables }).filter(([, value]) => value !== ""),
      );
      const environment = await environmentOf([{ worker: undefined, values }], changes.url ?? SHOP);
      const { deadlineMs } = changes;
      const findings = await examine(environment, dependenciesWith(changes, replaced), {
        checks: CHECKS,
        ...(deadlineMs === undefined ? {} : { deadlineMs }),
      });
      for (const [, server] of servers) await server.stop();
      return { environment, findings };
    },
    async stop() {
      for (const [, server] of running) await server.stop();
    },
  };
};
export type Production = Awaited<ReturnType<typeof startProduction>>;
