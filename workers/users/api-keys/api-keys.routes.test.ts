import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq, or } from "drizzle-orm";
import { apiKeys, auditEntries, idempotencyKeys, outbox, sessions, users } from "#db/users/schema";
import type { User } from "#kernel/actor";
import { apiKeyHash } from "#kernel/api-key";
import { newId } from "#kernel/ids";
import { testTrace, userActor } from "#kernel/testing";
import { signedUp, type UsersWorker, usersWorker } from "#users/testing";
import type { ApiKeyView, CreatedApiKey } from "./api-keys.contract";

let shop: UsersWorker;
/** An admin who has just signed in. */
let admin: User;
beforeAll(async () => {
  shop = await usersWorker();
  admin = await newAdmin();
});
afterAll(() => shop.stop());

const newAdmin = async () => (await signedUp(shop, { roles: ["admin"] })).actor;

const PATH = "/v1/admin/api-keys";
const SECRET = { name: "Warehouse", kind: "secret", scopes: ["inventory"] };

const ask = async (method: string, path: string, rest: Parameters<UsersWorker["ask"]>[2] = {}) => {
  const answer = await shop.ask(method, path, { actor: admin, ...rest });
  const text = await answer.text();
  const body = text === "" ? null : JSON.parse(text);
  return { status: answer.status, headers: answer.headers, text, body };
};
const create = async (body: object = SECRET) => {
  const answer = await ask("POST", PATH, { body });
  expect(answer.status).toBe(201);
  return answer.body as CreatedApiKey;
};
const stateOf = async (key: string) => shop.worker.apiKey(await apiKeyHash(key), testTrace());
const rowOf = async (id: string) => {
  const [row] = await shop.db.read.select().from(apiKeys).where(eq(apiKeys.id, id));
  return row;
};
/** Returns the announced events about a key, whose handler mails the account in them. */
const eventsOf = async (keyId: string) => {
  const rows = await shop.db.read.select({ envelope: outbox.envelope }).from(outbox);
  return rows
    .map(({ envelope }) => envelope)
    .filter(({ data }) => (data as { keyId?: string }).keyId === keyId)
    .map(({ type, data }) => ({ type, data }));
};
const actsOf = async (id: string) => {
  const rows = await shop.db.read
    .select()
    .from(auditEntries)
    .where(or(eq(auditEntries.subject, id), eq(auditEntries.actorId, id)));
  return rows.map(({ act, actorId, status, count }) => ({ act, actorId, status, count }));
};

