import { and, eq, isNull } from "drizzle-orm";
import type { Database, Statement } from "#db/client";
import { challenges, users } from "#db/users/schema";
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
