import { and, eq, gte, lt, or } from "drizzle-orm";
import { idempotencyKeys, users } from "#db/users/schema";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { guard } from "#kernel/mutations/guards";
import { raiseUnless } from "#kernel/sql";
import { expectNotLastAdmin } from "#users/accounts/accounts.store";
import { activeSession } from "#users/active-session.statements";
import { insertAuditEntry } from "#users/audit/audit.statements";
import { type CommitDependencies, commit } from "#users/replay/stored-answers.store";
import { insertErasureNotice, type NewErasureNotice } from "./erasure-notices.store";

interface Erasure {
  userId: string;
  /** The session of the request, which must be active. */
  sessionId: string;
  notice: NewErasureNotice;
  events: readonly Envelope[];
  nowMs: number;
}

/** Deletes accounts. */
export const erasureStore = ({ outbox, ...deps }: CommitDependencies & { outbox: Outbox }) => {
  const { db } = deps;

  /** SQL condition: a stored answer was sent to the account or is about it. */
  const answersOf = (userId: string) => {
    const { scope } = idempotencyKeys;
    return or(
      and(gte(scope, `${userId} `), lt(scope, `${userId}!`)),
      eq(idempotencyKeys.resourceId, userId),
    );
  };

  return {
    /**
     * Deletes an account and every row that references it, and adds its erasure notice and event, in one
     * batch.
     */
    erase({ userId, sessionId, notice, events, nowMs }: Erasure) {
      const entry = { actorId: userId, act: "account.erased", subject: userId, nowMs };
      return commit(deps, undefined, [
        guard("session_ended", db.write.run(raiseUnless(activeSession(userId, sessionId, nowMs)))),
        expectNotLastAdmin(deps, userId),
        db.write.delete(idempotencyKeys).where(answersOf(userId)),
        db.write.delete(users).where(eq(users.id, userId)),
        insertErasureNotice(deps, notice),
        insertAuditEntry(deps, entry),
        outbox.announce(events),
      ]);
    },
  };
};
export type ErasureStore = ReturnType<typeof erasureStore>;
