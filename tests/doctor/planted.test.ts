import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createClient } from "@libsql/client/web";
import { SignJWT } from "jose";
import { migrateDatabase } from "#db/migrate";
import type { Environment, Finding } from "#doctor/check";
import { jsonOf, textOf } from "#doctor/report";
import { type ProcessShop, startProcessShop } from "#tests/process-shop";
import { WEBHOOK_EVENTS } from "#workers/payments/stripe/stripe-webhooks.rules";
import { newKey } from "#workers/users/sessions/key-rotation.service";
import {
  type Changes,
  type Production,
  resendWith,
  SIGNING_KEYS,
  startProduction,
  stripeWith,
  TOKENS,
} from "./production";

const DAY_MS = 24 * 60 * 60 * 1000;
const OLD_KEY = { ...(await newKey()), since: Date.now() - 100 * DAY_MS };
const FORMER_KEY = { ...(await newKey()), since: Date.now() - 5 * DAY_MS, former: true };
const EXPIRING_TOKEN = await new SignJWT({ id: "a-database-of-the-shop" })
  .setProtectedHeader({ alg: "HS256" })
  .setExpirationTime(Math.floor(Date.now() / 1000) + 3 * 24 * 60 * 60)
  .sign(new TextEncoder().encode("key"));

const LAST = "(select max(created_at) from __drizzle_migrations)";
/** Databases of payments whose migrations are not those of the repository. */
const OTHER_MIGRATIONS = {
  outdated: `delete from __drizzle_migrations where created_at = ${LAST}`,
  changed: `update __drizzle_migrations set hash = 'other' where created_at = ${LAST}`,
  later: "insert into __drizzle_migrations (hash, created_at) values ('other', 9000000000000)",
};

/** Databases of settings: with a sender that an admin has set, and without the table. */
const OTHER_SETTINGS = {
  sender: `insert into settings (id, document, version, updated_at)
    values ('shop', '{"sender":{"name":"Shop","email":"hello@other.example"}}', 1, 0)`,
  unread: "drop table settings",
};

let shop: ProcessShop;
let production: Production;
beforeAll(async () => {
  shop = await startProcessShop();
  shop.redeploy({ MONITOR_SECRET: TOKENS.monitor });
  production = await startProduction(
    `http://127.0.0.1:${new URL(shop.variables.PUBLIC_URL ?? "").port}`,
  );
  const plant = async (database: "payments" | "settings", statements: Record<string, string>) => {
    for (const [name, statement] of Object.entries(statements)) {
      const url = `${production.urls.libsql}/${name}/`;
      await migrateDatabase(database, { url, token: TOKENS.libsql });
      const client = createClient({ url, authToken: TOKENS.libsql });
      await client.execute(statement);
      client.close();
    }
  };
  await plant("payments", OTHER_MIGRATIONS);
  await plant("settings", OTHER_SETTINGS);
}, 60_000);
afterAll(async () => {
  await production.stop();
  await shop.stop();
});

const named = (findings: readonly Finding[]) => findings.map(({ code, where }) => [code, where]);

const SECRET = /_(KEY|TOKEN|SECRET|PEPPER)$/;
const secretsOf = ({ values }: Environment) =>
  Object.entries(values).flatMap(([name, value = ""]) =>
    SECRET.test(name) && value.length > 8 ? [value] : [],
  );

/** A misconfiguration, and the only finding that it gives. */
interface Planted {
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
const changed = (title: string, changes: Changes, code: string, where: string): Planted => ({
  title,
  changes: () => changes,
  code,
  where,
});

const EVENTS = [...WEBHOOK_EVENTS] as "payment_intent.succeeded"[];

const PLANTED: readonly Planted[] = [
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
  {
    title: "a sender's domain that is not verified",
    changes: () => ({
      vendors: { resend: resendWith([{ name: "shop.example", dkim: "pending" }]) },
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

describe("the doctor", () => {
  test("finds nothing in a healthy production environment", async () => {
    expect((await production.examined()).findings).toEqual([]);
  });

  test("finds nothing when the keys have only the permissions that the shop needs", async () => {
    const permissions = [
      "rak_payment_intent_write",
      "rak_refund_write",
      "rak_dispute_read",
      "rak_balance_read",
      "rak_webhook_read",
    ];
    const { findings } = await production.examined({
      variables: { STRIPE_SECRET_KEY: TOKENS.restricted, RESEND_API_KEY: TOKENS.sendingOnly },
      vendors: { stripe: stripeWith({ restrictedKeys: { [TOKENS.restricted]: permissions } }) },
    });
    expect(findings).toEqual([]);
  });

  test.each(PLANTED.map((planted) => [planted.title, planted] as const))(
    "reports only %s",
    async (_title, { changes, code, where }) => {
      const { environment, findings } = await production.examined(changes());
      expect(named(findings)).toEqual([[code, where]]);
      const output = textOf(findings, 1) + jsonOf(findings);
      for (const secret of secretsOf(environment)) expect(output).not.toContain(secret);
    },
  );

  test("warns before a token expires", async () => {
    const { findings } = await production.examined({
      variables: { USERS_DB_TOKEN: EXPIRING_TOKEN },
    });
    expect(named(findings)).toEqual([
      ["database.key_refused", "USERS_DB_TOKEN"],
      ["token.expires", "USERS_DB_TOKEN"],
    ]);
  });

  test("fails instead of warning when the clock is wrong by more than five minutes", async () => {
    const severity = async (aheadMs: number) =>
      (await production.examined({ aheadMs })).findings.map((finding) => finding.severity);
    expect(await severity(-60_000)).toEqual(["warn"]);
    expect(await severity(600_000)).toEqual(["fail"]);
  });

  test("names the vendor that does not answer before the deadline", async () => {
    const delay = { rules: [{ kind: "delay", rate: 1, ms: 3_000 }] };
    const faults = `${production.urls.qstash}/_dev/faults`;
    await fetch(faults, { method: "PUT", body: JSON.stringify(delay) });
    const { findings } = await production.examined({ deadlineMs: 1_500 });
    await fetch(faults, { method: "DELETE" });
    expect(named(findings)).toContainEqual(["qstash.unreachable", "QSTASH_URL"]);
  });

  test("reports the dependency for which the shop is down", async () => {
    await shop.faults("libsql", [{ kind: "error-before", rate: 1, status: 500 }]);
    // A new gateway has not stored its last reading of the health.
    shop.redeploy({ MONITOR_SECRET: TOKENS.monitor });
    const down = await production.examined();
    await shop.heal("libsql");
    shop.redeploy({ MONITOR_SECRET: TOKENS.monitor });
    expect(down.findings.map(({ code }) => code)).toEqual(["shop.down"]);
    expect(down.findings[0]?.problem).toContain("orders libsql");
  });
});
