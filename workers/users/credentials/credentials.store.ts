import { and, eq, sql } from "drizzle-orm";
import { users } from "#db/users/schema";
import { guard } from "#kernel/guards";
import type { Outbox } from "#kernel/outbox";
import { expectChanges, raiseUnless } from "#kernel/sql";
import type { Account } from "#users/accounts/accounts.store";
import { goesOn } from "#users/active-session.statements";
import { auditRow } from "#users/audit/audit.store";
import {
  type Challenge,
  challengesEnd,
  challengeUse,
  type Step,
} from "#users/challenges/challenges.store";
import { type BatchTools, commit, type KeptAnswer } from "#users/replay/stored-answers.store";
import { sessionsEnd } from "#users/sessions/sessions.store";
import { secondStepsEndUnlessProved } from "#users/sign-in/second-factors.store";

/** Passwords and addresses, as their owners change them. */
export const credentialsStore = ({ outbox, ...tools }: BatchTools & { outbox: Outbox }) => {
  const { db } = tools;

  /** An account's row in its next version, with the guard that it is still what was read. */
  const replaced = (
    set: { passwordHash: string; devicesFrom: number } | { email: string; emailVerifiedAt: number },
    { userId, email, nowMs }: { userId: string; email: string; nowMs: number },
  ) => [
    guard(
      "email_taken",
      db.write
        .update(users)
        .set({ ...set, version: sql`${users.version} + 1`, updatedAt: nowMs })
        .where(and(eq(users.id, userId), eq(users.email, email))),
    ),
    guard("account_changed", db.write.run(expectChanges())),
  ];

  return {
    /**
     * Sets a password by a link: ends every session, device token, link and code, and takes the address
     * for proved. Returns false when the link was used meanwhile.
     */
    reset: (
      { id, userId, email }: Challenge,
      passwordHash: string,
      { events, entry }: Step,
      kept?: KeptAnswer,
    ) => {
      const { nowMs } = entry;
      return commit(tools, kept, [
        ...challengeUse(tools, id, nowMs),
        ...secondStepsEndUnlessProved(tools, userId),
        ...replaced({ passwordHash, devicesFrom: nowMs }, { userId, email, nowMs }),
        db.write
          .update(users)
          .set({ emailVerifiedAt: sql`coalesce(${users.emailVerifiedAt}, ${nowMs})` })
          .where(eq(users.id, userId)),
        sessionsEnd(tools, { userId, reason: "password_reset", nowMs }),
        challengesEnd(tools, userId, nowMs),
        auditRow(tools, entry),
        outbox.announce(events),
      ]);
    },

    /**
     * Sets a password in place of one that was proved; every session ends but the one that asks. False
     * when that has ended since, as by a reset: whoever holds it still must not have the last word.
     */
    change: (
      { id: userId, email }: Account,
      change: { passwordHash: string; sessionId: string },
      { events, entry }: Step,
      kept?: KeptAnswer,
    ) => {
      const { nowMs } = entry;
      const { passwordHash, sessionId: except } = change;
      return commit(tools, kept, [
        guard("session_ended", db.write.run(raiseUnless(goesOn(userId, except, nowMs)))),
        ...replaced({ passwordHash, devicesFrom: nowMs }, { userId, email, nowMs }),
        sessionsEnd(tools, { userId, except, reason: "password_changed", nowMs }),
        challengesEnd(tools, userId, nowMs),
        auditRow(tools, entry),
        outbox.announce(events),
      ]);
    },

    /** Gives an account the address that a link has proved; every session ends. False when it is taken by now. */
    move: (
      { id, userId, email, formerEmail }: Challenge,
      { events, entry }: Step,
      kept?: KeptAnswer,
    ) => {
      const { nowMs } = entry;
      const from = { userId, email: formerEmail ?? "", nowMs };
      return commit(tools, kept, [
        ...challengeUse(tools, id, nowMs),
        ...replaced({ email, emailVerifiedAt: nowMs }, from),
        sessionsEnd(tools, { userId, reason: "email_changed", nowMs }),
        challengesEnd(tools, userId, nowMs),
        auditRow(tools, entry),
        outbox.announce(events),
      ]);
    },
  };
};
export type CredentialsStore = ReturnType<typeof credentialsStore>;
