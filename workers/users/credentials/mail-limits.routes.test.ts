import { afterAll, expect, test } from "bun:test";
import { and, eq } from "drizzle-orm";
import { challenges } from "#db/users/schema";
import { EXACT_LIMITS } from "#kernel/routes/rate-classes";
import { CHALLENGE_TTL_MS } from "#users/challenges/challenge.rules";
import { PASSWORD, type SignedUp, signedUp } from "#users/testing";
import { credentialsWorker } from "./credentials.testing";

const shop = await credentialsWorker();
afterAll(() => shop.stop());

const MAILBOX_MAX = EXACT_LIMITS.mailbox.triesMax;
const SENDER_MAX = EXACT_LIMITS.sender.triesMax;
const aName = () => crypto.randomUUID();
const forgot = (email: string, network = "203.0.113.1") =>
  shop.ask("POST", "/v1/auth/password/forgot", {
    body: { email },
    headers: { "cf-connecting-ip": network },
  });
const statusesOf = (answers: Response[]) =>
  Object.fromEntries(
    Map.groupBy(answers, ({ status }) => status)
      .entries()
      .map(([status, same]) => [status, same.length]),
  );
const leftIn = (answer: Response) =>
  Number(/;r=(\d+);/.exec(answer.headers.get("ratelimit") ?? "")?.[1]);

test("accepts exactly the maximum number of requests when one network sends 1,000 of them", async () => {
  const answers: Awaited<ReturnType<typeof forgot>>[] = [];
  // The test sends them in groups, because all at once would wait for the one thread of this process
  // past the deadline of Redis. The security tests send all of them at once to the production runtime.
  for (let wave = 0; wave < 40; wave += 1) {
    const crowd = Array.from({ length: 25 }, () => forgot(`${aName()}@example.com`, "192.0.2.9"));
    answers.push(...(await Promise.all(crowd)));
  }
  expect(statusesOf(answers)).toEqual({ 202: SENDER_MAX, 429: 1000 - SENDER_MAX });
  const refused = answers.find(({ status }) => status === 429);
  expect(Number(refused?.headers.get("retry-after"))).toBeWithin(3500, 3601);
  expect(refused?.headers.get("ratelimit-policy")).toBe(`"sender";q=${SENDER_MAX};w=3600`);
  expect((await forgot(`${aName()}@example.com`, "192.0.2.10")).status).toBe(202);
}, 60_000);

test("shows the sender's remaining requests in headers, and answers 429 to a network that repeats one mailbox", async () => {
  const name = aName();
  const own = EXACT_LIMITS.reset.triesMax;
  const left: number[] = [];
  for (let i = 0; i < own; i += 1)
    left.push(leftIn(await forgot(`${name}+${i}@example.com`, "198.51.100.1")));
  expect(left).toEqual(Array.from({ length: own }, (_, i) => SENDER_MAX - 1 - i));
  const refused = await forgot(`${name}@example.com`, "198.51.100.1");
  expect([refused.status, refused.headers.get("ratelimit-policy")]).toEqual([
    ...[429, `"reset";q=${own};w=1800`],
  ]);
  expect((await forgot(`${name}@example.com`, "198.51.100.2")).status).toBe(202);
});

test("keeps the window of a mailbox's limit no longer than a reset link is valid", () => {
  expect(EXACT_LIMITS.resetMailbox.windowMs).toBeLessThanOrEqual(CHALLENGE_TTL_MS.reset_password);
});

test("answers 202 and sends no mail when a mailbox has reached its limit", async () => {
  const name = aName();
  const accounts = [1, 2].map((i) => signedUp(shop, { email: `${name}+${i}@example.com` }));
  const [first, second] = (await Promise.all(accounts)) as [SignedUp, SignedUp];
  let networks = 0;
  /** Requests a reset from a new network, and returns the links mailed to the account so far. */
  const linksAfter = async ({ email, userId }: SignedUp) => {
    networks += 1;
    const answer = await forgot(email, `203.0.113.${100 + networks}`);
    expect([answer.status, leftIn(answer)]).toEqual([202, SENDER_MAX - 1]);
    const links = await shop.db.read
      .select({ id: challenges.id })
      .from(challenges)
      .where(and(eq(challenges.userId, userId), eq(challenges.purpose, "reset_password")));
    return links.length;
  };
  expect(EXACT_LIMITS.resetMailbox.triesMax).toBe(5);
  for (const links of [1, 2, 3]) expect(await linksAfter(first)).toBe(links);
  for (const links of [1, 2, 2]) expect(await linksAfter(second)).toBe(links);
});

test("answers 429 to registrations with one mailbox when their addresses differ after the plus sign", async () => {
  const name = aName();
  const statuses: number[] = [];
  for (let i = 0; i < MAILBOX_MAX + 2; i += 1) {
    const body = { email: `${name}+${i}@example.com`, password: PASSWORD, name: "Ann" };
    statuses.push((await shop.ask("POST", "/v1/auth/register", { body })).status);
  }
  expect(statuses).toEqual([...Array(MAILBOX_MAX).fill(201), 429, 429]);
});

test("answers 429 to a change of address and to another link when the mailbox has reached its limit", async () => {
  const name = aName();
  for (let i = 0; i < MAILBOX_MAX; i += 1)
    await signedUp(shop, { email: `${name}+${i}@example.com` });
  const { actor } = await signedUp(shop);
  const body = { currentPassword: PASSWORD, newEmail: `${name}@example.com` };
  expect((await shop.ask("POST", "/v1/me/email", { body, actor })).status).toBe(429);
  const statuses: number[] = [];
  for (let i = 0; i < MAILBOX_MAX; i += 1)
    statuses.push((await shop.ask("POST", "/v1/auth/email/resend", { actor })).status);
  expect(statuses).toEqual([...Array(MAILBOX_MAX - 1).fill(202), 429]);
});

test("answers 503 when Redis is down", async () => {
  shop.redisFaults.set({ seed: 1, rules: [{ kind: "drop-before", rate: 1 }] });
  const { status } = await forgot(`${aName()}@example.com`);
  shop.redisFaults.clear();
  expect(status).toBe(503);
});
