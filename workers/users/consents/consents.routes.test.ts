import { afterAll, beforeAll, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import type { ConsentState, ConsentView } from "#contract/users";
import { auditEntries, consents, outbox } from "#db/users/schema";
import type { Actor } from "#kernel/actor";
import type { Page } from "#kernel/routes/page";
import { userActor } from "#kernel/testing";
import { signedUp, type UsersWorker, usersWorker } from "#users/testing";

let shop: UsersWorker;
beforeAll(async () => {
  shop = await usersWorker();
});
afterAll(() => shop.stop());

const PATH = "/v1/me/consents";

const put = (actor: Actor, consents: object, key?: string) =>
  shop.ask("PUT", PATH, {
    actor,
    body: { source: "checkout", ...consents },
    ...(key ? { key } : {}),
  });
const read = async <T>(actor: Actor, path = PATH) =>
  (await (await shop.ask("GET", path, { actor })).json()) as Page<T>;
/** Returns the events of an account since its registration. */
const eventsOf = async (userId: string) => {
  const rows = await shop.db.read.select().from(outbox).where(eq(outbox.subject, userId));
  return rows
    .filter(({ type }) => !/registered|verification/.test(type))
    .map(({ type, envelope }) => ({ type, data: envelope.data }));
};
/** Returns the audit entries of an account since its registration. */
const auditEntriesOf = async (userId: string) => {
  const { subject } = auditEntries;
  const rows = await shop.db.read.select().from(auditEntries).where(eq(subject, userId));
  return rows
    .filter(({ act }) => act !== "account.registered")
    .map(({ act, actorId }) => ({ act, actorId }));
};

test("shows every purpose of consents as not granted before the first change", async () => {
  const { data } = await read<ConsentState>((await signedUp(shop)).actor);
  expect(data).toEqual([
    { purpose: "marketing", granted: false, source: null, at: null },
    { purpose: "analytics", granted: false, source: null, at: null },
  ]);
});

test("stores a change of one consent with source and time, and keeps the consents of other purposes", async () => {
  const { actor } = await signedUp(shop);
  const { userId } = actor;
  const answer = await put(actor, { marketing: true });
  expect(answer.status).toBe(200);
  const { data } = (await answer.json()) as Page<ConsentState>;
  const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
  expect(data[0]).toEqual({ purpose: "marketing", granted: true, source: "checkout", at });
  expect(data[1]).toMatchObject({ granted: false, at: null });
  await put(actor, { analytics: false, source: "banner" });
  expect((await read<ConsentState>(actor)).data).toMatchObject([
    { purpose: "marketing", granted: true, source: "checkout" },
    { purpose: "analytics", granted: false, source: "banner" },
  ]);
  expect(await eventsOf(userId)).toEqual([
    { type: "user.consent_changed", data: { userId, purpose: "marketing", granted: true } },
    { type: "user.consent_changed", data: { userId, purpose: "analytics", granted: false } },
  ]);
  const entry = { act: "consent.changed", actorId: userId };
  expect(await auditEntriesOf(userId)).toEqual([entry, entry]);
});

test("adds no row and no event when the new consent equals the current one", async () => {
  const { actor } = await signedUp(shop);
  for (const source of ["a", "b"]) await put(actor, { marketing: true, analytics: true, source });
  await put(actor, {});
  expect((await read<ConsentState>(actor)).data.map(({ source }) => source)).toEqual(["a", "a"]);
  expect((await read<ConsentView>(actor, `${PATH}/history`)).data).toHaveLength(2);
  expect(await eventsOf(actor.userId)).toHaveLength(2);
  expect(await auditEntriesOf(actor.userId)).toHaveLength(1);
});

test("lists all changes of consents over several pages, from the newest", async () => {
  const { actor } = await signedUp(shop);
  for (const marketing of [true, false, true, false]) await put(actor, { marketing });
  const first = await read<ConsentView>(actor, `${PATH}/history?limit=3`);
  const rest = await read<ConsentView>(actor, `${PATH}/history?limit=3&cursor=${first.nextCursor}`);
  expect(rest.nextCursor).toBeNull();
  const all = [...first.data, ...rest.data];
  expect(all.map(({ granted }) => granted)).toEqual([false, true, false, true]);
  expect(all.map(({ at }) => at)).toEqual(
    all
      .map(({ at }) => at)
      .toSorted()
      .toReversed(),
  );
});

test("adds one row for each change when two requests change consents at once", async () => {
  const { actor } = await signedUp(shop);
  const answers = await Promise.all(
    [true, true, false, false].map((marketing) => put(actor, { marketing })),
  );
  expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
  const { data } = await read<ConsentView>(actor, `${PATH}/history`);
  const words = data.map(({ granted }) => granted);
  expect(words.some((word, at) => at > 0 && word === words[at - 1])).toBe(false);
  expect(await eventsOf(actor.userId)).toHaveLength(words.length);
});

test("replays the answer and adds no row when the idempotency key is repeated", async () => {
  const { actor } = await signedUp(shop);
  const key = crypto.randomUUID();
  const first = await (await put(actor, { marketing: true }, key)).text();
  await put(actor, { marketing: false });
  const again = await put(actor, { marketing: true }, key);
  expect([again.headers.get("idempotent-replayed"), await again.text()]).toEqual(["true", first]);
  expect((await read<ConsentState>(actor)).data[0]?.granted).toBe(false);
});

test("refuses a change of consents without a source, of unknown purposes, and of an erased account", async () => {
  const { actor } = await signedUp(shop);
  for (const body of [{ marketing: true }, { source: "x", spying: true }, { source: "" }]) {
    expect((await shop.ask("PUT", PATH, { actor, body })).status).toBe(400);
  }
  expect((await shop.ask("GET", `${PATH}/history?cursor=x`, { actor })).status).toBe(400);
  expect((await put(userActor(), { marketing: true })).status).toBe(401);
  const rows = await shop.db.read.select().from(consents).where(eq(consents.userId, actor.userId));
  expect(rows).toEqual([]);
});
