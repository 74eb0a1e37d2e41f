import { afterAll, beforeAll, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import type { Tokens } from "#contract/users";
import { statements } from "#db/client";
import { type TestDatabase, testDatabase } from "#db/testing";
import {
  idempotencyKeys,
  outbox as outboxRows,
  refreshTokens,
  sessions,
  users,
} from "#db/users/schema";
import { appErrorIn } from "#kernel/errors";
import { outboxOf } from "#kernel/events/outbox";
import { newId } from "#kernel/ids";
import { idempotencyOf } from "#kernel/mutations/idempotency";
import { movableClock, recordingQueue } from "#kernel/testing";
import { answersService } from "#users/replay/stored-answers.service";
import { answersStore } from "#users/replay/stored-answers.store";
import { testSigningKey } from "#users/testing";
import { accessTokens } from "./access-tokens.service";
import { refreshTokensService } from "./refresh-tokens.service";
import { refreshTokensStore } from "./refresh-tokens.store";
import { sessionsService } from "./sessions.service";
import { insertSession } from "./sessions.statements";
import { sessionsStore } from "./sessions.store";

const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const SECRET = "a secret of thirty-two characters";

let database: TestDatabase;
let signingKey: string;
beforeAll(async () => {
  database = await testDatabase("users");
  signingKey = await testSigningKey("key-1");
});
afterAll(() => database.stop());

/** Returns a session of a new account, with its own clock. */
const signedIn = async (role: "customer" | "admin" = "customer") => {
  const { db } = database;
  const clock = movableClock();
  const idempotency = idempotencyOf({ db, table: idempotencyKeys });
  const outbox = outboxOf({ db, table: outboxRows, queue: recordingQueue() });
  const answers = answersService({ store: answersStore({ db, idempotency }), secret: SECRET });
  const sessions = sessionsService({
    store: sessionsStore({ db, idempotency }),
    access: accessTokens({ signingKey, clock }),
    answers,
    clock,
  });
  const service = refreshTokensService({
    store: refreshTokensStore({ db, idempotency, outbox }),
    secret: SECRET,
    sessions,
    answers,
    outbox,
    clock,
  });
  const owner = { id: newId("user"), roles: [role] };
  const times = { createdAt: clock.now(), updatedAt: clock.now() };
  const person = { name: "Pat", email: `${owner.id}@example.test`, passwordHash: "none" };
  await db.write.insert(users).values({ ...owner, ...person, ...times });
  const { session, tokens } = await sessions.prepare(owner, undefined);
  await db.write.batch(statements(insertSession({ db }, session)));
  const refresh = async (token: string): Promise<string> => {
    const { body } = await service.refresh(token, undefined);
    return (JSON.parse(body) as Tokens).refreshToken;
  };
  return { service, clock, sessionId: session.id, token: tokens.refreshToken, refresh };
};

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (err) => appErrorIn(err)?.code,
  );
const tokensOf = (sessionId: string) =>
  database.db.read.select().from(refreshTokens).where(eq(refreshTokens.sessionId, sessionId));

test("returns one successor of a refresh token when twenty requests refresh at once", async () => {
  const { token, refresh, sessionId } = await signedIn();
  const successors = await Promise.all(Array.from({ length: 20 }, () => refresh(token)));
  expect(new Set(successors).size).toBe(1);
  const live = (await tokensOf(sessionId)).filter(({ usedAt }) => usedAt === null);
  expect(live).toHaveLength(1);
});

test("keeps one unused token of a session when every refresh is repeated", async () => {
  const { token, refresh, sessionId, clock } = await signedIn();
  let current = token;
  for (let turn = 0; turn < 10; turn += 1) {
    clock.advance(DAY_MS / 2);
    const [next = "", again] = await Promise.all([refresh(current), refresh(current)]);
    expect(again).toBe(next);
    current = next;
  }
  const rows = await tokensOf(sessionId);
  expect(rows.filter(({ usedAt }) => usedAt === null)).toHaveLength(1);
  expect(rows).toHaveLength(11);
});

test("returns the same successor for a minute, unless the successor was used", async () => {
  const { token, refresh, clock } = await signedIn();
  const next = await refresh(token);
  clock.advance(MINUTE_MS - 1);
  expect(await refresh(token)).toBe(next);
  await refresh(next);
  expect(await codeOf(refresh(token))).toBe("refresh_reused");
});

