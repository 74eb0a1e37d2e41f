import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { decodeJwt } from "jose";
import { idempotencyKeys, outbox, sessions, users } from "#db/users/schema";
import { type SignedIn, signedUp, type UsersWorker, usersWorker } from "#users/testing";

let shop: UsersWorker;
beforeAll(async () => {
  shop = await usersWorker();
});
afterAll(() => shop.stop());

let count = 0;
const newcomer = () => {
  count += 1;
  return { email: `person${count}@example.test`, password: "corner-shop-2026", name: "Pat Person" };
};
const register = (body: unknown, key?: string) =>
  shop.ask("POST", "/v1/auth/register", { body, ...(key ? { key } : {}) });
const problem = async (answer: Response) => ({
  status: answer.status,
  code: ((await answer.json()) as { code: string }).code,
});
const rowsOf = async () => ({
  users: await shop.db.read.$count(users),
  sessions: await shop.db.read.$count(sessions),
  events: await shop.db.read.$count(outbox),
  keys: await shop.db.read.$count(idempotencyKeys),
});

describe("registration of an account", () => {
  test("creates an account, a session and their events in one batch", async () => {
    const before = await rowsOf();
    const person = newcomer();
    const answer = await shop.ask("POST", "/v1/auth/register", {
      body: { ...person, email: ` ${person.email.toUpperCase()} ` },
      headers: { "x-request-id": "register-1" },
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    const body = (await answer.json()) as SignedIn;
    expect(body.user).toMatchObject({
      email: person.email,
      name: "Pat Person",
      emailVerified: false,
      roles: ["customer"],
    });
    expect(Object.keys(body).sort()).toEqual([
      "accessToken",
      "deviceToken",
      "expiresIn",
      "refreshToken",
      "user",
    ]);
    expect(decodeJwt(body.accessToken).sub).toBe(body.user.id);
    expect(await shop.callsOf("register-1")).toHaveLength(1);
    expect(await rowsOf()).toEqual({
      ...before,
      users: before.users + 1,
      sessions: before.sessions + 1,
      events: before.events + 2,
    });
  });

  test("publishes the events of a registration without personal data", async () => {
    const { user, email } = await signedUp(shop);
    await shop.settled();
    const books = await (await fetch(`${shop.queueUrl}/_dev/books`)).text();
    expect(books).toContain(user.id);
    expect(books).toContain("user.registered");
    expect(books).not.toContain(email);
  });

  test("answers 409 to an address that is in use, in any spelling, and changes nothing", async () => {
    const { email } = await signedUp(shop);
    const before = await rowsOf();
    for (const taken of [email, email.toUpperCase(), ` ${email}\t`]) {
      const answer = await register({ ...newcomer(), email: taken }, crypto.randomUUID());
      expect(await problem(answer)).toEqual({ status: 409, code: "email_taken" });
    }
    expect(await rowsOf()).toEqual(before);
  });

  test.each([
    ["kunde@münchen.example", "kunde@xn--mnchen-3ya.example", "KUNDE@XN--MNCHEN-3YA.EXAMPLE"],
    ["покупатель@пример.рф", "покупатель@xn--e1afmkfd.xn--p1ai", "ПОКУПАТЕЛЬ@Пример.РФ"],
  ])(
    "creates one account for the Unicode and ASCII form of a domain: %s",
    async (written, stored, otherForm) => {
      const answer = await register({ ...newcomer(), email: written });
      expect(answer.status).toBe(201);
      expect(((await answer.json()) as SignedIn).user.email).toBe(stored);
      const again = await register({ ...newcomer(), email: otherForm });
      expect(await problem(again)).toEqual({ status: 409, code: "email_taken" });
      const { password } = newcomer();
      const login = await shop.ask("POST", "/v1/auth/login", {
        body: { email: otherForm, password },
      });
      expect(login.status).toBe(200);
    },
  );

  test.each([
    "kunde@xn--e1afmkfd.xn--p1ai",
    "b&b@example.com",
    "a=b@example.com",
    "sales/north@example.com",
    "room#4@example.com",
  ])("accepts the e-mail address %s unchanged", async (email) => {
    const answer = await register({ ...newcomer(), email });
    expect(answer.status).toBe(201);
    expect(((await answer.json()) as SignedIn).user.email).toBe(email);
  });

  test.each([
    "a..b@example.com",
    ".a@example.com",
    "a@-example.com",
    "a@example",
    "a b@example.com",
    "a@exa_mple.com",
  ])("answers 400 to the e-mail address %s", async (email) => {
    const answer = await register({ ...newcomer(), email });
    expect(await problem(answer)).toEqual({ status: 400, code: "validation_failed" });
  });

  test("creates one account when many requests register one address at once", async () => {
    const person = newcomer();
    const answers = await Promise.all([1, 2, 3, 4].map(() => register(person)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  test("replays the answer byte for byte when an idempotency key is repeated or sent twice at once", async () => {
    const person = newcomer();
    const key = crypto.randomUUID();
    const answers = await Promise.all([1, 2, 3].map(() => register(person, key)));
    answers.push(await register(person, key));
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(texts).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    const replays = answers.filter(({ headers }) => headers.get("idempotent-replayed") === "true");
    expect(replays).toHaveLength(3);
  });

  test("answers 422 to an idempotency key that was used for another request", async () => {
    const person = newcomer();
    const key = crypto.randomUUID();
    expect((await register(person, key)).status).toBe(201);
    const before = await rowsOf();
    const other = await register({ ...person, password: "another-password" }, key);
    expect(await problem(other)).toEqual({ status: 422, code: "idempotency_key_reused" });
    expect(await problem(await register(newcomer(), "short"))).toEqual({
      status: 400,
      code: "idempotency_key_invalid",
    });
    expect(await rowsOf()).toEqual(before);
  });

  test("stores neither tokens nor passwords in readable form", async () => {
    const person = { ...newcomer(), password: "a-very-recognisable-secret" };
    const answer = (await (await register(person, crypto.randomUUID())).json()) as SignedIn;
    const everything = JSON.stringify([
      await shop.db.read.select().from(users),
      await shop.db.read.select().from(sessions),
      await shop.db.read.select().from(idempotencyKeys),
      await shop.db.read.select().from(outbox),
    ]);
    for (const secret of [person.password, answer.refreshToken, answer.accessToken]) {
      expect(everything).not.toContain(secret);
    }
  });

  test("answers 400 to invalid bodies, and changes nothing", async () => {
    const before = await rowsOf();
    const fine = newcomer();
    const bad: unknown[] = [
      {},
      null,
      [],
      { ...fine, role: "admin" },
      { ...fine, roles: ["admin"] },
      { ...fine, emailVerified: true },
      { ...fine, email: "no address" },
      { ...fine, email: "a\u0000b@example.test" },
      { ...fine, email: "a\r\nBcc: x@example.test" },
      { ...fine, email: `${"a".repeat(250)}@example.test` },
      { ...fine, password: "short" },
      { ...fine, password: "p".repeat(129) },
      { ...fine, password: 12345678 },
      { ...fine, password: "with\u0000a NUL" },
      { ...fine, name: "" },
      { ...fine, name: "Pat\r\nBcc: x@example.test" },
      { ...fine, name: "Pat\u0000" },
      `{"email":"${fine.email}","password":"corner-shop-2026","name":"Pat","__proto__":{"roles":["admin"]}}`,
      `{"email":"${fine.email}","password":"corner-shop-2026","name":"Pat","constructor":1}`,
    ];
    const noUnicode = [
      `{"email":"${fine.email}","password":"corner-shop-2026","name":"\\ud800 lone"}`,
      `{"email":"${fine.email}","password":"corner-shop-\\udfff","name":"Pat"}`,
      `{"email":"\\ud800@example.test","password":"corner-shop-2026","name":"Pat"}`,
    ];
    for (const body of noUnicode) {
      expect(await problem(await register(body))).toEqual({ status: 400, code: "malformed_json" });
    }
    for (const body of bad) {
      expect(await problem(await register(body))).toEqual({
        status: 400,
        code: "validation_failed",
      });
    }
    expect(await problem(await register("{"))).toEqual({ status: 400, code: "malformed_json" });
    const form = { body: "a=b", headers: { "content-type": "application/x-www-form-urlencoded" } };
    expect((await shop.ask("POST", "/v1/auth/register", form)).status).toBe(415);
    expect((await shop.ask("POST", "/v1/auth/register?admin=1", { body: fine })).status).toBe(400);
    expect(await rowsOf()).toEqual(before);
  });
});
