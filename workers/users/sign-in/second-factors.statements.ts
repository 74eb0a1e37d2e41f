import { and, eq, sql } from "drizzle-orm";
import type { Statement } from "#db/client";
import { recoveryCodes, secondFactors, users } from "#db/users/schema";
import type { CommitDependencies } from "#users/replay/stored-answers.store";

interface NewCodes {
  userId: string;
  hashes: readonly string[];
  nowMs: number;
}

/**
 * Deletes the second factors of an account without a verified address: their creator may not own the
 * mailbox. Goes in front of the statement that marks the address as verified.
 */
export const endUnverifiedSecondFactors = (
  { db }: Pick<CommitDependencies, "db">,
  userId: string,
): Statement[] => {
  const unverified = sql`exists (select 1 from ${users}
    where ${users.id} = ${userId} and ${users.emailVerifiedAt} is null)`;
  return [secondFactors, recoveryCodes].map((table) =>
    db.write.delete(table).where(and(eq(table.userId, userId), unverified)),
  );
};

/** Replaces all recovery codes. */
export const replaceCodes = (
  { db }: Pick<CommitDependencies, "db">,
  { userId, hashes, nowMs }: NewCodes,
): Statement[] => [
  db.write.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId)),
  ...(hashes.length > 0
    ? [
        db.write
          .insert(recoveryCodes)
          .values(hashes.map((hash) => ({ userId, hash, createdAt: nowMs }))),
      ]
    : []),
];
