import type { ChallengePurpose } from "#contract/users";
import type { Clock } from "#kernel/clock";
import { sha256Hex } from "#kernel/encoding";
import { newId } from "#kernel/ids";
import { CHALLENGE_TTL_MS, type NewChallenge, secretOf } from "./challenge.rules";

/** The purpose of a challenge and its account. */
export interface ChallengeRequest {
  purpose: ChallengePurpose;
  userId: string;
  email: string;
  formerEmail?: string;
}

/** Returns a new challenge. Its secret is derived from its id, so that its mail can be written again. */
export const newChallenge = async (
  { secret, clock }: { secret: string; clock: Clock },
  { purpose, userId, email, formerEmail }: ChallengeRequest,
): Promise<NewChallenge> => {
  const createdAt = clock.now();
  const id = newId("challenge", createdAt);
  const token = await secretOf(secret, { id, purpose });
  return {
    id,
    userId,
    purpose,
    email,
    formerEmail: formerEmail ?? null,
    tokenHash: purpose === "sign_in" ? null : await sha256Hex(token),
    createdAt,
    expiresAt: createdAt + CHALLENGE_TTL_MS[purpose],
  };
};
