import type { ChallengeMail, ChallengePurpose } from "#contract/users";
import type { Clock } from "#kernel/clock";
import { sha256Hex } from "#kernel/encoding";
import type { EventDefinition } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { aboutUser } from "#users/account-events.rules";
import type { AuditEntry } from "#users/audit/audit.statements";
import { refusal } from "#users/replay/refusals.rules";
import type { StoredAnswer } from "#users/replay/stored-answers.store";
import { secretOf } from "./challenge.rules";
import type { Challenge, ChallengesStore } from "./challenges.store";
import { type ChallengeRequest, newChallenge } from "./new-challenge.service";

interface Dependencies {
  store: ChallengesStore;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
  secret: string;
}

interface SendOptions {
  /** The event whose handler sends the mail with the link. */
  announces: EventDefinition<{ userId: string; challengeId: string }>;
  entry: Omit<AuditEntry, "nowMs">;
  stored: StoredAnswer | undefined;
  /** The actor's session. No link is sent if this session has ended. */
  sessionId?: string;
}

/** Sends challenges by mail, and finds them when their link is used. */
export const challengesService = ({ store, outbox, clock, secret }: Dependencies) => ({
  /**
   * Sends a link if the account may get one. The answer does not show whether it was sent, to prevent
   * account enumeration.
   */
  async send(
    request: ChallengeRequest,
    { announces, entry, stored, sessionId }: SendOptions,
  ): Promise<void> {
    const challenge = await newChallenge({ secret, clock }, request);
    const { id: challengeId, userId, createdAt: nowMs } = challenge;
    const events = [aboutUser(announces, { userId, challengeId }, nowMs)];
    const audited = { events, entry: { ...entry, nowMs } };
    if (await store.offer(challenge, audited, { stored, sessionId })) outbox.kick(events);
  },

  /**
   * Returns the challenge of a link's token, if the challenge is open and its account still has the same
   * e-mail address.
   * @throws 400 `token_invalid`
   */
  async open(token: string, purpose: ChallengePurpose): Promise<Challenge> {
    const challenge = await store.byTokenHash(await sha256Hex(token));
    const isGood =
      challenge?.purpose === purpose &&
      challenge.endedAt === null &&
      clock.now() < challenge.expiresAt &&
      challenge.accountEmail === (challenge.formerEmail ?? challenge.email);
    if (!isGood) throw refusal("token_invalid");
    return challenge;
  },

  /**
   * Returns the data of a challenge's mail, or null if the challenge has ended. A change of e-mail address
   * is mailed to both addresses even after the change, so its data is available as long as its row exists.
   */
  async mail(challengeId: string): Promise<ChallengeMail | null> {
    const challenge = await store.byId(challengeId);
    if (!challenge) return null;
    const { purpose, email, formerEmail, name, emailVerifiedAt } = challenge;
    const { smsPhone, endedAt, expiresAt } = challenge;
    const isOver = endedAt !== null || clock.now() >= expiresAt;
    if (isOver && purpose !== "change_email") return null;
    return {
      purpose,
      email,
      name: emailVerifiedAt === null ? null : name,
      formerEmail,
      secret: await secretOf(secret, challenge),
      smsPhone,
      expiresAt: new Date(expiresAt).toISOString(),
    };
  },
});
export type ChallengesService = ReturnType<typeof challengesService>;
