import { afterAll, beforeAll, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { users } from "#db/users/schema";
import { EnvironmentError } from "#kernel/env";
import { newId } from "#kernel/ids";
import { testTrace } from "#kernel/testing";
import Users from "./index";
import { signedUp, type UsersWorker, usersWorker } from "./testing";

let shop: UsersWorker;
beforeAll(async () => {
  shop = await usersWorker();
});
afterAll(() => shop.stop());

test("publishes the keys of access tokens over HTTP and RPC, cacheable, without a database call", async () => {
  const headers = { "x-request-id": "keys-request" };
  const answer = await shop.ask("GET", "/.well-known/jwks.json", { headers });
  expect(answer.headers.get("cache-control")).toBe("public, max-age=600");
  const jwks = await shop.worker.jwks(testTrace());
  expect(await answer.json()).toEqual(jwks);
  expect(jwks.keys.map(({ kid }) => kid)).toEqual(["test-1", "test-2"]);
  expect(JSON.stringify(jwks)).not.toContain('"d"');
  expect(await shop.callsOf("keys-request")).toHaveLength(0);
});

test("returns the recipient of mails, with a name if the address is verified, and null for an unknown account", async () => {
  const { userId } = await signedUp(shop, { email: "pat@example.test", name: "Pat Person" });
  const contact = { userId, email: "pat@example.test", smsPhone: null };
  const readContact = () => shop.worker.contact(userId, testTrace());
  expect(await readContact()).toEqual({ ...contact, name: null });
  await shop.db.write.update(users).set({ emailVerifiedAt: 1 }).where(eq(users.id, userId));
  expect(await readContact()).toEqual({ ...contact, name: "Pat Person" });
  expect(await shop.worker.contact(newId("user"), testTrace())).toBeNull();
});

test("lists the dependencies and the routes of the users Worker", async () => {
  const health = await shop.worker.health(testTrace());
  expect(health.dependencies.map(({ name, status }) => [name, status])).toEqual([
    ["libsql", "ok"],
    ["redis", "ok"],
  ]);
  const { routes } = await shop.worker.describe();
  expect(routes).toContainEqual(
    expect.objectContaining({ method: "POST", path: "/v1/auth/login" }),
  );
});

test("answers 405 with the allowed methods for a wrong method, and 404 for an unknown path", async () => {
  const wrong = await shop.ask("GET", "/v1/auth/login");
  expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "POST"]);
  expect((await shop.ask("GET", "/v1/auth/nothing")).status).toBe(404);
});

test("answers 503 and changes nothing when the database does not answer", async () => {
  const faults = `${shop.cloudUrl}/_dev/faults`;
  const rules = [{ kind: "drop-before", rate: 1 }];
  await fetch(faults, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ seed: 1, rules }),
  });
  const body = { email: "late@example.test", password: "corner-shop-2026", name: "Lee Late" };
  const answer = await shop.ask("POST", "/v1/auth/register", { body, key: "while-it-is-down" });
  await fetch(faults, { method: "DELETE" });
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("1");
  const again = await shop.ask("POST", "/v1/auth/register", { body, key: "while-it-is-down" });
  expect(again.status).toBe(201);
});

test("replays the answer when the database's answer to the first request was lost", async () => {
  const body = { email: "lost@example.test", password: "corner-shop-2026", name: "Lou Lost" };
  const faults = `${shop.cloudUrl}/_dev/faults`;
  // The first database call reads the idempotency key. The second commits the batch, and its answer is cut.
  const rules = [
    { kind: "delay", ms: 0, rate: 1, times: 1 },
    { kind: "apply-then-drop", rate: 1, times: 1 },
  ];
  await fetch(faults, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ seed: 1, rules }),
  });
  const lost = await shop.ask("POST", "/v1/auth/register", { body, key: "lost-on-its-way" });
  await fetch(faults, { method: "DELETE" });
  expect(lost.status).toBe(503);
  const replayed = await shop.ask("POST", "/v1/auth/register", { body, key: "lost-on-its-way" });
  expect([replayed.status, replayed.headers.get("idempotent-replayed")]).toEqual([201, "true"]);
  const { refreshToken } = (await replayed.json()) as { refreshToken: string };
  const refreshed = await shop.ask("POST", "/v1/auth/refresh", { body: { refreshToken } });
  expect(refreshed.status).toBe(200);
});

test("refuses to start when a signing key is missing or a development secret is used in production", async () => {
  const ctx = { waitUntil: () => undefined } as unknown as ExecutionContext;
  const start = (change: object) => new Users(ctx, { ...shop.env, ...change }).jwks(testTrace());
  const refused = async (change: object, named: string) => {
    const err = await start(change).catch((thrown: unknown) => thrown);
    expect(err).toBeInstanceOf(EnvironmentError);
    expect((err as Error).message).toContain(named);
  };
  await refused({ JWT_SIGNING_KEY: undefined }, "JWT_SIGNING_KEY");
  await refused({ JWT_SIGNING_KEY: "{}" }, "JWT_SIGNING_KEY");
  await refused({ REFRESH_SECRET: "too short" }, "REFRESH_SECRET");
  await refused({ ENVIRONMENT: "production" }, "PASSWORD_PEPPER");
});