describe("making an API key", () => {
  test("shows the key once, and stores its hash", async () => {
    const { key, ...shown } = await create();
    expect(key).toMatch(/^bdg_sec_[0-9a-z]{40}$/);
    expect(shown).toMatchObject({
      ...SECRET,
      prefix: key.slice(0, 12),
      createdBy: admin.userId,
      lastUsedAt: null,
      revokedAt: null,
      expiresAt: null,
    });
    expect(await rowOf(shown.id)).toMatchObject({ hash: await apiKeyHash(key) });
    expect(JSON.stringify(await rowOf(shown.id))).not.toContain(key);
    const list = await ask("GET", PATH);
    expect(list.body.data).toContainEqual(shown);
    expect(list.text).not.toContain(key);
    expect(list.headers.get("cache-control")).toBe("private, no-store");
    expect(await actsOf(shown.id)).toEqual([
      { act: "api_key.created", actorId: admin.userId, status: null, count: 1 },
    ]);
  });

  test("makes one key when the request is repeated, whose stored answer is not readable", async () => {
    const once = { body: SECRET, key: crypto.randomUUID() };
    const [first, again] = [await ask("POST", PATH, once), await ask("POST", PATH, once)];
    expect(again.text).toBe(first.text);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    const stored = await shop.db.read
      .select()
      .from(idempotencyKeys)
      .where(eq(idempotencyKeys.key, once.key));
    expect(stored).toHaveLength(1);
    expect(JSON.stringify(stored)).not.toContain(first.body.key);
    const other = { ...once, body: { ...SECRET, scopes: ["orders"] } };
    expect((await ask("POST", PATH, other)).body.code).toBe("idempotency_key_reused");
  });

  test.each([
    [{ ...SECRET, scopes: [] }, "/scopes"],
    [{ ...SECRET, scopes: undefined }, "/scopes"],
    [{ ...SECRET, kind: "public" }, "/scopes"],
    [{ ...SECRET, scopes: ["orders", "orders"] }, "/scopes"],
    [{ ...SECRET, scopes: ["everything"] }, "/scopes/0"],
    [{ ...SECRET, kind: "admin" }, "/kind"],
    [{ ...SECRET, name: "" }, "/name"],
    [{ ...SECRET, expiresAt: "2020-01-01T00:00:00Z" }, "/expiresAt"],
    [{ ...SECRET, expiresAt: "tomorrow" }, "/expiresAt"],
    [{ ...SECRET, expiresAt: null }, "/expiresAt"],
  ])("refuses %j", async (body, pointer) => {
    const answer = await ask("POST", PATH, { body });
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
  });

  test("announces it to the admin that made the key, without the key", async () => {
    const { id, key } = await create();
    const data = { userId: admin.userId, keyId: id };
    expect(await eventsOf(id)).toEqual([{ type: "user.api_key_created", data }]);
    expect(JSON.stringify(await shop.db.read.select().from(outbox))).not.toContain(key);
  });

  test("requires a sign-in within ten minutes, also to revoke", async () => {
    const actor = await newAdmin();
    await shop.db.write
      .update(sessions)
      .set({ createdAt: Date.now() - 11 * 60_000 })
      .where(eq(sessions.id, actor.sessionId));
    const { id } = await create();
    for (const answer of [
      await ask("POST", PATH, { actor, body: SECRET }),
      await ask("DELETE", `${PATH}/${id}`, { actor }),
    ])
      expect([answer.status, answer.body.code]).toEqual([401, "step_up_required"]);
    expect((await rowOf(id))?.revokedAt).toBeNull();
  });

  test("refuses staff, customers and API keys", async () => {
    const key = { kind: "key", keyId: "key_1", scopes: ["audit"] } as const;
    for (const actor of [userActor("staff"), userActor(), key])
      for (const [method, path] of [
        ["GET", PATH],
        ["POST", PATH],
        ["DELETE", `${PATH}/key_1`],
      ] as const)
        expect((await ask(method, path, { actor })).status).toBe(403);
  });
});

test("pages through keys from the newest, each once", async () => {
  for (let n = 0; n < 3; n += 1) await create();
  const seen: ApiKeyView[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const { body } = await ask("GET", `${PATH}?limit=2${cursor ? `&cursor=${cursor}` : ""}`);
    seen.push(...body.data);
    cursor = body.nextCursor;
  }
  const all = await shop.db.read.select({ id: apiKeys.id }).from(apiKeys);
  expect(new Set(seen.map(({ id }) => id))).toEqual(new Set(all.map(({ id }) => id)));
  expect(seen).toHaveLength(all.length);
  expect(seen.map(({ createdAt }) => createdAt)).toEqual(
    seen
      .map(({ createdAt }) => createdAt)
      .toSorted()
      .toReversed(),
  );
});

describe("revoking an API key", () => {
  test("ends the key once, and adds an audit entry", async () => {
    const { id, key } = await create();
    expect(await stateOf(key)).toEqual({ id, scopes: ["inventory"] });
    expect((await ask("DELETE", `${PATH}/${id}`)).status).toBe(204);
    expect(await stateOf(key)).toBeNull();
    const first = (await rowOf(id))?.revokedAt;
    expect((await ask("DELETE", `${PATH}/${id}`)).status).toBe(204);
    expect((await rowOf(id))?.revokedAt).toBe(first ?? 0);
    expect((await actsOf(id)).map(({ act }) => act)).toContain("api_key.revoked");
  });

  test("announces it once, to the admin that made the key, also when another admin revokes it", async () => {
    const { id } = await create();
    const other = await newAdmin();
    const revoke = () => ask("DELETE", `${PATH}/${id}`, { actor: other });
    const answers = await Promise.all([revoke(), revoke()]);
    expect(answers.map(({ status }) => status)).toEqual([204, 204]);
    expect((await revoke()).status).toBe(204);
    const data = { userId: admin.userId, keyId: id };
    expect((await eventsOf(id)).slice(1)).toEqual([{ type: "user.api_key_revoked", data }]);
    const revoked = (await actsOf(id)).filter(({ act }) => act === "api_key.revoked");
    expect(revoked).toMatchObject([{ actorId: other.userId, count: 1 }]);
  });

  test("answers 404 when the key does not exist", async () => {
    for (const id of [newId("apiKey"), "x"])
      expect((await ask("DELETE", `${PATH}/${id}`)).status).toBe(404);
  });
});

