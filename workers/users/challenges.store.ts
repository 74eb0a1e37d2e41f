import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { Database, Statement } from "#db/client";
import { challenges, users } from "#db/users/schema";
import { expectChanges, raiseUnless } from "#kernel/sql";
import type { NewChallenge } from "./challenge";

/** A challenge as it is now, with the account it is for. */
export interface Challenge extends NewChallenge {
  endedAt: number | null;
  tries: number;
  name: string;
  /** The account's address today. */
  accountEmail: string;
}

/** The rows of a challenge that begins, for the batch of what it is for: older ones of its kind end. */
export const challengeOpening = (
  { db }: { db: Database },
  challenge: NewChallenge,
): Statement[] => [
  db.write
    .update(challenges)
    .set({ endedAt: challenge.createdAt })
    .where(
      and(
        eq(challenges.userId, challenge.userId),
        eq(challenges.purpose, challenge.purpose),
        isNull(challenges.endedAt),
      ),
    ),
  db.write.insert(challenges).values(challenge),
];

/** Uses a challenge up, with the guard that it was good for this until now. */
export const challengeUse = ({ db }: { db: Database }, id: string, nowMs: number): Statement[] => [
  db.write
    .update(challenges)
    .set({ endedAt: nowMs })
    .where(and(eq(challenges.id, id), isNull(challenges.endedAt), gt(challenges.expiresAt, nowMs))),
  db.write.run(expectChanges()),
];

/** Ends whatever was sent to an account and not used yet: it was sent to who its owner was before. */
export const challengesEnd = ({ db }: { db: Database }, userId: string, nowMs: number): Statement =>
  db.write
    .update(challenges)
    .set({ endedAt: nowMs })
    .where(and(eq(challenges.userId, userId), isNull(challenges.endedAt)));

/** Mails of one kind that an account is sent within an hour; more would be somebody's idea of a joke. */
const MAILS_AN_HOUR = 3;
const HOUR_MS = 60 * 60 * 1000;

/** Raises when an account was sent enough of this kind lately. */
export const challengeAllowance = (
  { db }: { db: Database },
  { userId, purpose, createdAt }: NewChallenge,
): Statement =>
  db.write.run(
    raiseUnless(sql`(
    select count(*) from ${challenges} where ${challenges.userId} = ${userId}
      and ${challenges.purpose} = ${purpose} and ${challenges.createdAt} > ${createdAt - HOUR_MS}
    ) < ${MAILS_AN_HOUR}`),
  );

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
};

/** Challenges, by id and by a link's token. */
export const challengesStore = ({ db }: { db: Database }) => {
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
  };
};
export type ChallengesStore = ReturnType<typeof challengesStore>;
