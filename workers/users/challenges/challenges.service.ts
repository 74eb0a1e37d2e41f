import type { ChallengeMail, ChallengePurpose } from "#contract/users";
import type { Clock } from "#kernel/clock";
import { sha256Hex } from "#kernel/encoding";
import { AppError } from "#kernel/errors";
import type { EventDefinition } from "#kernel/events";
import type { Outbox } from "#kernel/outbox";
import { aboutUser } from "#users/account-events.rules";
import type { AuditEntry } from "#users/audit/audit.store";
import type { KeptAnswer } from "#users/replay/stored-answers.store";
import { secretOf } from "./challenge.rules";
import type { Challenge, ChallengesStore } from "./challenges.store";
import { type ChallengeRequest, newChallenge } from "./new-challenge.service";

interface Tools {
  store: ChallengesStore;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
  secret: string;
}

interface Asked {
  /** By which its mail is asked for. */
  announces: EventDefinition<{ userId: string; challengeId: string }>;
  entry: Omit<AuditEntry, "nowMs">;
  kept: KeptAnswer | undefined;
  /** Nothing is sent once this session has ended. */
  sessionId?: string;
}

/** Links and codes on their way to people, and back. */
export const challengesService = ({ store, outbox, clock, secret }: Tools) => ({
  /** Sends a link, where it may be sent; whoever asks is told the same in any case. */
  async send(
    wanted: ChallengeRequest,
    { announces, entry, kept, sessionId }: Asked,
  ): Promise<void> {
    const challenge = await newChallenge({ secret, clock }, wanted);
    const { id: challengeId, userId, createdAt: nowMs } = challenge;
    const events = [aboutUser(announces, { userId, challengeId }, nowMs)];
    const step = { events, entry: { ...entry, nowMs } };
    if (await store.offer(challenge, step, { kept, sessionId })) outbox.kick(events);
  },

  /**
   * The challenge of a link's token, while it is good and its account has still the address it had.
   * @throws 400 `token_invalid`
   */
  async open(token: string, purpose: ChallengePurpose): Promise<Challenge> {
    const found = await store.byTokenHash(await sha256Hex(token));
    const isGood =
      found?.purpose === purpose &&
      found.endedAt === null &&
      clock.now() < found.expiresAt &&
      found.accountEmail === (found.formerEmail ?? found.email);
    if (!isGood) throw new AppError("token_invalid");
    return found;
  },

  /**
   * What a mail about a challenge says; null when nobody needs it any more. A change of address is
   * told to both even after it is done, so it can be asked for as long as its row is there.
   */
  async mail(challengeId: string): Promise<ChallengeMail | null> {
    const challenge = await store.byId(challengeId);
    if (!challenge) return null;
    const { purpose, email, formerEmail, name, emailVerifiedAt, endedAt, expiresAt } = challenge;
    const isOver = endedAt !== null || clock.now() >= expiresAt;
    if (isOver && purpose !== "change_email") return null;
    return {
      purpose,
      email,
      name: emailVerifiedAt === null ? null : name,
      formerEmail,
      secret: await secretOf(secret, challenge),
      expiresAt: new Date(expiresAt).toISOString(),
    };
  },
});
export type ChallengesService = ReturnType<typeof challengesService>;
