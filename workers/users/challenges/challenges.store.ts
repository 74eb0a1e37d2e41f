import { and, eq, inArray, notExists, sql } from "drizzle-orm";
import { challenges, outbox as outboxRows, users } from "#db/users/schema";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { activeSession } from "#users/active-session.statements";
import { type AuditEntry, insertAuditEntry } from "#users/audit/audit.statements";
import {
  type CommitDependencies,
  commit,
  type StoredAnswer,
} from "#users/replay/stored-answers.store";
import type { NewChallenge } from "./challenge.rules";
import { endOlder, insertWhen, mayBegin } from "./challenges.statements";

/** A challenge with the name and e-mail address of its account. */
export interface Challenge extends NewChallenge {
  endedAt: number | null;
  tries: number;
  name: string;
  /** The account's current e-mail address. */
  accountEmail: string;
  emailVerifiedAt: number | null;
  smsPhone: string | null;
}

/** The events and the audit entry that are committed with a change. */
export interface AuditedEvents {
  events: readonly Envelope[];
  entry: AuditEntry;
}

const CHALLENGE = {
  id: challenges.id,
  userId: challenges.userId,
  purpose: challenges.purpose,
  email: challenges.email,
  formerEmail: challenges.formerEmail,
  tokenHash: challenges.tokenHash,
  createdAt: challenges.createdAt,
  expiresAt: challenges.expiresAt,
  endedAt: challenges.endedAt,
  tries: challenges.tries,
  name: users.name,
  accountEmail: users.email,
  emailVerifiedAt: users.emailVerifiedAt,
  smsPhone: users.smsPhone,
};

/** Stores challenges. Finds a challenge by its id or by the hash of a link's token. */
export const challengesStore = ({ outbox, ...deps }: CommitDependencies & { outbox: Outbox }) => {
  const { db } = deps;
  const joined = () =>
    db.read.select(CHALLENGE).from(challenges).innerJoin(users, eq(users.id, challenges.userId));

  return {
    async byId(id: string): Promise<Challenge | undefined> {
      const [challenge] = await joined().where(eq(challenges.id, id));
      return challenge;
    },

    async byTokenHash(tokenHash: string): Promise<Challenge | undefined> {
      const [challenge] = await joined().where(eq(challenges.tokenHash, tokenHash));
      return challenge;
    },

    /**
     * Creates a challenge and its event if the account may get one; with `sessionId` only if that session
     * is active. Returns whether the challenge was created. Runs the same statements if the account is
     * unknown or the challenge is refused, to prevent account enumeration by time.
     */
    async offer(
      challenge: NewChallenge,
      { events, entry }: AuditedEvents,
      { stored, sessionId }: { stored?: StoredAnswer | undefined; sessionId?: string | undefined },
    ): Promise<boolean> {
      const { id, userId, createdAt } = challenge;
      const isActive =
        sessionId === undefined ? undefined : activeSession(userId, sessionId, createdAt);
      const may = isActive ? sql`${mayBegin(challenge)} and ${isActive}` : mayBegin(challenge);
      const begun = db.write
        .select({ id: challenges.id })
        .from(challenges)
        .where(eq(challenges.id, id));
      const eventIds = events.map((event) => event.id);
      const outcome = await commit(deps, stored, [
        endOlder(deps, challenge, may),
        insertWhen(deps, challenge, may),
        insertAuditEntry(deps, entry),
        outbox.announce(events),
        db.write.delete(outboxRows).where(and(inArray(outboxRows.id, eventIds), notExists(begun))),
        begun,
      ]);
      return outcome.ok && (outcome.value.at(-1) as unknown[]).length > 0;
    },
  };
};
export type ChallengesStore = ReturnType<typeof challengesStore>;
