import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { desc, eq } from "drizzle-orm";
import { TOTP } from "otpauth";
import { challenges, outbox, recoveryCodes, secondFactors, users } from "#db/users/schema";
import { testTrace } from "#kernel/testing";
import { PASSWORD, type SignedUp, signedUp, type UsersWorker, usersWorker } from "#users/testing";

let shop: UsersWorker;
beforeAll(async () => {
  shop = await usersWorker();
});
afterAll(() => shop.stop());

const FACTORS = "/v1/me/second-factors";

// biome-ignore lint/suspicious/noExplicitAny: a test reads any answer.
type Json = any;
const ask = async (method: string, path: string, more: Parameters<UsersWorker["ask"]>[2] = {}) => {
  const answer = await shop.ask(method, path, more);
  const text = await answer.text();
  return { status: answer.status, body: (text === "" ? undefined : JSON.parse(text)) as Json };
};

/** Returns a new account with a verified e-mail address. */
const proved = async () => {
  const person = await signedUp(shop);
  const { userId } = person;
  await shop.db.write.update(users).set({ emailVerifiedAt: 1 }).where(eq(users.id, userId));
  return person;
};

const login = ({ email }: SignedUp, more: object = {}) =>
  ask("POST", "/v1/auth/login", { body: { email, password: PASSWORD, ...more } });
const finish = (challengeId: string, code: string) =>
  ask("POST", "/v1/auth/second-factor", { body: { challengeId, code } });
const codeIn = async (challengeId: string) =>
  (await shop.worker.challengeMail(challengeId, testTrace()))?.secret ?? "";

const withMail = async () => {
  const person = await proved();
  const body = { currentPassword: PASSWORD, email: true };
  expect((await ask("PATCH", FACTORS, { actor: person.actor, body })).status).toBe(200);
  return person;
};

const appOf = (secret: string) => new TOTP({ secret, algorithm: "SHA1", digits: 6, period: 30 });
const STEP_MS = 30_000;

const withApp = async () => {
  const person = await proved();
  const offer = await ask("POST", `${FACTORS}/totp`, {
    actor: person.actor,
    body: { currentPassword: PASSWORD },
  });
  const app = appOf(offer.body.secret);
  // The code of the previous TOTP period is used here, so that the test can still use the current code.
  const code = app.generate({ timestamp: Date.now() - STEP_MS });
  const confirmed = await ask("POST", `${FACTORS}/totp/confirm`, {
    actor: person.actor,
    body: { code },
  });
  expect(confirmed.status).toBe(200);
  return { ...person, app, codes: confirmed.body.recoveryCodes as string[], offer: offer.body };
};

