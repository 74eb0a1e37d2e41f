import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { Glob } from "bun";
import { eq } from "drizzle-orm";
import { idempotencyKeys, sessions, users } from "#db/users/schema";
import type { RouteDefinition } from "#kernel/routes/definition";
import { testTrace } from "#kernel/testing";
import { type SignedUp, signedUp, type UsersWorker, usersWorker } from "#users/testing";

let shop: UsersWorker;
beforeAll(async () => {
  shop = await usersWorker();
});
afterAll(() => shop.stop());

const KEY = "a-key-of-this-test";
const PROOF = { currentPassword: "seven lanterns by the door" };

/** A valid body for each route that requires an active session. The test fails for a missing route. */
const BODIES: Record<string, object | undefined> = {
  "DELETE /v1/me": PROOF,
  "DELETE /v1/me/sessions": undefined,
  "DELETE /v1/me/sessions/:id": undefined,
  "POST /v1/me/password": { ...PROOF, newPassword: "nine boats on a slow river" },
  "POST /v1/me/email": { ...PROOF, newEmail: "new@example.test" },
  "PATCH /v1/me/notifications": { smsOptIn: null },
  "PATCH /v1/me/second-factors": { ...PROOF, totp: false },
  "POST /v1/me/second-factors/totp": PROOF,
  "POST /v1/me/second-factors/totp/confirm": { code: "123456" },
  "POST /v1/me/second-factors/recovery-codes": PROOF,
};

/**
 * Stores the answer to another request under the idempotency key, so that a request with this key is
 * refused as reused.
 */
const keepAnswer = ({ userId }: SignedUp, method: string, path: string) =>
  shop.db.write.insert(idempotencyKeys).values({
    scope: `${userId} ${method} ${path}`,
    key: KEY,
    fingerprint: "another request",
    status: 204,
    body: "",
    leaseUntil: 0,
    createdAt: Date.now(),
  });

const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

/** Returns the definitions of all routes of the Worker. */
const definitions = async () => {
  const folder = join(import.meta.dir, "..");
  const paths = [...new Glob("**/*.api.ts").scanSync(folder)];
  const modules = paths.map((path) => import(join(folder, path)));
  return (await Promise.all(modules)).flatMap((api) => Object.values<RouteDefinition>(api));
};

describe("stored answers of routes that require an active session", async () => {
  const live = (await definitions()).filter(
    ({ access, method }) => access === "session" && method !== "GET",
  );
  const named = live.map(({ method, path }) => `${method} ${path}`);

  test("tests every route that requires an active session", () => {
    expect(named.toSorted()).toEqual(Object.keys(BODIES).toSorted());
  });

  test.each(named)(
    "answers 401 instead of the stored answer when the session has ended: %s",
    async (name) => {
      const [method = "", template = ""] = name.split(" ");
      const person = await signedUp(shop);
      const path = template.replace(":id", person.sessionId);
      await keepAnswer(person, method, path);
      const repeat = () =>
        shop.ask(method, path, { body: BODIES[name], actor: person.actor, key: KEY });
      // An erasure stores no answer, because it ends the session.
      if (name !== "DELETE /v1/me")
        expect(await codeOf(await repeat())).toBe("idempotency_key_reused");
      await shop.db.write
        .update(sessions)
        .set({ endedAt: 1, endReason: "revoked" })
        .where(eq(sessions.id, person.sessionId));
      expect(await codeOf(await repeat())).toBe("unauthenticated");
    },
  );
});

test("returns to other Workers whether a session is active and its account's address verified", async () => {
  const { userId, sessionId } = await signedUp(shop);
  const sessionState = () => shop.worker.sessionState(userId, sessionId, testTrace());
  expect(await sessionState()).toEqual({ isActive: true, isVerified: false });
  await shop.db.write.update(users).set({ emailVerifiedAt: 1 }).where(eq(users.id, userId));
  expect(await sessionState()).toEqual({ isActive: true, isVerified: true });
  await shop.db.write
    .update(sessions)
    .set({ endedAt: 1, endReason: "revoked" })
    .where(eq(sessions.id, sessionId));
  expect(await sessionState()).toEqual({ isActive: false, isVerified: false });
});