test("ends the session when a used token is sent again after a minute", async () => {
  const { token, refresh, clock, sessionId } = await signedIn();
  const next = await refresh(token);
  clock.advance(MINUTE_MS);
  expect(await codeOf(refresh(token))).toBe("refresh_reused");
  expect(await codeOf(refresh(next))).toBe("refresh_reused");
  const [session] = await database.db.read
    .select()
    .from(sessions)
    .where(eq(sessions.id, sessionId));
  expect(session).toMatchObject({ endedAt: clock.now(), endReason: "refresh_reused" });
});

test("ends the session when a third used token is sent again within a day", async () => {
  const { token, refresh, clock } = await signedIn();
  let current = token;
  for (let turn = 0; turn < 2; turn += 1) {
    const next = await refresh(current);
    expect(await refresh(current)).toBe(next);
    current = next;
    clock.advance(HOUR_MS);
  }
  await refresh(current);
  expect(await codeOf(refresh(current))).toBe("refresh_reused");
});

test("returns the same successor for a third repeated token when a day has passed", async () => {
  const { token, refresh, clock } = await signedIn();
  let current = token;
  for (let turn = 0; turn < 6; turn += 1) {
    const next = await refresh(current);
    expect(await refresh(current)).toBe(next);
    current = next;
    clock.advance(DAY_MS / 2);
  }
});

test("keeps other sessions active when a token is reused", async () => {
  const [robbed, other] = [await signedIn(), await signedIn()];
  await robbed.refresh(await robbed.refresh(robbed.token));
  expect(await codeOf(robbed.refresh(robbed.token))).toBe("refresh_reused");
  expect(await codeOf(other.refresh(other.token))).toBe("done");
});

test("ends a session after fourteen days without use, and after sixty days in any case", async () => {
  const idle = await signedIn();
  idle.clock.advance(14 * DAY_MS);
  expect(await codeOf(idle.refresh(idle.token))).toBe("refresh_invalid");

  const busy = await signedIn();
  let token = busy.token;
  for (let day = 13; day < 60; day += 13) {
    busy.clock.advance(13 * DAY_MS);
    token = await busy.refresh(token);
  }
  busy.clock.advance(8 * DAY_MS);
  expect(await codeOf(busy.refresh(token))).toBe("refresh_invalid");
});

test("ends an admin's session after eight hours without use", async () => {
  const { token, refresh, clock } = await signedIn("admin");
  clock.advance(8 * HOUR_MS - 1);
  const next = await refresh(token);
  clock.advance(8 * HOUR_MS - 1);
  expect(await codeOf(refresh(next))).toBe("refresh_invalid");
});

test("keeps a session ended when it ends during a refresh", async () => {
  const { service, token, refresh, sessionId } = await signedIn();
  const outcomes = await Promise.all([codeOf(refresh(token)), codeOf(service.logout(token))]);
  expect(outcomes[1]).toBe("done");
  expect(await codeOf(refresh(token))).toBe("refresh_invalid");
  const [session] = await database.db.read
    .select()
    .from(sessions)
    .where(eq(sessions.id, sessionId));
  expect(session?.endReason).toBe("logout");
});

test("refuses to rotate a token when its session has ended since it was read", async () => {
  const { db } = database;
  const { service, token, sessionId, clock } = await signedIn();
  const outbox = outboxOf({ db, table: outboxRows, queue: recordingQueue() });
  const idempotency = idempotencyOf({ db, table: idempotencyKeys });
  const store = refreshTokensStore({ db, idempotency, outbox });
  const [row] = await tokensOf(sessionId);
  await service.logout(token);
  const rotation = {
    sessionId,
    tokenHash: row?.hash ?? "",
    successorHash: "next",
    nowMs: clock.now(),
  };
  expect(await store.rotate(rotation)).toEqual({ ok: false, refusal: "session_ended" });
  expect(await tokensOf(sessionId)).toHaveLength(1);
});

test("ends the session at a sign-out with any of its refresh tokens, even one already used", async () => {
  const { service, token, refresh } = await signedIn();
  const next = await refresh(token);
  await service.logout(token);
  expect(await codeOf(refresh(next))).toBe("refresh_invalid");
});