describe("second-factor codes by mail", () => {
  test("requires a code by mail after the password, and starts the session with the code", async () => {
    const person = await withMail();
    const { status, body } = await login(person);
    expect([status, body.code, body.methods]).toEqual([401, "second_factor_required", ["email"]]);
    expect(body).not.toHaveProperty("accessToken");
    const code = await codeIn(body.challengeId);
    expect(code).toMatch(/^\d{6}$/);
    const done = await finish(body.challengeId, code);
    expect([done.status, done.body.user.id]).toEqual([200, person.userId]);
    expect(Object.keys(done.body)).toContain("refreshToken");
  });

  test("answers invalid_credentials and requires no code when the password is wrong", async () => {
    const { email } = await withMail();
    const wrong = await ask("POST", "/v1/auth/login", { body: { email, password: "a wrong one" } });
    expect(wrong.body.code).toBe("invalid_credentials");
  });

  test("accepts a code by mail once when five requests send it at once", async () => {
    const { body } = await login(await withMail());
    const code = await codeIn(body.challengeId);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => finish(body.challengeId, code)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test("refuses the right code after five wrong codes", async () => {
    const { body } = await login(await withMail());
    const code = await codeIn(body.challengeId);
    const other = code === "000000" ? "000001" : "000000";
    for (let i = 0; i < 5; i += 1) {
      expect((await finish(body.challengeId, other)).body.code).toBe("second_factor_invalid");
    }
    expect((await finish(body.challengeId, code)).body.code).toBe("second_factor_invalid");
    const [row] = await shop.db.read
      .select()
      .from(challenges)
      .where(eq(challenges.id, body.challengeId));
    expect(row?.tries).toBe(5);
  });

  test("refuses the right code after thirty wrong codes sent at once", async () => {
    const { body } = await login(await withMail());
    const code = await codeIn(body.challengeId);
    const wrong = Array.from({ length: 30 }, (_, i) => String(100_000 + i)).filter(
      (c) => c !== code,
    );
    const answers = await Promise.all(wrong.map((guess) => finish(body.challengeId, guess)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    expect((await finish(body.challengeId, code)).status).toBe(401);
  });

  test("answers 429 to the right code of a third challenge after ten wrong codes", async () => {
    const person = await withMail();
    for (let challenge = 0; challenge < 2; challenge += 1) {
      const { body } = await login(person);
      for (let i = 0; i < 5; i += 1) await finish(body.challengeId, "999999");
    }
    const { body } = await login(person);
    const late = await finish(body.challengeId, await codeIn(body.challengeId));
    expect([late.status, late.body.code]).toEqual([429, "rate_limited"]);
  });

  test("refuses a code that was replaced by a newer one, and stores no code in events", async () => {
    const person = await withMail();
    const first = (await login(person)).body.challengeId;
    const code = await codeIn(first);
    const second = (await login(person)).body.challengeId;
    expect((await finish(first, code)).status).toBe(401);
    expect((await finish(second, await codeIn(second))).status).toBe(200);
    const events = await shop.db.read
      .select()
      .from(outbox)
      .orderBy(desc(outbox.createdAt))
      .limit(20);
    expect(JSON.stringify(events)).not.toContain(code);
  });

  test("answers 409 to enabling codes by mail when the address is not verified", async () => {
    const person = await proved();
    await shop.db.write
      .update(users)
      .set({ emailVerifiedAt: null })
      .where(eq(users.id, person.userId));
    const body = { currentPassword: PASSWORD, email: true };
    expect((await ask("PATCH", FACTORS, { actor: person.actor, body })).status).toBe(409);
  });
});

describe("the authenticator app", () => {
  test("enables the authenticator app by a first code, and returns ten recovery codes", async () => {
    const { actor, codes, offer, email } = await withApp();
    expect(offer.uri).toStartWith("otpauth://totp/Corner%20Shop:");
    expect(offer.uri).toContain(encodeURIComponent(email));
    expect(new Set(codes).size).toBe(10);
    const overview = await ask("GET", FACTORS, { actor });
    expect(overview.body).toEqual({ email: false, totp: true, recoveryCodesLeft: 10 });
  });

  test("requires no code of the app before a first code has enabled it", async () => {
    const person = await proved();
    const body = { currentPassword: PASSWORD };
    await ask("POST", `${FACTORS}/totp`, { actor: person.actor, body });
    expect((await login(person)).status).toBe(200);
    const wrong = await ask("POST", `${FACTORS}/totp/confirm`, {
      actor: person.actor,
      body: { code: "000000" },
    });
    expect(wrong.status).toBe(401);
  });

  test("starts a session by a code of the app, and refuses the same code again", async () => {
    const person = await withApp();
    const first = await login(person);
    expect(first.body.methods).toEqual(["totp", "recovery_code"]);
    const code = person.app.generate();
    expect((await finish(first.body.challengeId, code)).status).toBe(200);
    const second = await login(person);
    expect((await finish(second.body.challengeId, code)).status).toBe(401);
  });

  test("accepts a recovery code once instead of the app's code, in any spelling", async () => {
    const person = await withApp();
    const [code = ""] = person.codes;
    const typed = code.toUpperCase().replaceAll("-", "");
    const first = await login(person);
    expect((await finish(first.body.challengeId, typed)).status).toBe(200);
    const second = await login(person);
    expect((await finish(second.body.challengeId, code)).status).toBe(401);
    const overview = await ask("GET", FACTORS, { actor: person.actor });
    expect(overview.body.recoveryCodesLeft).toBe(9);
  });

  test("stores the app's secret encrypted, and the recovery codes hashed", async () => {
    const { userId, offer, codes } = await withApp();
    const rows = [
      await shop.db.read.select().from(secondFactors).where(eq(secondFactors.userId, userId)),
      await shop.db.read.select().from(recoveryCodes).where(eq(recoveryCodes.userId, userId)),
    ];
    const text = JSON.stringify(rows);
    for (const secret of [offer.secret, ...codes]) expect(text).not.toContain(secret);
  });

  test("disables the app and its recovery codes when the password is right", async () => {
    const person = await withApp();
    const off = { currentPassword: PASSWORD, totp: false };
    const wrong = { ...off, currentPassword: "not mine at all" };
    const { actor } = person;
    expect((await ask("PATCH", FACTORS, { actor, body: wrong })).body.code).toBe(
      "invalid_credentials",
    );
    expect((await ask("PATCH", FACTORS, { actor, body: off })).body).toEqual({
      email: false,
      totp: false,
      recoveryCodesLeft: 0,
    });
    expect((await login(person)).status).toBe(200);
  });

  test("replaces all recovery codes by new ones", async () => {
    const person = await withApp();
    const body = { currentPassword: PASSWORD };
    const renewed = await ask("POST", `${FACTORS}/recovery-codes`, { actor: person.actor, body });
    expect(renewed.body.recoveryCodes).toHaveLength(10);
    const { body: step } = await login(person);
    expect((await finish(step.challengeId, person.codes[0] ?? "")).status).toBe(401);
    expect((await finish(step.challengeId, renewed.body.recoveryCodes[0])).status).toBe(200);
  });
});

test("answers second_factor_invalid to an invented challenge and to one of another purpose", async () => {
  const { userId } = await proved();
  const [verification] = await shop.db.read
    .select()
    .from(challenges)
    .where(eq(challenges.userId, userId));
  for (const id of [verification?.id ?? "", `chl_${"0".repeat(36)}`]) {
    expect((await finish(id, "123456")).body.code).toBe("second_factor_invalid");
  }
});