describe("using an API key", () => {
  test("returns nothing for an unknown hash, and no scope for a public key", async () => {
    expect(await shop.worker.apiKey(await apiKeyHash("bdg_sec_unknown"), testTrace())).toBeNull();
    const { id, key } = await create({ name: "Storefront", kind: "public" });
    expect(await stateOf(key)).toEqual({ id, scopes: [] });
  });

  test("refuses a key from its expiry on, reads and acts alike", async () => {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const { id, key } = await create({ ...SECRET, expiresAt });
    const { body } = await ask("GET", PATH);
    expect(body.data).toContainEqual(expect.objectContaining({ id, expiresAt }));
    expect(await stateOf(key)).toEqual({ id, scopes: ["inventory"] });
    expect(await admit(id)).toMatch(/^aud_/);
    await shop.db.write.update(apiKeys).set({ expiresAt: Date.now() }).where(eq(apiKeys.id, id));
    expect(await stateOf(key)).toBeNull();
    expect(await admit(id)).toBe("unauthenticated");
  });

  test("notes the last use at most once a minute", async () => {
    const { id, key } = await create();
    const used = async () => {
      await stateOf(key);
      await shop.settled();
      return (await rowOf(id))?.lastUsedAt ?? 0;
    };
    const first = await used();
    expect(Date.now() - first).toBeLessThan(60_000);
    expect(await used()).toBe(first);
    const earlier = first - 60_001;
    await shop.db.write.update(apiKeys).set({ lastUsedAt: earlier }).where(eq(apiKeys.id, id));
    expect(await used()).toBeGreaterThan(earlier);
  });

  const admit = (keyId: string, act = "POST /v1/admin/inventory/adjustments") =>
    shop.worker
      .admitKey({ keyId, act, area: "POST /v1/admin/inventory" }, testTrace())
      .catch((err: { code: string }) => err.code);

  test("records an act before it happens, and its status", async () => {
    const { id } = await create();
    const auditId = await admit(id);
    expect(auditId).toMatch(/^aud_/);
    await shop.worker.noted(auditId, 201, testTrace());
    const act = "POST /v1/admin/inventory/adjustments";
    expect(await actsOf(id)).toContainEqual({ act, actorId: id, status: 201, count: 1 });
  });

  test("records the acts of a revoked or public key in one row an hour", async () => {
    const { id: revoked } = await create();
    await ask("DELETE", `${PATH}/${revoked}`);
    const { id: open } = await create({ name: "Storefront", kind: "public" });
    for (const [id, code, status] of [
      [revoked, "unauthenticated", 401],
      [open, "forbidden", 403],
    ] as const) {
      for (const nth of [1, 2, 3]) expect(await admit(id, `POST /v1/admin/${nth}`)).toBe(code);
      const refused = (await actsOf(id)).filter(({ actorId }) => actorId === id);
      expect(new Set(refused.map(({ act }) => act))).toEqual(new Set(["POST /v1/admin/inventory"]));
      expect(refused.every((entry) => entry.status === status)).toBe(true);
      expect(refused.reduce((sum, { count }) => sum + count, 0)).toBe(3);
    }
  });
});

test("keeps the key of an admin whose account is erased, and exports it before", async () => {
  const actor = await newAdmin();
  const made = await ask("POST", PATH, { actor, body: SECRET });
  const { id, key } = made.body as CreatedApiKey;
  const data = await shop.worker.personalData(actor.userId, testTrace());
  expect(data.apiKeys).toMatchObject([{ id, name: "Warehouse", revokedAt: null }]);
  expect(JSON.stringify(data)).not.toContain(await apiKeyHash(key));
  await shop.db.write
    .update(users)
    .set({ roles: ["customer"] })
    .where(eq(users.id, actor.userId));
  expect((await ask("DELETE", "/v1/me", { actor })).status).toBe(204);
  expect(await stateOf(key)).toEqual({ id, scopes: ["inventory"] });
});
