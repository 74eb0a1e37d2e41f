import { and, eq, gt, inArray, isNull, notExists, type SQL, sql } from "drizzle-orm";
import type { Database, Statement } from "#db/client";
import { challenges, outbox as outboxRows, users } from "#db/users/schema";
import type { Envelope } from "#kernel/events";
import { guard } from "#kernel/guards";
import type { Outbox } from "#kernel/outbox";
import { expectChanges } from "#kernel/sql";
import { goesOn } from "#users/active-session.statements";
import { type AuditEntry, auditRow } from "#users/audit/audit.store";
import { type BatchTools, commit, type KeptAnswer } from "#users/replay/stored-answers.store";
import { CHALLENGE_TTL_MS, type NewChallenge } from "./challenge.rules";

/** A challenge as it is now, with the account it is for. */
export interface Challenge extends NewChallenge {
  endedAt: number | null;
  tries: number;
  name: string;
  /** The account's address today. */
  accountEmail: string;
  emailVerifiedAt: number | null;
}

/** The end of an account's older challenges of a kind. */
const olderEnd = (
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

/** The rows of a challenge that begins, for the batch of what it is for: older ones of its kind end. */
export const challengeOpening = (tools: { db: Database }, challenge: NewChallenge): Statement[] => [
  olderEnd(tools, challenge),
  tools.db.write.insert(challenges).values(challenge),
];

/** Uses a challenge up, with the guard that it was good for this until now. */
export const challengeUse = ({ db }: { db: Database }, id: string, nowMs: number) => [
  db.write
    .update(challenges)
    .set({ endedAt: nowMs })
    .where(and(eq(challenges.id, id), isNull(challenges.endedAt), gt(challenges.expiresAt, nowMs))),
  guard("challenge_used", db.write.run(expectChanges())),
];

/** Ends whatever was sent to an account and not used yet: it was sent to who its owner was before. */
export const challengesEnd = ({ db }: { db: Database }, userId: string, nowMs: number): Statement =>
  db.write
    .update(challenges)
    .set({ endedAt: nowMs })
    .where(and(eq(challenges.userId, userId), isNull(challenges.endedAt)));

/**
 * Links of one kind that an account is mailed for as long as one is good: when no more are mailed, the last
 * one still opens.
 */
const LINKS_MAX = 3;

/**
 * Whether a challenge may begin: its account is there and has the address it had, no other account has
 * the one it is to get, and enough of its kind was not sent lately.
 */
const mayBegin = ({ userId, purpose, email, formerEmail, createdAt }: NewChallenge): SQL => sql`
  exists (select 1 from ${users}
    where ${users.id} = ${userId} and ${users.email} = ${formerEmail ?? email})
  and not exists (select 1 from ${users}
    where ${users.email} = ${email} and ${users.id} <> ${userId})
  and (select count(*) from ${challenges}
    where ${challenges.userId} = ${userId} and ${challenges.purpose} = ${purpose}
      and ${challenges.createdAt} > ${createdAt - CHALLENGE_TTL_MS[purpose]}) < ${LINKS_MAX}`;

/** What comes with a step of an account: what is announced, and what is written down. */
export interface Step {
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

/** Inserts a challenge where the condition holds, and nothing where it does not. */
const insertWhen = ({ db }: { db: Database }, challenge: NewChallenge, when: SQL): Statement => {
  const { id, userId, purpose, email, formerEmail, tokenHash, createdAt, expiresAt } = challenge;
  return db.write.run(sql`
    insert into ${challenges}
      (id, user_id, purpose, email, former_email, token_hash, created_at, expires_at)
    select ${id}, ${userId}, ${purpose}, ${email}, ${formerEmail}, ${tokenHash}, ${createdAt}, ${expiresAt}
    where ${when}`);
};

/** Challenges, by id and by a link's token. */
export const challengesStore = ({ outbox, ...tools }: BatchTools & { outbox: Outbox }) => {
  const { db } = tools;
  const found = () =>
    db.read.select(CHALLENGE).from(challenges).innerJoin(users, eq(users.id, challenges.userId));

  return {
    async byId(id: string): Promise<Challenge | undefined> {
      const [challenge] = await found().where(eq(challenges.id, id));
      return challenge;
    },

    async byTokenHash(tokenHash: string): Promise<Challenge | undefined> {
      const [challenge] = await found().where(eq(challenges.tokenHash, tokenHash));
      return challenge;
    },

    /**
     * Begins a challenge and asks for its mail where it may begin; with `sessionId` only while that
     * session goes on. The statements are the same where it may not, and for an account that is nobody's,
     * so that nobody tells one from the other by the time it takes.
     */
    async offer(
      challenge: NewChallenge,
      { events, entry }: Step,
      { kept, sessionId }: { kept?: KeptAnswer | undefined; sessionId?: string | undefined },
    ): Promise<boolean> {
      const { id, userId, createdAt } = challenge;
      const live = sessionId === undefined ? undefined : goesOn(userId, sessionId, createdAt);
      const may = live ? sql`${mayBegin(challenge)} and ${live}` : mayBegin(challenge);
      const begun = db.write
        .select({ id: challenges.id })
        .from(challenges)
        .where(eq(challenges.id, id));
      const eventIds = events.map((event) => event.id);
      const outcome = await commit(tools, kept, [
        olderEnd(tools, challenge, may),
        insertWhen(tools, challenge, may),
        auditRow(tools, entry),
        outbox.announce(events),
        db.write.delete(outboxRows).where(and(inArray(outboxRows.id, eventIds), notExists(begun))),
        begun,
      ]);
      return outcome.ok && (outcome.value.at(-1) as unknown[]).length > 0;
    },
  };
};
export type ChallengesStore = ReturnType<typeof challengesStore>;
