import { users } from "#db/users/schema";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { guard } from "#kernel/mutations/guards";
import type { Account } from "#users/account.statements";
import { type AuditEntry, insertAuditEntry } from "#users/audit/audit.statements";
import type { NewChallenge } from "#users/challenges/challenge.rules";
import { insertChallenge } from "#users/challenges/challenges.statements";
import {
  type CommitDependencies,
  commit,
  type StoredAnswer,
} from "#users/replay/stored-answers.store";
import { insertSession, type NewSession } from "#users/sessions/sessions.statements";

/** The rows of a registration, which are inserted in one batch. */
export interface Registration {
  account: Account;
  passwordHash: string;
  session: NewSession;
  /** The link that verifies the e-mail address. */
  challenge: NewChallenge;
  entry: AuditEntry;
  events: readonly Envelope[];
}

/** Stores new accounts. */
export const registrationStore = ({ outbox, ...deps }: CommitDependencies & { outbox: Outbox }) => {
  const { db } = deps;

  return {
    /** Inserts an account with its session and its first link. */
    register(
      { account, passwordHash, session, challenge, entry, events }: Registration,
      stored?: StoredAnswer,
    ) {
      return commit(deps, stored, [
        guard("email_taken", db.write.insert(users).values({ ...account, passwordHash })),
        ...insertSession(deps, session),
        ...insertChallenge(deps, challenge),
        insertAuditEntry(deps, { ...entry, act: "account.registered", subject: account.id }),
        outbox.announce(events),
      ]);
    },
  };
};
export type RegistrationStore = ReturnType<typeof registrationStore>;
