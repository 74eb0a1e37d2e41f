import { and, eq, isNull, sql } from "drizzle-orm";
import { recoveryCodes, secondFactors, users } from "#db/users/schema";
import type { Outbox } from "#kernel/events/outbox";
import { type BatchStep, guard } from "#kernel/mutations/guards";
import { expectChanges, raiseUnless } from "#kernel/sql";
import { activeSession } from "#users/active-session.statements";
import { insertAuditEntry } from "#users/audit/audit.statements";
import {
  type CommitDependencies,
  commit,
  type StoredAnswer,
} from "#users/replay/stored-answers.store";
import { type Change, replaceCodes, type Switch, switchFactors } from "./second-factors.statements";

/** A row of the table `second_factors`. */
export type SecondFactorsRow = typeof secondFactors.$inferSelect;

/** Stores the second factors of accounts. */
export const secondFactorsStore = ({
  outbox,
  ...deps
}: CommitDependencies & { outbox: Outbox }) => {
  const { db } = deps;

  const commitChange = <Refusal extends string = never>(
    { userId, sessionId, events, nowMs }: Change,
    stored: StoredAnswer | undefined,
    steps: readonly BatchStep<Refusal>[],
  ) => {
    const entry = { actorId: userId, act: "second_factors.changed", subject: userId, nowMs };
    return commit<Refusal | "session_ended">(deps, stored, [
      guard("session_ended", db.write.run(raiseUnless(activeSession(userId, sessionId, nowMs)))),
      ...steps,
      insertAuditEntry(deps, entry),
      outbox.announce(events),
    ]);
  };

  return {
    /** Returns the second factors of an account, if any, and the number of unused recovery codes. */
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

    /**
     * Returns the second factors of the account, null if it has none, or undefined if the session has
     * ended.
     */
    async ofSession(
      { userId, sessionId }: Pick<Change, "userId" | "sessionId">,
      nowMs: number,
    ): Promise<SecondFactorsRow | null | undefined> {
      const [found] = await db.read
        .select({ row: secondFactors })
        .from(users)
        .leftJoin(secondFactors, eq(secondFactors.userId, users.id))
        .where(and(eq(users.id, userId), activeSession(userId, sessionId, nowMs)));
      return found?.row;
    },

    /** Applies a change to codes by mail, and to the authenticator app with its recovery codes. */
    switch: (request: Switch, stored?: StoredAnswer) =>
      commitChange(request, stored, switchFactors(deps, request)),

    /** Stores the offered secret of an authenticator app. Fails if an app is already enabled. */
    offerTotp(
      { userId, secret, nowMs }: { userId: string; secret: string; nowMs: number },
      stored?: StoredAnswer,
    ) {
      const set = { totpSecret: secret, updatedAt: nowMs };
      return commit(deps, stored, [
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

    /**
     * Enables the authenticator app with the offered secret. Fails if another secret was offered since the
     * code was verified.
     */
    confirmTotp: (
      request: Change & { secret: string; period: number; hashes: readonly string[] },
      stored?: StoredAnswer,
    ) =>
      commitChange(request, stored, [
        db.write
          .update(secondFactors)
          .set({
            totpConfirmedAt: request.nowMs,
            totpPeriod: request.period,
            updatedAt: request.nowMs,
          })
          .where(
            and(
              eq(secondFactors.userId, request.userId),
              eq(secondFactors.totpSecret, request.secret),
              isNull(secondFactors.totpConfirmedAt),
            ),
          ),
        guard("secret_changed", db.write.run(expectChanges())),
        ...replaceCodes(deps, request),
      ]),

    /** Replaces all recovery codes of an account. Fails if no authenticator app is enabled. */
    renewCodes: (request: Change & { hashes: readonly string[] }, stored?: StoredAnswer) =>
      commitChange(request, stored, [
        db.write
          .update(secondFactors)
          .set({ updatedAt: request.nowMs })
          .where(
            and(
              eq(secondFactors.userId, request.userId),
              sql`${secondFactors.totpConfirmedAt} is not null`,
            ),
          ),
        guard("no_app", db.write.run(expectChanges())),
        ...replaceCodes(deps, request),
      ]),
  };
};
export type SecondFactorsStore = ReturnType<typeof secondFactorsStore>;
