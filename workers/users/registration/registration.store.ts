import { users } from "#db/users/schema";
import type { Envelope } from "#kernel/events";
import { guard } from "#kernel/guards";
import type { Outbox } from "#kernel/outbox";
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
    /** Creates an account with its session and its first link. */
    register(
      { account, passwordHash, session, challenge, entry, events }: Registration,
      kept?: KeptAnswer,
    ) {
      return commit(tools, kept, [
        guard("email_taken", db.write.insert(users).values({ ...account, passwordHash })),
        ...sessionOpening(tools, session),
        ...challengeOpening(tools, challenge),
        auditRow(tools, { ...entry, act: "account.registered", subject: account.id }),
        outbox.announce(events),
      ]);
    },
  };
};
export type RegistrationStore = ReturnType<typeof registrationStore>;
