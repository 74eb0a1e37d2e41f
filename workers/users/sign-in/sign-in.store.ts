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

/** A renewed password hash, which replaces only the one that was verified. */
export interface RenewedHash {
  from: string;
  to: string;
}

/** The enabled second factors of an account. */
export interface EnabledFactors {
  email: boolean;
  /** The app's encrypted secret. */
  totpSecret: string | null;
}

/** An account with what a sign-in verifies. */
export interface Credentials extends EnabledFactors {
  account: Account;
  passwordHash: string;
  /** Device tokens issued before this moment are void; null while none has been revoked. */
  devicesFrom: number | null;
}

/** Credentials with a verified password, and a renewed hash if the old one is outdated. */
export interface Verified extends Credentials {
  renewed: RenewedHash | undefined;
}

/** A new session and its audit entry. */
export interface SessionStart {
  session: NewSession;
  entry: AuditEntry;
}

/** The enabled second factors of an account, as columns. */
export const FACTORS = {
  email: sql<boolean>`${secondFactors.emailAt} is not null`.mapWith(Boolean),
  totpSecret: sql<
    string | null
  >`iif(${secondFactors.totpConfirmedAt} is null, null, ${secondFactors.totpSecret})`,
};

/** Sign-ins: credentials, sessions and audit entries. */
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
   * Fails the batch if the account has changed since it was read. A reset may have replaced the password while
   * it was derived, and has then ended every session.
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

  /** Replaces the verified hash by the renewed one. */
  const renewal = (userId: string, { from, to }: RenewedHash) =>
    db.write
      .update(users)
      .set({ passwordHash: to })
      .where(and(eq(users.id, userId), eq(users.passwordHash, from)));

  return {
    /** Returns the credentials of a canonical address, or undefined. */
    byEmail: (email: string) => findCredentials(eq(users.email, email)),

    /** Returns the credentials of an active session, or undefined. */
    byActiveSession: (userId: string, sessionId: string, nowMs: number) =>
      findCredentials(
        and(
          eq(users.id, userId),
          isNull(users.disabledAt),
          activeSession(userId, sessionId, nowMs),
        ),
      ),

    /** Records a refusal, alike for known and unknown addresses. */
    note: (entry: AuditEntry) => commit(deps, undefined, [insertAuditEntry(deps, entry)]),

    /** Records too many attempts for an address, with its account if there is one. */
    noteThrottled: (act: string, email: string, nowMs: number) => {
      const subject = sql<string | null>`(select id from ${users} where ${users.email} = ${email})`;
      const entry = { actorId: null, act, subject, nowMs, repeatable: true } as const;
      return commit(deps, undefined, [insertAuditEntry(deps, entry)]);
    },

    /**
     * Starts a session, and renews an outdated password hash. Refused if the account has changed since it was
     * read.
     */
    open: (credentials: Verified, { session, entry }: SessionStart, stored?: StoredAnswer) =>
      commit(deps, stored, [
        expectUnchanged(credentials),
        ...insertSession(deps, session),
        ...(credentials.renewed ? [renewal(session.userId, credentials.renewed)] : []),
        insertAuditEntry(deps, entry),
      ]),

    /** Creates a challenge and ends older ones of the account. Refused like `open`. */
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
