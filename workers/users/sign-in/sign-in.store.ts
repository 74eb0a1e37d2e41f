import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { secondFactors, users } from "#db/users/schema";
import type { Envelope } from "#kernel/events";
import { guard } from "#kernel/guards";
import type { Outbox } from "#kernel/outbox";
import { raiseUnless } from "#kernel/sql";
import { ACCOUNT, type Account } from "#users/accounts/accounts.store";
import { goesOn } from "#users/active-session.statements";
import { type AuditEntry, auditRow } from "#users/audit/audit.store";
import type { NewChallenge } from "#users/challenges/challenge.rules";
import { challengeOpening } from "#users/challenges/challenges.store";
import { type BatchTools, commit, type KeptAnswer } from "#users/replay/stored-answers.store";
import { type NewSession, sessionOpening } from "#users/sessions/sessions.store";

/** A password hash made anew, in place of the one that was verified and of no other. */
export interface RenewedHash {
  from: string;
  to: string;
}

/** The second steps of an account that are switched on. */
export interface SwitchedOn {
  email: boolean;
  /** The app's sealed secret. */
  totpSecret: string | null;
}

/** What a sign-in is judged by. */
export interface Credentials extends SwitchedOn {
  account: Account;
  passwordHash: string;
  /** Device tokens issued before this moment are void; null while none has been revoked. */
  devicesFrom: number | null;
}

/** Credentials whose password was the right one, with its hash made anew where that is due. */
export interface Verified extends Credentials {
  renewed: RenewedHash | undefined;
}

/** A session that begins, and what the audit says of it. */
export interface Opening {
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

/** Signing in: what it is judged by, and what it leaves behind. */
export const signInStore = ({ outbox, ...tools }: BatchTools & { outbox: Outbox }) => {
  const { db } = tools;

  const credentials = async (whose: SQL | undefined): Promise<Credentials | undefined> => {
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
   * Goes first in what a right password opens: the account is still the one it was looked up in. A reset
   * may have replaced the password while it was derived, and has then ended every session there was.
   */
  const stillSo = ({ account, passwordHash }: Credentials) => {
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

  /** Puts the new hash in the place of the one that was verified. */
  const renewal = (userId: string, { from, to }: RenewedHash) =>
    db.write
      .update(users)
      .set({ passwordHash: to })
      .where(and(eq(users.id, userId), eq(users.passwordHash, from)));

  return {
    /** The account of a canonical address; undefined without one. */
    byEmail: (email: string) => credentials(eq(users.email, email)),

    /** The account of a session that goes on; undefined without one. */
    bySession: (userId: string, sessionId: string, nowMs: number) =>
      credentials(
        and(eq(users.id, userId), isNull(users.disabledAt), goesOn(userId, sessionId, nowMs)),
      ),

    /** Writes down what was refused: of an address with an account and of one without alike. */
    note: (entry: AuditEntry) => commit(tools, undefined, [auditRow(tools, entry)]),

    /** Writes down that an address was tried too often, and whose it is if it is anybody's. */
    noteThrottled: (act: string, email: string, nowMs: number) => {
      const subject = sql<string | null>`(select id from ${users} where ${users.email} = ${email})`;
      const entry = { actorId: null, act, subject, nowMs, repeatable: true } as const;
      return commit(tools, undefined, [auditRow(tools, entry)]);
    },

    /**
     * Begins a session, and renews the account's password hash where it is due. False when the account
     * is not what it was found to be any more.
     */
    open: (found: Verified, { session, entry }: Opening, kept?: KeptAnswer) =>
      commit(tools, kept, [
        stillSo(found),
        ...sessionOpening(tools, session),
        ...(found.renewed ? [renewal(session.userId, found.renewed)] : []),
        auditRow(tools, entry),
      ]),

    /** Begins a second step, and an older one of the account ends. False as for `open`. */
    challenge: (
      found: Verified,
      challenge: NewChallenge,
      events: readonly Envelope[],
      entry: AuditEntry,
    ) =>
      commit(tools, undefined, [
        stillSo(found),
        ...challengeOpening(tools, challenge),
        ...(found.renewed ? [renewal(challenge.userId, found.renewed)] : []),
        ...(events.length > 0 ? [outbox.announce(events)] : []),
        auditRow(tools, entry),
      ]),
  };
};
export type SignInStore = ReturnType<typeof signInStore>;
