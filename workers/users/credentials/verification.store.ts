import { and, eq, sql } from "drizzle-orm";
import { users } from "#db/users/schema";
import { guard } from "#kernel/guards";
import type { Outbox } from "#kernel/outbox";
import { expectChanges } from "#kernel/sql";
import { auditRow } from "#users/audit/audit.store";
import { type Challenge, challengeUse, type Step } from "#users/challenges/challenges.store";
import { type BatchTools, commit, type KeptAnswer } from "#users/replay/stored-answers.store";

/** Addresses, and the proof that one is its account's. */
export const verificationStore = ({ outbox, ...tools }: BatchTools & { outbox: Outbox }) => {
  const { db } = tools;

  return {
    /** Takes an address for proved; false when the link was used, or the account has another by now. */
    verify: ({ id, userId, email }: Challenge, { events, entry }: Step, kept?: KeptAnswer) =>
      commit(tools, kept, [
        ...challengeUse(tools, id, entry.nowMs),
        db.write
          .update(users)
          .set({
            emailVerifiedAt: entry.nowMs,
            version: sql`${users.version} + 1`,
            updatedAt: entry.nowMs,
          })
          .where(and(eq(users.id, userId), eq(users.email, email))),
        guard("account_changed", db.write.run(expectChanges())),
        auditRow(tools, entry),
        outbox.announce(events),
      ]),
  };
};
export type VerificationStore = ReturnType<typeof verificationStore>;
