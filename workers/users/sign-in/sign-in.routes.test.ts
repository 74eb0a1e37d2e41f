import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { auditEntries, sessions, users } from "#db/users/schema";
import { PASSWORD, type SignedIn, signedUp, type UsersWorker, usersWorker } from "#users/testing";

let shop: UsersWorker;
beforeAll(async () => {
  shop = await usersWorker();
});
afterAll(() => shop.stop());

type LoginAnswer = SignedIn & { code: string };

const login = async (
  email: string,
  password: string,
  more: object = {},
  headers: Record<string, string> = {},
) => {
  const answer = await shop.ask("POST", "/v1/auth/login", {
    body: { email, password, ...more },
    headers,
  });
  const body = (await answer.json()) as LoginAnswer;
  return { status: answer.status, headers: answer.headers, body };
};

const guess = async (email: string, times: number, headers: Record<string, string> = {}) => {
  const statuses: number[] = [];
  for (let i = 0; i < times; i += 1)
    statuses.push((await login(email, `wrong ${i}`, {}, headers)).status);
  return statuses;
};

describe("sign-in with a password", () => {
  test("signs in with the right password in two round trips", async () => {
    const { email, user } = await signedUp(shop);
    const requestId = { "x-request-id": "sign-in-1" };
    const { status, body } = await login(email, PASSWORD, {}, requestId);
    expect(status).toBe(200);
    expect(body.user).toEqual(user);
    expect(body.expiresIn).toBe(300);
    const calls = await shop.callsOf("sign-in-1");
    expect(calls).toHaveLength(2);
    expect(calls[1]?.startedAt).toBeGreaterThan(calls[0]?.endedAt ?? Number.POSITIVE_INFINITY);
  });

  test("stores the User-Agent of each session, shortened and without control characters", async () => {
    const { email, user } = await signedUp(shop);
    await login(email, PASSWORD, {}, { "user-agent": `Browser/1.0 ${"x".repeat(500)}` });
    const rows = await shop.db.read.select().from(sessions);
    const devices = rows.filter(({ userId }) => userId === user.id).map(({ device }) => device);
    expect(devices).toContain(`Browser/1.0 ${"x".repeat(188)}`);
  });

  test("gives the same answer with the same number of calls for a wrong password and an unknown address", async () => {
    const { email } = await signedUp(shop);
    const answers = await Promise.all(
      [email, "nobody@example.test"].map(async (address, at) => {
        const requestId = `refused-${at}`;
        const headersSent = { "x-request-id": requestId };
        const { status, headers, body } = await login(address, "a wrong password", {}, headersSent);
        const { requestId: ours, ...rest } = body as LoginAnswer & { requestId: string };
        expect(ours).toBe(requestId);
        return {
          status,
          rest,
          headers: [...headers.keys()],
          calls: (await shop.callsOf(requestId)).length,
        };
      }),
    );
    expect(answers[0]).toMatchObject({
      status: 401,
      rest: { code: "invalid_credentials" },
      calls: 2,
    });
    expect(answers[1]).toEqual(answers[0]);
  });

  test("replays the answer with the same session when the idempotency key is repeated", async () => {
    const { email } = await signedUp(shop);
    const before = await shop.db.read.$count(sessions);
    const key = crypto.randomUUID();
    const ask = () =>
      shop.ask("POST", "/v1/auth/login", { body: { email, password: PASSWORD }, key });
    const texts = [await (await ask()).text(), await (await ask()).text()];
    expect(texts[1]).toBe(texts[0] ?? "");
    expect(await shop.db.read.$count(sessions)).toBe(before + 1);
  });
});

