import { emailVerified, verificationRequested } from "#events/users";
import type { User } from "#kernel/actor";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import type { Outbox } from "#kernel/events/outbox";
import { log } from "#kernel/log";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import { aboutUser } from "#users/account-events.rules";
import type { AccountsStore } from "#users/accounts/accounts.store";
import type { ChallengesService } from "#users/challenges/challenges.service";
import { ACCEPTED, NO_CONTENT } from "#users/replay/answer.rules";
import { requireCommitted } from "#users/replay/refusals.rules";
import type { AnswersService } from "#users/replay/stored-answers.service";
import { mailBuckets } from "#users/throttle/mailbox.rules";
import type { ThrottleService } from "#users/throttle/throttle.service";
import type { VerificationStore } from "./verification.store";

interface Dependencies {
  store: VerificationStore;
  accounts: Pick<AccountsStore, "byId">;
  challenges: Pick<ChallengesService, "open" | "send">;
  throttle: Pick<ThrottleService, "take">;
  answers: AnswersService;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
}

/** Verifies e-mail addresses by mailed links. */
export const verificationService = (deps: Dependencies) => {
  const { store, accounts, challenges, throttle, answers, outbox, clock } = deps;

  return {
    /**
     * Marks the e-mail address as verified for which a link was sent.
     * @throws 400 `token_invalid`
     */
    verify: (token: string, request: KeyedRequest | undefined) =>
      answers.once(request, async (toStored) => {
        const challenge = await challenges.open(token, "verify_email");
        const { userId } = challenge;
        const nowMs = clock.now();
        const events = [aboutUser(emailVerified, { userId }, nowMs)];
        const entry = { actorId: userId, act: "email.verified", subject: userId, nowMs };
        const stored = await toStored(NO_CONTENT, userId);
        requireCommitted(await store.verify(challenge, { events, entry }, stored), {
          challenge_used: "token_invalid",
          account_changed: "token_invalid",
        });
        outbox.kick(events);
        return NO_CONTENT;
      }),

    /**
     * Mails another link to the actor's e-mail address, and ends the previous link.
     * @throws 429 `rate_limited`
     */
    resend: ({ userId }: User, request: KeyedRequest | undefined) =>
      answers.once(request, async (toStored) => {
        const account = await accounts.byId(userId);
        if (!account) throw new AppError("unauthenticated");
        if (account.emailVerifiedAt !== null) {
          await answers.storeAlone(await toStored(ACCEPTED));
          return ACCEPTED;
        }
        const { headers } = await throttle.take(mailBuckets([account.email], userId), async () =>
          log.info("mail.throttled", { userId }),
        );
        const act = "email.verification_requested";
        await challenges.send(
          { purpose: "verify_email", userId, email: account.email },
          {
            announces: verificationRequested,
            entry: { actorId: userId, act, subject: userId },
            stored: await toStored(ACCEPTED),
          },
        );
        return { ...ACCEPTED, headers };
      }),
  };
};
export type VerificationService = ReturnType<typeof verificationService>;
