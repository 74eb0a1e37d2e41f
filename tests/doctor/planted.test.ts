import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createClient } from "@libsql/client/web";
import { SignJWT } from "jose";
import { migrateDatabase } from "#db/migrate";
import type { Environment, Finding } from "#doctor/check";
import { jsonOf, textOf } from "#doctor/report";
import { type ProcessShop, startProcessShop } from "#tests/process-shop";
import { PLANTED } from "./misconfigurations";
import { type Production, startProduction, stripeWith, TOKENS } from "./production";

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
