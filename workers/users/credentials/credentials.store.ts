import { and, eq, sql } from "drizzle-orm";
import { users } from "#db/users/schema";
import type { Outbox } from "#kernel/events/outbox";
import { guard } from "#kernel/mutations/guards";
import { expectChanges, raiseUnless } from "#kernel/sql";
import type { Account } from "#users/account.statements";
import { activeSession } from "#users/active-session.statements";
import { insertAuditEntry } from "#users/audit/audit.statements";
import { consumeChallenge, endChallenges } from "#users/challenges/challenges.statements";
import type { AuditedEvents, Challenge } from "#users/challenges/challenges.store";
import {
  type CommitDependencies,
  commit,
  type StoredAnswer,
} from "#users/replay/stored-answers.store";
import { endSessions } from "#users/sessions/sessions.statements";
import { endUnverifiedSecondFactors } from "#users/sign-in/second-factors.statements";

/** Commits changes of passwords and e-mail addresses. */
export const credentialsStore = ({ outbox, ...deps }: CommitDependencies & { outbox: Outbox }) => {
  const { db } = deps;

  /** Updates the password or e-mail address of an account, if the account still has this address. */
  const update = (
    set: { passwordHash: string; devicesFrom: number } | { email: string; emailVerifiedAt: number },
    { userId, email, nowMs }: { userId: string; email: string; nowMs: number },
  ) =>
    db.write
      .update(users)
      .set({ ...set, version: sql`${users.version} + 1`, updatedAt: nowMs })
      .where(and(eq(users.id, userId), eq(users.email, email)));

  /** Fails the batch if the update before this statement found no account with that address. */
  const expectUpdated = guard("account_changed", db.write.run(expectChanges()));

  return {
    /**
     * Sets a password by a link: ends every session, device token, link and code, and marks the e-mail
     * address as verified.
     */
    reset: (
      { id, userId, email }: Challenge,
      passwordHash: string,
      { events, entry }: AuditedEvents,
      stored?: StoredAnswer,
    ) => {
      const { nowMs } = entry;
      return commit(deps, stored, [
        ...consumeChallenge(deps, id, nowMs),
        ...endUnverifiedSecondFactors(deps, userId),
        update({ passwordHash, devicesFrom: nowMs }, { userId, email, nowMs }),
        expectUpdated,
        db.write
          .update(users)
          .set({ emailVerifiedAt: sql`coalesce(${users.emailVerifiedAt}, ${nowMs})` })
          .where(eq(users.id, userId)),
        endSessions(deps, { userId, reason: "password_reset", nowMs }),
        endChallenges(deps, userId, nowMs),
        insertAuditEntry(deps, entry),
        outbox.announce(events),
      ]);
    },

    /**
     * Sets a password and ends every session but this one. Fails if this session has ended since the
     * request began, so that a concurrent reset of the password is final.
     */
    change: (
      { id: userId, email }: Account,
      change: { passwordHash: string; sessionId: string },
      { events, entry }: AuditedEvents,
      stored?: StoredAnswer,
    ) => {
      const { nowMs } = entry;
      const { passwordHash, sessionId: except } = change;
      return commit(deps, stored, [
        guard("session_ended", db.write.run(raiseUnless(activeSession(userId, except, nowMs)))),
        update({ passwordHash, devicesFrom: nowMs }, { userId, email, nowMs }),
        expectUpdated,
        endSessions(deps, { userId, except, reason: "password_changed", nowMs }),
        endChallenges(deps, userId, nowMs),
        insertAuditEntry(deps, entry),
        outbox.announce(events),
      ]);
    },

    /** Changes the e-mail address to the one that a link has verified, and ends every session. */
    move: (
      { id, userId, email, formerEmail }: Challenge,
      { events, entry }: AuditedEvents,
      stored?: StoredAnswer,
    ) => {
      const { nowMs } = entry;
      const from = { userId, email: formerEmail ?? "", nowMs };
      return commit(deps, stored, [
        ...consumeChallenge(deps, id, nowMs),
        guard("email_taken", update({ email, emailVerifiedAt: nowMs }, from)),
        expectUpdated,
        endSessions(deps, { userId, reason: "email_changed", nowMs }),
        endChallenges(deps, userId, nowMs),
        insertAuditEntry(deps, entry),
        outbox.announce(events),
      ]);
    },
  };
};
export type CredentialsStore = ReturnType<typeof credentialsStore>;
