import { and, eq, isNull, sql } from "drizzle-orm";
import type { Statement } from "#db/client";
import { recoveryCodes, secondFactors, users } from "#db/users/schema";
import type { Envelope } from "#kernel/events";
import { type BatchStep, guard } from "#kernel/guards";
import type { Outbox } from "#kernel/outbox";
import { expectChanges, raiseUnless } from "#kernel/sql";
import { goesOn } from "#users/active-session.statements";
import { auditRow } from "#users/audit/audit.store";
import { type BatchTools, commit, type KeptAnswer } from "#users/replay/stored-answers.store";

/** The second steps of an account as their row holds them. */
export type SecondFactorsRow = typeof secondFactors.$inferSelect;

/** What goes along with every change of somebody's second steps. */
export interface Change {
  userId: string;
  /** The one that asks: it has to go on. */
  sessionId: string;
  events: readonly Envelope[];
  nowMs: number;
}

/**
 * Removes the second steps of an account whose address was not proved, for the batch that proves it:
 * they were set up by someone who may not own the mailbox. Goes before the address is marked as proved.
 */
export const secondStepsEndUnlessProved = (
  { db }: Pick<BatchTools, "db">,
  userId: string,
): Statement[] => {
  const unproved = sql`exists (select 1 from ${users}
    where ${users.id} = ${userId} and ${users.emailVerifiedAt} is null)`;
  return [secondFactors, recoveryCodes].map((table) =>
    db.write.delete(table).where(and(eq(table.userId, userId), unproved)),
  );
};

/** The second steps of accounts. */
export const secondFactorsStore = ({ outbox, ...tools }: BatchTools & { outbox: Outbox }) => {
  const { db } = tools;

  const change = <Refusal extends string = never>(
    { userId, sessionId, events, nowMs }: Change,
    kept: KeptAnswer | undefined,
    steps: readonly BatchStep<Refusal>[],
  ) => {
    const entry = { actorId: userId, act: "second_factors.changed", subject: userId, nowMs };
    return commit<Refusal | "session_ended">(tools, kept, [
      guard("session_ended", db.write.run(raiseUnless(goesOn(userId, sessionId, nowMs)))),
      ...steps,
      auditRow(tools, entry),
      outbox.announce(events),
    ]);
  };

  /** New codes in the place of all there were. */
  const replaceCodes = (userId: string, hashes: readonly string[], nowMs: number) => [
    db.write.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId)),
    ...(hashes.length > 0
      ? [
          db.write
            .insert(recoveryCodes)
            .values(hashes.map((hash) => ({ userId, hash, createdAt: nowMs }))),
        ]
      : []),
  ];

  return {
    /** The row of an account, if it has one, and how many recovery codes are left. */
    async of(userId: string): Promise<{ row: SecondFactorsRow | undefined; codesLeft: number }> {
      const [[row], [left]] = await db.read.batch([
        db.read.select().from(secondFactors).where(eq(secondFactors.userId, userId)),
        db.read
          .select({ count: sql<number>`count(*)` })
          .from(recoveryCodes)
          .where(and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt))),
      ]);
      return { row, codesLeft: left?.count ?? 0 };
    },

    /** The row of an account whose session goes on; undefined when it has ended, null without a row. */
    async ofSession(
      { userId, sessionId }: Pick<Change, "userId" | "sessionId">,
      nowMs: number,
    ): Promise<SecondFactorsRow | null | undefined> {
      const [found] = await db.read
        .select({ row: secondFactors })
        .from(users)
        .leftJoin(secondFactors, eq(secondFactors.userId, users.id))
        .where(and(eq(users.id, userId), goesOn(userId, sessionId, nowMs)));
      return found?.row;
    },

    /** Switches the code by mail, and an app off with its recovery codes. False when the session has ended. */
    switch: (
      wanted: Change & { email: boolean | undefined; totpOff: boolean },
      kept?: KeptAnswer,
    ) => {
      const { userId, email, totpOff, nowMs } = wanted;
      const set = {
        ...(email === undefined ? {} : { emailAt: email ? nowMs : null }),
        ...(totpOff ? { totpSecret: null, totpConfirmedAt: null, totpStep: null } : {}),
        updatedAt: nowMs,
      };
      return change(wanted, kept, [
        db.write
          .insert(secondFactors)
          .values({ userId, createdAt: nowMs, ...set })
          .onConflictDoUpdate({ target: secondFactors.userId, set }),
        ...(totpOff ? replaceCodes(userId, [], nowMs) : []),
      ]);
    },

    /** Offers a secret to an app; one that is in use stays. False when there is one. */
    offerTotp(
      { userId, secret, nowMs }: { userId: string; secret: string; nowMs: number },
      kept?: KeptAnswer,
    ) {
      const set = { totpSecret: secret, updatedAt: nowMs };
      return commit(tools, kept, [
        db.write
          .insert(secondFactors)
          .values({ userId, createdAt: nowMs, ...set })
          .onConflictDoUpdate({
            target: secondFactors.userId,
            set,
            setWhere: isNull(secondFactors.totpConfirmedAt),
          }),
        guard("app_in_use", db.write.run(expectChanges())),
      ]);
    },

    /** Takes the offered secret into use; false when it is no longer the one that was proved. */
    confirmTotp: (
      wanted: Change & { secret: string; step: number; hashes: readonly string[] },
      kept?: KeptAnswer,
    ) =>
      change(wanted, kept, [
        db.write
          .update(secondFactors)
          .set({ totpConfirmedAt: wanted.nowMs, totpStep: wanted.step, updatedAt: wanted.nowMs })
          .where(
            and(
              eq(secondFactors.userId, wanted.userId),
              eq(secondFactors.totpSecret, wanted.secret),
              isNull(secondFactors.totpConfirmedAt),
            ),
          ),
        guard("secret_changed", db.write.run(expectChanges())),
        ...replaceCodes(wanted.userId, wanted.hashes, wanted.nowMs),
      ]),

    /** False without an app in use. */
    renewCodes: (wanted: Change & { hashes: readonly string[] }, kept?: KeptAnswer) =>
      change(wanted, kept, [
        db.write
          .update(secondFactors)
          .set({ updatedAt: wanted.nowMs })
          .where(
            and(
              eq(secondFactors.userId, wanted.userId),
              sql`${secondFactors.totpConfirmedAt} is not null`,
            ),
          ),
        guard("no_app", db.write.run(expectChanges())),
        ...replaceCodes(wanted.userId, wanted.hashes, wanted.nowMs),
      ]),
  };
};
export type SecondFactorsStore = ReturnType<typeof secondFactorsStore>;
