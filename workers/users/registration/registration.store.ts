import { users } from "#db/users/schema";
import type { Envelope } from "#kernel/events";
import type { Outbox } from "#kernel/outbox";
import { unlessRefused, violatesUnique } from "#kernel/sql";
import type { Account } from "#users/accounts/accounts.store";
import { type AuditEntry, auditRow } from "#users/audit/audit.store";
import type { NewChallenge } from "#users/challenges/challenge.rules";
import { challengeOpening } from "#users/challenges/challenges.store";
import { type BatchTools, commit, type KeptAnswer } from "#users/replay/stored-answers.store";
import { type NewSession, sessionOpening } from "#users/sessions/sessions.store";

/** All that comes to be with an account, in one batch. */
export interface Registration {
  account: Account;
  passwordHash: string;
  session: NewSession;
  /** By which its address is proved. */
  challenge: NewChallenge;
  entry: AuditEntry;
  events: readonly Envelope[];
}

/** New accounts. */
export const registrationStore = ({ outbox, ...tools }: BatchTools & { outbox: Outbox }) => {
  const { db } = tools;

  return {
    /** Answers false, and changes nothing, when the address has an account. */
    async register(
      { account, passwordHash, session, challenge, entry, events }: Registration,
      kept?: KeptAnswer,
    ): Promise<boolean> {
      const effect = [
        db.write.insert(users).values({ ...account, passwordHash }),
        ...sessionOpening(tools, session),
        ...challengeOpening(tools, challenge),
        auditRow(tools, { ...entry, act: "account.registered", subject: account.id }),
        outbox.announce(events),
      ];
      return unlessRefused(commit(tools, kept, effect), (err) => violatesUnique(err, "users"));
    },
  };
};
export type RegistrationStore = ReturnType<typeof registrationStore>;
