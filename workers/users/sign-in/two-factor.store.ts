import { and, eq, gt, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { challenges, recoveryCodes, secondFactors, users } from "#db/users/schema";
import { guard } from "#kernel/mutations/guards";
import { expectChanges } from "#kernel/sql";
import { ACCOUNT, type Account } from "#users/account.statements";
import { type AuditEntry, insertAuditEntry } from "#users/audit/audit.statements";
import { ATTEMPTS_MAX, WRONG_CODES } from "#users/challenges/challenge.rules";
import {
  type CommitDependencies,
  commit,
  type StoredAnswer,
} from "#users/replay/stored-answers.store";
import { insertSession } from "#users/sessions/sessions.statements";
import { type EnabledFactors, FACTORS, type SessionStart } from "./sign-in.store";

/** A challenge of a sign-in with its account. */
export interface SignInChallenge extends EnabledFactors {
  account: Account;
  challenge: { id: string; purpose: "sign_in"; expiresAt: number; endedAt: number | null };
  /** The number of recent wrong codes of the account, over all its challenges. */
  wrongCodes: number;
}

/** A verified second factor: a code by mail, the TOTP period of an app's code, or the hash of a recovery code. */
export type Proof =
  | { by: "email" }
  | { by: "totp"; period: number }
  | { by: "recovery"; hash: string };

/** Reads and ends the challenges of second factors, and starts their sessions. */
export const twoFactorStore = (deps: CommitDependencies) => {
  const { db } = deps;

  const recent = (userId: SQL | string, nowMs: number) => sql`(
    select coalesce(sum(${challenges.tries}), 0) from ${challenges}
    where ${challenges.userId} = ${userId} and ${challenges.purpose} = 'sign_in'
      and ${challenges.createdAt} > ${nowMs - WRONG_CODES.windowMs})`;

  const isOpen = (id: string, nowMs: number) =>
    and(
      eq(challenges.id, id),
      isNull(challenges.endedAt),
      gt(challenges.expiresAt, nowMs),
      lt(challenges.tries, ATTEMPTS_MAX),
    );

  /** Marks a second-factor code as used. Fails the batch if the code was used before. */
  const used = (proof: Proof, userId: string, nowMs: number) => {
    if (proof.by === "email") return [];
    const use =
      proof.by === "totp"
        ? db.write
            .update(secondFactors)
            .set({ totpPeriod: proof.period })
            .where(
              and(
                eq(secondFactors.userId, userId),
                or(isNull(secondFactors.totpPeriod), lt(secondFactors.totpPeriod, proof.period)),
              ),
            )
        : db.write
            .update(recoveryCodes)
            .set({ usedAt: nowMs })
            .where(
              and(
                eq(recoveryCodes.userId, userId),
                eq(recoveryCodes.hash, proof.hash),
                isNull(recoveryCodes.usedAt),
              ),
            );
    return [use, guard("code_used", db.write.run(expectChanges()))];
  };

  return {
    /** Returns a challenge with its account, or undefined if the challenge is unknown. */
    async signInChallenge(
      challengeId: string,
      nowMs: number,
    ): Promise<SignInChallenge | undefined> {
      const [row] = await db.read
        .select({
          challenge: {
            id: challenges.id,
            purpose: sql<"sign_in">`${challenges.purpose}`,
            expiresAt: challenges.expiresAt,
            endedAt: challenges.endedAt,
          },
          account: ACCOUNT,
          ...FACTORS,
          wrongCodes: sql<number>`${recent(sql`${users.id}`, nowMs)}`,
        })
        .from(challenges)
        .innerJoin(users, eq(users.id, challenges.userId))
        .leftJoin(secondFactors, eq(secondFactors.userId, users.id))
        .where(and(eq(challenges.id, challengeId), eq(challenges.purpose, "sign_in")));
      return row;
    },

    /** Counts a wrong code for a challenge. Does nothing if the challenge has no attempts left. */
    async countWrong(challengeId: string, entry: AuditEntry) {
      await commit(deps, undefined, [
        guard(
          "no_attempts_left",
          db.write
            .update(challenges)
            .set({ tries: sql`${challenges.tries} + 1` })
            .where(eq(challenges.id, challengeId)),
        ),
        insertAuditEntry(deps, entry),
      ]);
    },

    /**
     * Ends a challenge and starts its session. Fails if the code or challenge was used before, or the
     * account is disabled.
     */
    finish: (
      { challenge, account }: SignInChallenge,
      proof: Proof,
      { session, entry }: SessionStart,
      stored?: StoredAnswer,
    ) =>
      commit(deps, stored, [
        db.write
          .update(challenges)
          .set({ endedAt: entry.nowMs })
          .where(
            and(
              isOpen(challenge.id, entry.nowMs),
              lt(recent(account.id, entry.nowMs), WRONG_CODES.max),
              sql`exists (select 1 from ${users}
                  where ${users.id} = ${account.id} and ${users.disabledAt} is null)`,
            ),
          ),
        guard("challenge_used", db.write.run(expectChanges())),
        ...used(proof, account.id, entry.nowMs),
        ...insertSession(deps, session),
        insertAuditEntry(deps, entry),
      ]),
  };
};
export type TwoFactorStore = ReturnType<typeof twoFactorStore>;
