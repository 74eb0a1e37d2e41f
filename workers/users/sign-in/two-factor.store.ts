import { and, eq, gt, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { challenges, recoveryCodes, secondFactors, users } from "#db/users/schema";
import { guard } from "#kernel/guards";
import { expectChanges } from "#kernel/sql";
import { ACCOUNT, type Account } from "#users/accounts/accounts.store";
import { type AuditEntry, auditRow } from "#users/audit/audit.store";
import { TRIES_MAX, WRONG_CODES } from "#users/challenges/challenge.rules";
import { type BatchTools, commit, type KeptAnswer } from "#users/replay/stored-answers.store";
import { sessionOpening } from "#users/sessions/sessions.store";
import { FACTORS, type Opening, type SwitchedOn } from "./sign-in.store";

/** A second step under way. */
export interface SecondStep extends SwitchedOn {
  account: Account;
  challenge: { id: string; purpose: "sign_in"; expiresAt: number; endedAt: number | null };
  /** Wrong codes of the account lately, over all its challenges. */
  wrongCodes: number;
}

/** What proves a second step: a code by mail, the time step of an app's code, or a recovery code's hash. */
export type Proof =
  | { by: "email" }
  | { by: "totp"; step: number }
  | { by: "recovery"; hash: string };

/** Challenges of a second factor, and the sessions that they open. */
export const twoFactorStore = (tools: BatchTools) => {
  const { db } = tools;

  const recent = (userId: SQL | string, nowMs: number) => sql`(
    select coalesce(sum(${challenges.tries}), 0) from ${challenges}
    where ${challenges.userId} = ${userId} and ${challenges.purpose} = 'sign_in'
      and ${challenges.createdAt} > ${nowMs - WRONG_CODES.windowMs})`;

  const isOpen = (id: string, nowMs: number) =>
    and(
      eq(challenges.id, id),
      isNull(challenges.endedAt),
      gt(challenges.expiresAt, nowMs),
      lt(challenges.tries, TRIES_MAX),
    );

  /** Uses a proof up, with the guard that nobody else has. */
  const used = (proof: Proof, userId: string, nowMs: number) => {
    if (proof.by === "email") return [];
    const use =
      proof.by === "totp"
        ? db.write
            .update(secondFactors)
            .set({ totpStep: proof.step })
            .where(
              and(
                eq(secondFactors.userId, userId),
                or(isNull(secondFactors.totpStep), lt(secondFactors.totpStep, proof.step)),
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
    /** A second step with its account; undefined when there is none of this id. */
    async secondStep(challengeId: string, nowMs: number): Promise<SecondStep | undefined> {
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

    /** Counts a wrong code; nothing is left to count when the step is over. */
    async countWrong(challengeId: string, entry: AuditEntry) {
      await commit(tools, undefined, [
        guard(
          "no_attempts_left",
          db.write
            .update(challenges)
            .set({ tries: sql`${challenges.tries} + 1` })
            .where(eq(challenges.id, challengeId)),
        ),
        auditRow(tools, entry),
      ]);
    },

    /** Ends a second step with a session; false when the code or the step was used up, or the account shut, meanwhile. */
    finish: (
      { challenge, account }: SecondStep,
      proof: Proof,
      { session, entry }: Opening,
      kept?: KeptAnswer,
    ) =>
      commit(tools, kept, [
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
        ...sessionOpening(tools, session),
        auditRow(tools, entry),
      ]),
  };
};
export type TwoFactorStore = ReturnType<typeof twoFactorStore>;
