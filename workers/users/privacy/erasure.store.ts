import { and, eq, gte, lt, or } from "drizzle-orm";
import { idempotencyKeys, users } from "#db/users/schema";
import type { Envelope } from "#kernel/events";
import type { Outbox } from "#kernel/outbox";
import { expectChanges, unlessRefused } from "#kernel/sql";
import { shopKeepsAnAdmin } from "#users/accounts/accounts.store";
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
    /**
     * False, and nothing has changed, for the last admin; and where the session that asks has ended
     * since, as by a reset or by another erasure.
     */
    erase({ userId, sessionId, farewell, events, nowMs }: Erasure): Promise<boolean> {
      const entry = { actorId: userId, act: "account.erased", subject: userId, nowMs };
      const asked = goesOn(userId, sessionId, nowMs);
      return unlessRefused(
        commit(tools, undefined, [
          db.write.delete(idempotencyKeys).where(answersOf(userId)),
          db.write.delete(users).where(and(eq(users.id, userId), asked, shopKeepsAnAdmin)),
          db.write.run(expectChanges()),
          farewellRow(tools, farewell),
          auditRow(tools, entry),
          outbox.announce(events),
        ]),
      );
    },

    /** Whether the session that asks goes on, by the primary. */
    async mayAsk(userId: string, sessionId: string, nowMs: number): Promise<boolean> {
      const rows = await db.write
        .select({ id: users.id })
        .from(users)
        .where(and(eq(users.id, userId), goesOn(userId, sessionId, nowMs)));
      return rows.length > 0;
    },
  };
};
export type ErasureStore = ReturnType<typeof erasureStore>;
