import { and, eq, sql } from "drizzle-orm";
import { users } from "#db/users/schema";
import type { Outbox } from "#kernel/events/outbox";
import { guard } from "#kernel/mutations/guards";
import { expectChanges } from "#kernel/sql";
import { insertAuditEntry } from "#users/audit/audit.statements";
import { consumeChallenge } from "#users/challenges/challenges.statements";
import type { AuditedEvents, Challenge } from "#users/challenges/challenges.store";
import {
  type CommitDependencies,
  commit,
  type StoredAnswer,
} from "#users/replay/stored-answers.store";

/** Commits the verification of e-mail addresses. */
export const verificationStore = ({ outbox, ...deps }: CommitDependencies & { outbox: Outbox }) => {
  const { db } = deps;

  return {
    /** Marks the e-mail address of an account as verified. */
    verify: (
      { id, userId, email }: Challenge,
      { events, entry }: AuditedEvents,
      stored?: StoredAnswer,
    ) =>
      commit(deps, stored, [
        ...consumeChallenge(deps, id, entry.nowMs),
        db.write
          .update(users)
          .set({
            emailVerifiedAt: entry.nowMs,
            version: sql`${users.version} + 1`,
            updatedAt: entry.nowMs,
          })
          .where(and(eq(users.id, userId), eq(users.email, email))),
        guard("account_changed", db.write.run(expectChanges())),
        insertAuditEntry(deps, entry),
        outbox.announce(events),
      ]),
  };
};
export type VerificationStore = ReturnType<typeof verificationStore>;