describe("limits of sign-in attempts", () => {
  test("refuses the right password after ten wrong ones", async () => {
    const { email } = await signedUp(shop);
    expect(await guess(email, 14)).toEqual([...Array(10).fill(401), ...Array(4).fill(429)]);
    const { status, body, headers } = await login(email, PASSWORD);
    expect([status, body.code]).toEqual([429, "rate_limited"]);
    expect(Number(headers.get("retry-after"))).toBeWithin(1, 901);
  });

  test("lets a known device sign in while strangers have used up the account's attempts", async () => {
    const { email, deviceToken } = await signedUp(shop);
    await guess(email, 11);
    const { status, body } = await login(email, PASSWORD, { deviceToken });
    expect(status).toBe(200);
    expect(body.deviceToken).not.toBe(deviceToken);
    const again = await login(email, PASSWORD, { deviceToken: body.deviceToken });
    expect(again.status).toBe(200);
  });

  test("answers 429 to a known device after ten wrong passwords", async () => {
    const { email, deviceToken } = await signedUp(shop);
    const statuses: number[] = [];
    for (let i = 0; i < 12; i += 1) {
      statuses.push((await login(email, `wrong ${i}`, { deviceToken })).status);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect((await login(email, PASSWORD)).status).toBe(200);
  });

  test("counts the attempts of all known devices of an account together", async () => {
    const { email, deviceToken } = await signedUp(shop);
    const second = (await login(email, PASSWORD, { deviceToken })).body.deviceToken;
    for (let i = 0; i < 5; i += 1) {
      await login(email, `wrong ${i}`, { deviceToken });
      await login(email, `wrong ${i}`, { deviceToken: second });
    }
    expect((await login(email, PASSWORD, { deviceToken })).status).toBe(429);
    expect((await login(email, PASSWORD)).status).toBe(200);
  });

  test("counts a device as a stranger when its device token was revoked", async () => {
    const { email, userId, deviceToken } = await signedUp(shop);
    await guess(email, 10);
    await shop.db.write
      .update(users)
      .set({ devicesFrom: Date.now() + 1 })
      .where(eq(users.id, userId));
    expect((await login(email, PASSWORD, { deviceToken })).status).toBe(429);
  });

  test("counts a device as a stranger when its account was erased and registered again", async () => {
    const { email, userId, deviceToken } = await signedUp(shop);
    await shop.db.write.delete(users).where(eq(users.id, userId));
    await signedUp(shop, { email });
    await guess(email, 10);
    expect((await login(email, PASSWORD, { deviceToken })).status).toBe(429);
  });

  test("ignores device tokens of other accounts and invented ones", async () => {
    const [mine, theirs] = [await signedUp(shop), await signedUp(shop)];
    await guess(theirs.email, 10);
    const madeUp = `${Date.now().toString(36)}.${"a".repeat(22)}.${"b".repeat(43)}`;
    for (const deviceToken of [mine.deviceToken, madeUp]) {
      expect((await login(theirs.email, PASSWORD, { deviceToken })).status).toBe(429);
    }
  });

  test("answers 429 to a network after a hundred attempts an hour over all accounts", async () => {
    const from = { "cf-connecting-ip": "2001:db8:77:1::9" };
    const accounts = await Promise.all(Array.from({ length: 11 }, () => crypto.randomUUID()));
    const statuses: number[] = [];
    for (const account of accounts) {
      statuses.push(...(await guess(`${account}@example.com`, 10, from)));
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(100);
    const neighbour = { "cf-connecting-ip": "2001:db8:77:1:ffff::1" };
    expect((await login("another@example.com", "wrong", {}, neighbour)).status).toBe(429);
    const elsewhere = { "cf-connecting-ip": "2001:db8:77:2::9" };
    expect((await login("another@example.com", "wrong", {}, elsewhere)).status).toBe(401);
  }, 60_000);

  test("records one audit entry for too many attempts, with the account's id if it exists", async () => {
    const { email, userId } = await signedUp(shop);
    await guess(email, 13);
    await guess("nobody-ever@example.com", 13);
    await shop.settled();
    const rows = await shop.db.read
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.act, "sign_in.throttled"));
    const subjects = rows.map(({ subject }) => subject);
    expect(subjects.filter((subject) => subject === userId)).toHaveLength(1);
    expect(subjects).toContain(null);
    expect(JSON.stringify(rows)).not.toContain("@");
  });

  test("does not count attempts with the right password", async () => {
    const { email } = await signedUp(shop);
    for (let i = 0; i < 12; i += 1) expect((await login(email, PASSWORD)).status).toBe(200);
  });
});

test("answers 503 with Retry-After when Redis cannot count attempts", async () => {
  const { email } = await signedUp(shop);
  shop.redisFaults.set({ seed: 1, rules: [{ kind: "drop-before", rate: 1 }] });
  const { status, body, headers } = await login(email, PASSWORD);
  expect([status, body.code, headers.get("retry-after")]).toEqual([
    503,
    "dependency_unavailable",
    "1",
  ]);
  const another = { email: "late@example.com", password: PASSWORD, name: "Late" };
  expect((await shop.ask("POST", "/v1/auth/register", { body: another })).status).toBe(503);
  shop.redisFaults.clear();
  expect((await login(email, PASSWORD)).status).toBe(200);
});

test("answers account_disabled only when the password is right", async () => {
  const { email, userId } = await signedUp(shop);
  await shop.db.write.update(users).set({ disabledAt: 1 }).where(eq(users.id, userId));
  const before = await shop.db.read.$count(sessions);
  expect((await login(email, "a wrong one")).body.code).toBe("invalid_credentials");
  const right = await login(email, PASSWORD);
  expect([right.status, right.body.code]).toEqual([403, "account_disabled"]);
  expect(await shop.db.read.$count(sessions)).toBe(before);
});

test("adds audit entries for sign-ins with known and unknown addresses", async () => {
  const { email, userId } = await signedUp(shop);
  const failuresOf = async (subject: string | null) => {
    const rows = await shop.db.read
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.act, "sign_in.failed"));
    const own = rows.filter((row) => row.subject === subject);
    return own.reduce((sum, { count }) => sum + count, 0);
  };
  const before = await failuresOf(null);
  await login(email, "a wrong one");
  await login("unknown@example.com", "a wrong one");
  await login(email, PASSWORD);
  expect([await failuresOf(userId), await failuresOf(null)]).toEqual([1, before + 1]);
  const own = await shop.db.read
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.actorId, userId));
  const opened = { act: "sign_in.succeeded", subject: expect.stringMatching(/^ses_/) };
  expect(own).toContainEqual(expect.objectContaining(opened));
  expect(JSON.stringify(await shop.db.read.select().from(auditEntries))).not.toContain("@");
});
