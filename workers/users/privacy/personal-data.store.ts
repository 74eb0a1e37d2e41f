import { and, asc, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import {
  addresses,
  apiKeys,
  auditEntries,
  challenges,
  consents,
  recoveryCodes,
  secondFactors,
  sessions,
  users,
} from "#db/users/schema";
import { AUDIT_ENTRY, type AuditRow } from "#users/audit/audit.store";

/** The exported columns of an account. */
const ACCOUNT = {
  id: users.id,
  email: users.email,
  name: users.name,
  roles: users.roles,
  emailVerifiedAt: users.emailVerifiedAt,
  disabledAt: users.disabledAt,
  smsPhone: users.smsPhone,
  smsSince: users.smsSince,
  createdAt: users.createdAt,
  updatedAt: users.updatedAt,
};

/** The exported columns of a session. */
const SESSION = {
  id: sessions.id,
  device: sessions.device,
  createdAt: sessions.createdAt,
  lastUsedAt: sessions.lastUsedAt,
  expiresAt: sessions.expiresAt,
  endedAt: sessions.endedAt,
  endReason: sessions.endReason,
};

/** The exported columns of a challenge. */
const CHALLENGE = {
  purpose: challenges.purpose,
  email: challenges.email,
  formerEmail: challenges.formerEmail,
  createdAt: challenges.createdAt,
  expiresAt: challenges.expiresAt,
  endedAt: challenges.endedAt,
};

/** The exported columns of an API key that the account made. */
const API_KEY = {
  id: apiKeys.id,
  name: apiKeys.name,
  kind: apiKeys.kind,
  scopes: apiKeys.scopes,
  createdAt: apiKeys.createdAt,
  revokedAt: apiKeys.revokedAt,
  expiresAt: apiKeys.expiresAt,
};

/** Reads the personal data of an account, without secrets, hashes and tokens. */
export const personalDataStore = ({ db }: { db: Database }) => ({
  /**
   * Returns all data except the audit entries in one round trip. An account may have many audit entries.
   */
  async of(userId: string) {
    const { read } = db;
    const [
      [account],
      addressRows,
      consentRows,
      sessionRows,
      [factors],
      [codes],
      challengeRows,
      apiKeyRows,
    ] = await read.batch([
      read.select(ACCOUNT).from(users).where(eq(users.id, userId)),
      read.select().from(addresses).where(eq(addresses.userId, userId)).orderBy(asc(addresses.id)),
      read
        .select()
        .from(consents)
        .where(eq(consents.userId, userId))
        .orderBy(asc(consents.createdAt)),
      read
        .select(SESSION)
        .from(sessions)
        .where(eq(sessions.userId, userId))
        .orderBy(asc(sessions.id)),
      read
        .select({
          emailAt: secondFactors.emailAt,
          totpConfirmedAt: secondFactors.totpConfirmedAt,
        })
        .from(secondFactors)
        .where(eq(secondFactors.userId, userId)),
      read
        .select({ left: sql<number>`count(*)` })
        .from(recoveryCodes)
        .where(and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt))),
      read
        .select(CHALLENGE)
        .from(challenges)
        .where(eq(challenges.userId, userId))
        .orderBy(asc(challenges.createdAt)),
      read
        .select(API_KEY)
        .from(apiKeys)
        .where(eq(apiKeys.createdBy, userId))
        .orderBy(asc(apiKeys.createdAt)),
    ]);
    const recoveryCodesLeft = codes?.left ?? 0;
    return {
      account,
      addressRows,
      consentRows,
      sessions: sessionRows,
      factors,
      recoveryCodesLeft,
      challengeRows,
      apiKeyRows,
    };
  },

  /**
   * Returns the audit entries with the account as actor or subject that follow a given entry, oldest first.
   */
  audit: (userId: string, afterId: string, limit: number): Promise<AuditRow[]> =>
    db.read
      .select(AUDIT_ENTRY)
      .from(auditEntries)
      .where(
        and(
          or(eq(auditEntries.actorId, userId), eq(auditEntries.subject, userId)),
          gt(auditEntries.id, afterId),
        ),
      )
      .orderBy(asc(auditEntries.id))
      .limit(limit),
});
export type PersonalDataStore = ReturnType<typeof personalDataStore>;
