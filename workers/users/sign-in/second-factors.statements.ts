import { and, eq, sql } from "drizzle-orm";
import type { Database, Statement } from "#db/client";
import { recoveryCodes, secondFactors, users } from "#db/users/schema";
import type { Envelope } from "#kernel/events/events";

/** The inputs of every change of second factors. */
export interface Change {
  userId: string;
  /** The session of the request, which must be active. */
  sessionId: string;
  events: readonly Envelope[];
  nowMs: number;
}

interface NewCodes {
  userId: string;
  hashes: readonly string[];
  nowMs: number;
}

/**
 * Deletes the second factors of an account without a verified e-mail address, because their creator may not
 * own the mailbox. Must come before the statement that marks the address as verified.
 */
export const endUnverifiedSecondFactors = (
  { db }: { db: Database },
  userId: string,
): Statement[] => {
  const unverified = sql`exists (select 1 from ${users}
    where ${users.id} = ${userId} and ${users.emailVerifiedAt} is null)`;
  return [secondFactors, recoveryCodes].map((table) =>
    db.write.delete(table).where(and(eq(table.userId, userId), unverified)),
  );
};

/** Replaces all recovery codes of an account. */
export const replaceCodes = (
  { db }: { db: Database },
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

/** Enabling or disabling codes by mail, or disabling the authenticator app. */
export interface Switch extends Change {
  /** Whether codes by mail are enabled; undefined for no change. */
  email: boolean | undefined;
  totpOff: boolean;
}

/** Applies a change to codes by mail, and to the authenticator app with its recovery codes. */
export const switchFactors = (
  deps: { db: Database },
  { userId, email, totpOff, nowMs }: Switch,
) => {
  const set = {
    ...(email === undefined ? {} : { emailAt: email ? nowMs : null }),
    ...(totpOff ? { totpSecret: null, totpConfirmedAt: null, totpPeriod: null } : {}),
    updatedAt: nowMs,
  };
  return [
    deps.db.write
      .insert(secondFactors)
      .values({ userId, createdAt: nowMs, ...set })
      .onConflictDoUpdate({ target: secondFactors.userId, set }),
    ...(totpOff ? replaceCodes(deps, { userId, hashes: [], nowMs }) : []),
  ];
};
