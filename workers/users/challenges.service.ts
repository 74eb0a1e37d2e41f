import type { ChallengeMail } from "#contract/users";
import type { Clock } from "#kernel/clock";
import { secretOf } from "./challenge";
import type { ChallengesStore } from "./challenges.store";

interface Tools {
  store: ChallengesStore;
  clock: Clock;
  secret: string;
}

/** Links and codes on their way to people. */
export const challengesService = ({ store, clock, secret }: Tools) => ({
  /**
   * What a mail about a challenge says; null when nobody needs it any more. A change of address is
   * told to both even after it is done, so it can be asked for as long as its row is there.
   */
  async mail(challengeId: string): Promise<ChallengeMail | null> {
    const challenge = await store.byId(challengeId);
    if (!challenge) return null;
    const { purpose, email, formerEmail, name, endedAt, expiresAt } = challenge;
    const isOver = endedAt !== null || clock.now() >= expiresAt;
    if (isOver && purpose !== "change_email") return null;
    return {
      purpose,
      email,
      name,
      formerEmail,
      secret: await secretOf(secret, challenge),
      expiresAt: new Date(expiresAt).toISOString(),
    };
  },
});
export type ChallengesService = ReturnType<typeof challengesService>;
