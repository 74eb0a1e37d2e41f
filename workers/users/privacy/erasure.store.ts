import { and, eq, gte, lt, or } from "drizzle-orm";
import { idempotencyKeys, users } from "#db/users/schema";
import type { Envelope } from "#kernel/events";
import { guard } from "#kernel/guards";
import type { Outbox } from "#kernel/outbox";
import { raiseUnless } from "#kernel/sql";
import { expectNotLastAdmin } from "#users/accounts/accounts.store";
import { goesOn } from "#users/active-session.statements";
import { auditRow } from "#users/audit/audit.store";
import { type BatchTools, commit } from "#users/replay/stored-answers.store";
import { farewellRow, type NewFarewell } from "./erasure-notices.store";

interface Erasure {
  userId: string;
  /** The session that asks. */
  sessionId: string;
  farewell: NewFarewell;
  events: readonly Envelope[];
  nowMs: number;
}

/** Accounts that go, with everything that hangs on them. */
export const erasureStore = ({ outbox, ...tools }: BatchTools & { outbox: Outbox }) => {
  const { db } = tools;

  /** All that was answered to an account or about it. */
  const answersOf = (userId: string) => {
    const { scope } = idempotencyKeys;
    return or(
      and(gte(scope, `${userId} `), lt(scope, `${userId}!`)),
      eq(idempotencyKeys.resourceId, userId),
    );
  };

  return {
    /** Deletes an account and everything that references it, in one batch with its last mail and event. */
    erase({ userId, sessionId, farewell, events, nowMs }: Erasure) {
      const entry = { actorId: userId, act: "account.erased", subject: userId, nowMs };
      return commit(tools, undefined, [
        guard("session_ended", db.write.run(raiseUnless(goesOn(userId, sessionId, nowMs)))),
        expectNotLastAdmin(tools, userId),
        db.write.delete(idempotencyKeys).where(answersOf(userId)),
        db.write.delete(users).where(eq(users.id, userId)),
        farewellRow(tools, farewell),
        auditRow(tools, entry),
        outbox.announce(events),
      ]);
    },
  };
};
export type ErasureStore = ReturnType<typeof erasureStore>;
