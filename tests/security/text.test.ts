import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { sql } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import { connect } from "#db/client";
import { addressIn, DATABASES } from "#db/databases";
import { eventually, type Json } from "#tests/system";
import { routeDefinitions } from "./definitions";
import { newCustomer, PASSWORD } from "./principals";
import { BOOT_MS, PATIENCE_MS, type ServedShop, startServed } from "./shop";

/** S-UNICODE and S-LOGS: the shop keeps texts unchanged, and shows them to their readers only. */
const definitions = await routeDefinitions();
setDefaultTimeout(PATIENCE_MS);
let shop: ServedShop;
beforeAll(async () => {
  shop = await startServed();
}, BOOT_MS);
afterAll(() => shop?.stop());

/** The fields of a body's schema. */
const fieldsOf = (schema: Json): string[] => [
  ...Object.keys(schema?.properties ?? {}),
  ...(schema?.anyOf ?? []).flatMap(fieldsOf),
];

const register = (email: string, name = "Nora") =>
  shop.ask("POST", "/v1/auth/register", { body: { email, password: PASSWORD, name } });

describe("S-UNICODE", () => {
  test("accepts one account per mailbox in any spelling", async () => {
    const local = `lena.${crypto.randomUUID().slice(0, 8)}`;
    expect((await register(`${local}@example.com`)).status).toBe(201);
    const twins = [
      `${local.toUpperCase()}@EXAMPLE.COM`,
      `  ${local}@example.com `,
      `${local}@Example.com`.normalize("NFD"),
    ];
    for (const twin of twins) {
      const { status, body } = await register(twin);
      expect([twin, status, body.code]).toEqual([twin, 409, "email_taken"]);
    }
  });

  test.each([
    ["a zero-width space", "len\u200ba@example.com"],
    ["a right-to-left override", "len\u202ea@example.com"],
    ["a Cyrillic twin", "lеna@example.com"],
    ["NUL", "lena\u0000@example.com"],
    ["a line break", "lena@example.com\r\nBcc: all@example.com"],
    ["two addresses", "lena@example.com,eve@example.com"],
    ["no domain", "lena@"],
    ["64 KiB", `${"l".repeat(60_000)}@example.com`],
  ])("refuses an address with %s", async (_, email) => {
    const { status, body } = await register(email);
    expect([status, body.code]).toEqual([400, "validation_failed"]);
  });

  test.each([
    ["a line break", "Nora\r\nBcc: all@example.com"],
    ["NUL", "No\u0000ra"],
    ["a line separator", "No\u2028ra"],
    ["an escape", "No\u001b[31mra"],
    ["nothing but blanks", "   "],
    ["64 KiB", "N".repeat(60_000)],
  ])("refuses a name with %s", async (_, name) => {
    const { status } = await register(`n-${crypto.randomUUID()}@example.com`, name);
    expect(status).toBe(400);
  });

  test("refuses a lone surrogate in every field", async () => {
    const raw = `{"email":"s-${crypto.randomUUID()}@example.com","password":"${PASSWORD}","name":"\\ud800"}`;
    expect((await shop.ask("POST", "/v1/auth/register", { raw })).status).toBe(400);
  });

  test.each([
    "Zoë",
    "Zoe\u0308",
    "渡辺 さくら",
    "🧑🏽‍🚀 Nur",
    'O\'Brien "Q" <b>',
    "Ægir & Söhne; --",
  ])("returns %p as it was written", async (name) => {
    const { body } = await register(`n-${crypto.randomUUID()}@example.com`, name);
    const { body: mine } = await shop.ask("GET", "/v1/me", { token: body.accessToken });
    expect(mine.name).toBe(name);
  });

  test("accepts a password in every Unicode composition, and uses all of its characters", async () => {
    const email = `p-${crypto.randomUUID()}@example.com`;
    const password = `schöne Größe ${"x".repeat(80)}1`;
    await shop.ask("POST", "/v1/auth/register", {
      body: { email, password: password.normalize("NFC"), name: "Nora" },
    });
    const login = (text: string) =>
      shop.ask("POST", "/v1/auth/login", { body: { email, password: text } });
    expect((await login(password.normalize("NFD"))).status).toBe(200);
    expect((await login(password.slice(0, -1))).status).toBe(401);
  });
});

