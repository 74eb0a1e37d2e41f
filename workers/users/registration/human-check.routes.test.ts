import { afterAll, beforeAll, expect, test } from "bun:test";
import { serveStandIn } from "#cloud/stand-in";
import { turnstileStandIn } from "#cloud/turnstile";
import { users } from "#db/users/schema";
import { EXACT_LIMITS } from "#kernel/routes/rate-classes";
import { PASSWORD, type UsersWorker, usersWorker } from "#users/testing";

const SECRET_KEY = "bodega-dev";
const cloud = serveStandIn(turnstileStandIn({ dataDir: ":memory:", token: SECRET_KEY }), 0);
let shop: UsersWorker;
beforeAll(async () => {
  const TURNSTILE_URL = `${cloud.url}/turnstile/v0/siteverify`;
  shop = await usersWorker({ TURNSTILE_SECRET_KEY: SECRET_KEY, TURNSTILE_URL });
});
afterAll(async () => {
  await shop.stop();
  await cloud.stop();
});

const aToken = async () => {
  const answer = await fetch(`${cloud.url}/_dev/tokens`, { method: "POST" });
  return ((await answer.json()) as { token: string }).token;
};
const newcomer = () => `${crypto.randomUUID()}@example.com`;
const register = async (email: string, { token, key }: { token?: string; key?: string } = {}) => {
  const answer = await shop.ask("POST", "/v1/auth/register", {
    body: { email, password: PASSWORD, name: "Ann" },
    headers: token ? { "turnstile-token": token } : {},
    ...(key ? { key } : {}),
  });
  const text = await answer.text();
  return { status: answer.status, text, code: (JSON.parse(text) as { code?: string }).code };
};

test("refuses registrations without a token of the human check, and does not count them for the mailbox", async () => {
  const before = await shop.db.read.$count(users);
  const email = newcomer();
  for (let i = 0; i <= EXACT_LIMITS.mailbox.triesMax; i += 1) {
    expect(await register(email)).toMatchObject({ status: 403, code: "human_check_required" });
    const forged = await register(email, { token: "forged" });
    expect(forged).toMatchObject({ status: 403, code: "human_check_failed" });
  }
  expect(await shop.db.read.$count(users)).toBe(before);
  expect((await register(email, { token: await aToken() })).status).toBe(201);
});

test("replays the answer of a registration when its token of the human check was used", async () => {
  const email = newcomer();
  const tried = { token: await aToken(), key: crypto.randomUUID() };
  const first = await register(email, tried);
  expect(first.status).toBe(201);
  expect((await register(email, tried)).text).toBe(first.text);
  const other = await register(newcomer(), { token: tried.token });
  expect(other).toMatchObject({ status: 403, code: "human_check_failed" });
});

test("refuses a second registration with a used token of the human check", async () => {
  const email = newcomer();
  expect((await register(email, { token: await aToken() })).status).toBe(201);
  const tried = { token: await aToken(), key: crypto.randomUUID() };
  expect(await register(email, tried)).toMatchObject({ status: 409, code: "email_taken" });
  expect(await register(newcomer(), tried)).toMatchObject({ status: 403 });
});
