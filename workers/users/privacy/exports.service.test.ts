import { afterAll, beforeAll, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { auditEntries, outbox, sessions } from "#db/users/schema";
import { appErrorIn } from "#kernel/errors";
import { EXACT_LIMITS } from "#kernel/routes/rate-classes";
import { testTrace } from "#kernel/testing";
import { type SignedUp, signedUp, type UsersWorker, usersWorker } from "#users/testing";

let shop: UsersWorker;
beforeAll(async () => {
  shop = await usersWorker();
});
afterAll(() => shop.stop());

const begin = ({ userId, sessionId }: SignedUp) =>
  shop.worker.beginExport(userId, sessionId, testTrace()).then(
    () => "permitted",
    (err) => appErrorIn(err)?.code,
  );

/** Returns the audit rows and events of an account's exports. */
const traceOf = async ({ userId }: SignedUp) => {
  const entries = await shop.db.read
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.actorId, userId));
  const events = await shop.db.read.select().from(outbox).where(eq(outbox.subject, userId));
  return {
    audited: entries.filter(({ act }) => act === "account.exported").length,
    announced: events.filter(({ type }) => type === "user.data_exported").length,
  };
};

test("permits an export and records it with an audit row and an event when the session is recent", async () => {
  const person = await signedUp(shop);
  expect(await begin(person)).toBe("permitted");
  expect(await traceOf(person)).toEqual({ audited: 1, announced: 1 });
  expect(await begin(person)).toBe("permitted");
  expect(await traceOf(person)).toEqual({ audited: 2, announced: 2 });
});

test.each([
  ["has begun more than ten minutes ago", "step_up_required", { createdAt: Date.now() - 600_001 }],
  ["has ended", "unauthenticated", { endedAt: 1, endReason: "revoked" }],
] as const)("refuses an export and records nothing when the session %s", async (_, code, set) => {
  const person = await signedUp(shop);
  await shop.db.write.update(sessions).set(set).where(eq(sessions.id, person.sessionId));
  expect(await begin(person)).toBe(code);
  expect(await traceOf(person)).toEqual({ audited: 0, announced: 0 });
});

test("refuses an export when the session belongs to another account", async () => {
  const [person, stranger] = [await signedUp(shop), await signedUp(shop)];
  expect(await begin({ ...person, sessionId: stranger.sessionId })).toBe("unauthenticated");
  expect(await traceOf(person)).toEqual({ audited: 0, announced: 0 });
});

test("permits a maximum number of exports an hour, and records no refused export", async () => {
  const person = await signedUp(shop);
  const max = EXACT_LIMITS.export.triesMax;
  const outcomes = await Promise.all(Array.from({ length: 2 * max }, () => begin(person)));
  expect(outcomes.filter((each) => each === "permitted")).toHaveLength(max);
  expect(outcomes.filter((each) => each === "rate_limited")).toHaveLength(max);
  expect(await traceOf(person)).toEqual({ audited: max, announced: max });
});