/** Texts that are known to break software. */
const NASTY = [
  ...[
    "\\u0000",
    "\\ud800",
    "\\udc00\\ud800",
    "\\u202e",
    "\\u200b",
    "\\ufeff",
    "\\u2028",
    "\\r\\nBcc: x",
  ],
  ...["💐💐💐", "ﷺ".repeat(100), "e\u0301".repeat(200), "\\uffff", "%00", "{{7*7}}", "' or 1=1 --"],
  "x".repeat(60_000),
];

describe("every field that takes text", () => {
  const taking = definitions.filter(({ body }) => fieldsOf(body as Json).length > 0);

  test.each(taking)("accepts or refuses any text: $name", async ({ method, path, body }) => {
    const names = fieldsOf(body as Json);
    const { token } = await newCustomer(shop);
    const wrong: string[] = [];
    for (const nasty of NASTY) {
      const raw = `{${names.map((name) => `${JSON.stringify(name)}:"${nasty}"`).join(",")}}`;
      const tooMuch = raw.length > 64 * 1024;
      const text = tooMuch ? `{${JSON.stringify(names[0])}:"${nasty}"}` : raw;
      const { status, body: problem } = await shop.ask(method, path.replaceAll(/:\w+/g, "usr_x"), {
        token,
        raw: text,
        headers: { "idempotency-key": crypto.randomUUID() },
      });
      const isTold = status < 400 || typeof problem?.code === "string";
      if (status >= 500 || !isTold) wrong.push(`${status} ${nasty.slice(0, 20)}`);
    }
    expect(wrong).toEqual([]);
  });

  test.each(["\u0000", "\ud800", "💐\r\n", "%00%0d%0a", "x".repeat(4000)])(
    "accepts or refuses any text in paths and queries: %p",
    async (nasty) => {
      const text = encodeURIComponent(nasty.toWellFormed());
      const wrong: string[] = [];
      for (const { method, path, name } of definitions.filter(({ body }) => !body)) {
        const at = path.replaceAll(/:\w+/g, text);
        for (const path of [at, `${at}?limit=${text}`, `${at}?cursor=${text}&q=${text}`]) {
          const { status } = await shop.ask(method, path);
          if (status >= 500) wrong.push(`${name}: ${status}`);
        }
      }
      expect(wrong).toEqual([]);
    },
  );
});

/** Values that no log, other mail or event may contain. */
const canaries = () => {
  const mark = `canary${crypto.randomUUID().replaceAll("-", "").slice(0, 12)}`;
  return {
    email: `${mark}@example.com`,
    password: `${mark} password`,
    name: `${mark} name`,
    token: `${mark}-token-of-forty-three-characters-length`,
    code: "424242",
    line: `${mark} street`,
    phone: "+49 30 99887766",
    mark,
  };
};

/** A value of each kind, in every field that could take it. */
const filled = (names: string[], canary: ReturnType<typeof canaries>) =>
  Object.fromEntries(
    names.map((name) => {
      if (/email/i.test(name)) return [name, canary.email];
      if (/password/i.test(name)) return [name, canary.password];
      if (/token/i.test(name)) return [name, canary.token];
      if (/phone/i.test(name)) return [name, canary.phone];
      return [name, `${canary.mark} ${name}`];
    }),
  );

