import { signInCodeRequested } from "#events/users";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import type { Outbox } from "#kernel/events/outbox";
import { aboutUser } from "#users/account-events.rules";
import { newChallenge } from "#users/challenges/new-challenge.service";
import { mailBuckets } from "#users/throttle/mailbox.rules";
import type { ThrottleService } from "#users/throttle/throttle.service";
import type { ClientRequest } from "./client-request.rules";
import type { SignInStore, Verified } from "./sign-in.store";

interface Dependencies {
  store: Pick<SignInStore, "challenge" | "noteThrottled">;
  throttle: Pick<ThrottleService, "take">;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
  secret: string;
}

/** Creates the challenges of sign-ins to accounts with a second factor. */
export const signInChallengesService = (deps: Dependencies) => {
  const { store, throttle, outbox, clock, secret } = deps;

  /**
   * Counts the mail with a code for its mailbox. @throws 429 `rate_limited` when the mailbox has reached
   * its limit
   */
  const countMail = (email: string, network: string | undefined) =>
    throttle.take(mailBuckets([email], network, "sign_in"), () =>
      store.noteThrottled("sign_in.mail_throttled", email, clock.now()),
    );

  return {
    /**
     * Creates a challenge for the second factor. The attempt stays counted, because each attempt leaves a
     * challenge.
     * @returns undefined when the account has changed since it was read
     */
    async create(credentials: Verified, { network }: ClientRequest) {
      const { account, email, totpSecret } = credentials;
      if (email) await countMail(account.email, network);
      const challenge = await newChallenge(
        { secret, clock },
        { purpose: "sign_in", userId: account.id, email: account.email },
      );
      const nowMs = challenge.createdAt;
      const about = { userId: account.id, challengeId: challenge.id };
      const events = email ? [aboutUser(signInCodeRequested, about, nowMs)] : [];
      const act = { actorId: null, act: "sign_in.challenged", subject: account.id };
      const entry = { ...act, nowMs, repeatable: true } as const;
      const { ok } = await store.challenge(credentials, challenge, events, entry);
      if (!ok) return undefined;
      outbox.kick(events);
      const methods = [
        ...(email ? ["email"] : []),
        ...(totpSecret ? ["totp", "recovery_code"] : []),
      ];
      const expiresAt = new Date(challenge.expiresAt).toISOString();
      return new AppError("second_factor_required", undefined, {
        extensions: { challengeId: challenge.id, methods, expiresAt },
      });
    },
  };
};
export type SignInChallengesService = ReturnType<typeof signInChallengesService>;
