import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { secondFactors, users } from "#db/users/schema";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { guard } from "#kernel/mutations/guards";
import { raiseUnless } from "#kernel/sql";
import { ACCOUNT, type Account } from "#users/account.statements";
import { activeSession } from "#users/active-session.statements";
import { type AuditEntry, insertAuditEntry } from "#users/audit/audit.statements";
import type { NewChallenge } from "#users/challenges/challenge.rules";
import { insertChallenge } from "#users/challenges/challenges.statements";
import {
  type CommitDependencies,
  commit,
  type StoredAnswer,
} from "#users/replay/stored-answers.store";
import { insertSession, type NewSession } from "#users/sessions/sessions.statements";

/** A renewed password hash, which replaces only the hash that was verified. */
export interface RenewedHash {
  from: string;
  to: string;
}

/** The enabled second factors of an account. */
export interface EnabledFactors {
  email: boolean;
  /** The encrypted secret of the authenticator app. */
  totpSecret: string | null;
}

/** An account with its password hash and second factors, which a sign-in verifies. */
export interface Credentials extends EnabledFactors {
  account: Account;
  passwordHash: string;
  /** Device tokens issued before this time are revoked; null if none was revoked. */
  devicesFrom: number | null;
}

/** Credentials whose password was verified, and a renewed hash if the stored one is outdated. */
export interface Verified extends Credentials {
  renewed: RenewedHash | undefined;
}

/** A new session and its audit entry. */
export interface SessionStart {
  session: NewSession;
  entry: AuditEntry;
}

/** The columns to select for the enabled second factors of an account. */
export const FACTORS = {
  email: sql<boolean>`${secondFactors.emailAt} is not null`.mapWith(Boolean),
  totpSecret: sql<
    string | null
  >`iif(${secondFactors.totpConfirmedAt} is null, null, ${secondFactors.totpSecret})`,
};

/** Reads the credentials of accounts, and stores the sessions and audit entries of sign-ins. */
export const signInStore = ({ outbox, ...deps }: CommitDependencies & { outbox: Outbox }) => {
  const { db } = deps;

  const findCredentials = async (whose: SQL | undefined): Promise<Credentials | undefined> => {
    const [row] = await db.read
      .select({
        account: ACCOUNT,
        passwordHash: users.passwordHash,
        devicesFrom: users.devicesFrom,
        ...FACTORS,
      })
      .from(users)
      .leftJoin(secondFactors, eq(secondFactors.userId, users.id))
      .where(whose);
    return row;
  };

  /**
   * Fails the batch if the account has changed since it was read. A reset may have replaced the password
   * while it was verified, and has then ended every session.
   */
  const expectUnchanged = ({ account, passwordHash }: Credentials) => {
    const same = and(
      eq(users.id, account.id),
      eq(users.passwordHash, passwordHash),
      isNull(users.disabledAt),
    );
    return guard(
      "account_changed",
      db.write.run(raiseUnless(sql`exists (select 1 from ${users} where ${same})`)),
    );
  };

  /** Replaces the verified password hash by the renewed one. */
  const renewal = (userId: string, { from, to }: RenewedHash) =>
    db.write
      .update(users)
      .set({ passwordHash: to })
      .where(and(eq(users.id, userId), eq(users.passwordHash, from)));

  return {
    /** Returns the credentials of the account with this e-mail address in canonical form, or undefined. */
    byEmail: (email: string) => findCredentials(eq(users.email, email)),

    /** Returns the credentials of the account of an active session, or undefined. */
    byActiveSession: (userId: string, sessionId: string, nowMs: number) =>
      findCredentials(
        and(
          eq(users.id, userId),
          isNull(users.disabledAt),
          activeSession(userId, sessionId, nowMs),
        ),
      ),

    /** Records a refused sign-in with the same statements for known and unknown addresses. */
    note: (entry: AuditEntry) => commit(deps, undefined, [insertAuditEntry(deps, entry)]),

    /** Records too many attempts for an e-mail address, with its account if there is one. */
    noteThrottled: (act: string, email: string, nowMs: number) => {
      const subject = sql<string | null>`(select id from ${users} where ${users.email} = ${email})`;
      const entry = { actorId: null, act, subject, nowMs, repeatable: true } as const;
      return commit(deps, undefined, [insertAuditEntry(deps, entry)]);
    },

    /**
     * Starts a session, and renews an outdated password hash. Fails if the account has changed since it was
     * read.
     */
    open: (credentials: Verified, { session, entry }: SessionStart, stored?: StoredAnswer) =>
      commit(deps, stored, [
        expectUnchanged(credentials),
        ...insertSession(deps, session),
        ...(credentials.renewed ? [renewal(session.userId, credentials.renewed)] : []),
        insertAuditEntry(deps, entry),
      ]),

    /**
     * Creates a challenge and ends older ones of the account. Fails if the account has changed since it was
     * read.
     */
    challenge: (
      credentials: Verified,
      challenge: NewChallenge,
      events: readonly Envelope[],
      entry: AuditEntry,
    ) =>
      commit(deps, undefined, [
        expectUnchanged(credentials),
        ...insertChallenge(deps, challenge),
        ...(credentials.renewed ? [renewal(challenge.userId, credentials.renewed)] : []),
        ...(events.length > 0 ? [outbox.announce(events)] : []),
        insertAuditEntry(deps, entry),
      ]),
  };
};
export type SignInStore = ReturnType<typeof signInStore>;