describe("S-LOGS", () => {
  test("logs no secret and no personal data, whatever is sent and whatever fails", async () => {
    const canary = canaries();
    const body = { email: canary.email, password: canary.password, name: canary.name };
    const { body: opened } = await shop.ask("POST", "/v1/auth/register", { body });
    const token = opened.accessToken as string;
    const address = {
      name: canary.name,
      line1: canary.line,
      city: canary.mark,
      phone: canary.phone,
      postalCode: "10999",
      country: "DE",
    };
    await shop.ask("POST", "/v1/me/addresses", { token, body: address });

    const proof = { currentPassword: canary.password };
    const { body: app } = await shop.ask("POST", "/v1/me/second-factors/totp", {
      token,
      body: proof,
    });
    const code = new TOTP({ secret: Secret.fromBase32(app.secret) }).generate();
    const confirmed = await shop.ask("POST", "/v1/me/second-factors/totp/confirm", {
      token,
      body: { code },
    });
    const recoveryCode = confirmed.body.recoveryCodes[0] as string;
    const everything = async () => {
      await shop.ask("PATCH", "/v1/me/second-factors", { token, body: { ...proof, email: true } });
      const { body: step } = await shop.ask("POST", "/v1/auth/login", {
        body: { email: canary.email, password: canary.password },
      });
      await shop.ask("POST", "/v1/auth/second-factor", {
        body: { challengeId: step?.challengeId ?? "chl_00000000", code: recoveryCode },
      });

      for (const { method, path, body: schema } of definitions) {
        const id = `${canary.mark}`;
        await shop.ask(method, `${path.replaceAll(/:\w+/g, id)}?q=${canary.mark}`, {
          token: path.startsWith("/v1/auth") ? undefined : token,
          headers: {
            authorization: `Bearer ${token}`,
            "x-request-id": "log-canary-1",
            cookie: `__Host-bodega-refresh=${canary.token}`,
            "user-agent": canary.mark,
            origin: `https://${canary.mark}.example`,
            referer: `https://${canary.mark}/`,
          },
          ...(schema ? { body: filled(fieldsOf(schema), canary) } : {}),
        });
        await shop.ask(method, path.replaceAll(/:\w+/g, id), {
          headers: { authorization: `Bearer ${canary.token}` },
          ...(schema ? { raw: `{"broken":"${canary.password}"` } : {}),
        });
      }
      await shop.ask("POST", "/v1/auth/login", {
        body: { email: canary.email, password: canary.password },
      });
      await shop.ask("POST", "/v1/auth/register", { body });
      await shop.ask("POST", "/v1/me/addresses", { token, body: address });
    };
    await everything();
    for (const vendor of ["libsql", "redis", "qstash", "resend"] as const) {
      await shop.faults(vendor, [{ kind: "drop-before", rate: 1 }]);
      await everything();
      await shop.heal(vendor);
    }
    expect(shop.lines.length).toBeGreaterThan(0);
    const secrets = [
      canary.mark,
      canary.phone,
      token,
      ...[opened.refreshToken, opened.deviceToken, recoveryCode, app.secret],
      token.split(".")[1] ?? "",
    ];
    const telling = shop.lines.filter((line) => secrets.some((secret) => line.includes(secret)));
    expect(telling).toEqual([]);
  }, 180_000);

  test("names people in events by id only", async () => {
    const { email } = await newCustomer(shop);
    await shop.ask("POST", "/v1/auth/password/forgot", { body: { email } });
    for (const name of DATABASES) {
      const db = connect(addressIn(shop.variables, name));
      const tables = await db.read.all<[string]>(
        sql`select name from sqlite_master where type = 'table' and name = 'outbox'`,
      );
      if (tables.length === 0) continue;
      const rows = await db.read.all(sql`select envelope from outbox`);
      expect(JSON.stringify(rows)).not.toMatch(/@example\.com|@bodega\.test|Oranienstra/);
    }
    const published = await eventually(
      "the queue's books",
      () => shop.books("qstash"),
      (books) => JSON.stringify(books).length > 2,
    );
    expect(JSON.stringify(published)).not.toContain(email);
  });

  test("names only the recipient in a mail", async () => {
    const { email } = await newCustomer(shop);
    const mails = await eventually(
      "a mail",
      async () => (await shop.books("resend")).mails as Json[],
      (all) => all.some((mail) => JSON.stringify(mail.to).includes(email)),
    );
    const others = mails.filter((mail) => !JSON.stringify(mail.to).includes(email));
    expect(JSON.stringify(others)).not.toContain(email);
    expect(JSON.stringify(mails)).not.toContain(PASSWORD);
  });
});
