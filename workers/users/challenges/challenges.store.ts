import { and, eq, gt, inArray, isNull, notExists, type SQL, sql } from "drizzle-orm";
import type { Database, Statement } from "#db/client";
import { challenges, outbox as outboxRows, users } from "#db/users/schema";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { guard } from "#kernel/mutations/guards";
import { expectChanges } from "#kernel/sql";
import { activeSession } from "#users/active-session.statements";
import { type AuditEntry, insertAuditEntry } from "#users/audit/audit.store";
import {
  type CommitDependencies,
  commit,
  type StoredAnswer,
} from "#users/replay/stored-answers.store";
import { CHALLENGE_TTL_MS, type NewChallenge } from "./challenge.rules";

/** A challenge with its account. */
export interface Challenge extends NewChallenge {
  endedAt: number | null;
  tries: number;
  name: string;
  /** The account's current address. */
  accountEmail: string;
  emailVerifiedAt: number | null;
}

/** Ends an account's older challenges of one purpose. */
const endOlder = (
  { db }: { db: Database },
  { userId, purpose, createdAt }: NewChallenge,
  when?: SQL,
): Statement =>
  db.write
    .update(challenges)
    .set({ endedAt: createdAt })
    .where(
      and(
        eq(challenges.userId, userId),
        eq(challenges.purpose, purpose),
        isNull(challenges.endedAt),
        when,
      ),
    );

/** Inserts a challenge and ends older ones of its purpose. Part of a larger batch. */
export const insertChallenge = (deps: { db: Database }, challenge: NewChallenge): Statement[] => [
  endOlder(deps, challenge),
  deps.db.write.insert(challenges).values(challenge),
];

/** Ends a challenge. Fails the batch if it was used or has expired. */
export const consumeChallenge = ({ db }: { db: Database }, id: string, nowMs: number) => [
  db.write
    .update(challenges)
    .set({ endedAt: nowMs })
    .where(and(eq(challenges.id, id), isNull(challenges.endedAt), gt(challenges.expiresAt, nowMs))),
  guard("challenge_used", db.write.run(expectChanges())),
];

/** Ends all open challenges of an account, which a former owner of its mailbox may hold. */
export const endChallenges = ({ db }: { db: Database }, userId: string, nowMs: number): Statement =>
  db.write
    .update(challenges)
    .set({ endedAt: nowMs })
    .where(and(eq(challenges.userId, userId), isNull(challenges.endedAt)));

/**
 * Links of one purpose that are mailed to an account in the time for which one is valid. When no more are
 * mailed, the last one still works.
 */
const LINKS_MAX = 3;

/**
 * Holds if a challenge may be created: its account exists and still has the address, no other account has
 * the new address, and fewer than `LINKS_MAX` were created lately.
 */
const mayBegin = ({ userId, purpose, email, formerEmail, createdAt }: NewChallenge): SQL => sql`
  exists (select 1 from ${users}
    where ${users.id} = ${userId} and ${users.email} = ${formerEmail ?? email})
  and not exists (select 1 from ${users}
    where ${users.email} = ${email} and ${users.id} <> ${userId})
  and (select count(*) from ${challenges}
    where ${challenges.userId} = ${userId} and ${challenges.purpose} = ${purpose}
      and ${challenges.createdAt} > ${createdAt - CHALLENGE_TTL_MS[purpose]}) < ${LINKS_MAX}`;

/** The events and the audit entry of a change. */
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
};

/** Inserts a challenge if the condition holds. */
const insertWhen = ({ db }: { db: Database }, challenge: NewChallenge, when: SQL): Statement => {
  const { id, userId, purpose, email, formerEmail, tokenHash, createdAt, expiresAt } = challenge;
  return db.write.run(sql`
    insert into ${challenges}
      (id, user_id, purpose, email, former_email, token_hash, created_at, expires_at)
    select ${id}, ${userId}, ${purpose}, ${email}, ${formerEmail}, ${tokenHash}, ${createdAt}, ${expiresAt}
    where ${when}`);
};

/** Challenges, by id and by a link's token. */
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
     * Creates a challenge and its event if it may be created; with `sessionId` only if that session is
     * active. Returns whether it was created. An unknown account and a refused challenge run the same
     * statements, to prevent account enumeration by time.
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
