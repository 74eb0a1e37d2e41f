import { emailChanged, emailChangeRequested } from "#events/users";
import type { User } from "#kernel/actor";
import type { Clock } from "#kernel/clock";
import type { Outbox } from "#kernel/events/outbox";
import { log } from "#kernel/log";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import { aboutUser } from "#users/account-events.rules";
import type { ChallengesService } from "#users/challenges/challenges.service";
import type { EmailChange } from "#users/credentials.contract";
import { ACCEPTED, NO_CONTENT } from "#users/replay/answer.rules";
import { requireCommitted } from "#users/replay/refusals.rules";
import type { AnswersService } from "#users/replay/stored-answers.service";
import type { ProofService } from "#users/sign-in/proof.service";
import { mailBuckets } from "#users/throttle/mailbox.rules";
import type { ThrottleService } from "#users/throttle/throttle.service";
import type { CredentialsStore } from "./credentials.store";

interface Dependencies {
  store: Pick<CredentialsStore, "move">;
  challenges: Pick<ChallengesService, "open" | "send">;
  proof: ProofService;
  throttle: Pick<ThrottleService, "take">;
  answers: AnswersService;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
}

/** For each guard of a change of address: its error code. */
const PROBLEMS = {
  challenge_used: "token_invalid",
  account_changed: "token_invalid",
  email_taken: "token_invalid",
} as const;

/** Changes e-mail addresses, after the owner has used a link sent to the new address. */
export const emailChangesService = (deps: Dependencies) => {
  const { store, challenges, proof, throttle, answers, outbox, clock } = deps;

  return {
    /**
     * Mails a link to the new address and a notice to the current one. If the new address is in use, the
     * answer is the same and no mail is sent, to prevent account enumeration.
     * @throws 401 `invalid_credentials`, 429 `rate_limited`
     */
    request: (
      actor: User,
      { currentPassword, newEmail }: EmailChange,
      request: KeyedRequest | undefined,
    ) =>
      answers.onceWhileActive(actor, request, async (toStored) => {
        const { account } = await proof.require(actor, currentPassword);
        const { id: userId, email: formerEmail } = account;
        const { headers } = await throttle.take(
          mailBuckets([newEmail, formerEmail], userId),
          async () => log.info("mail.throttled"),
        );
        await challenges.send(
          { purpose: "change_email", userId, email: newEmail, formerEmail },
          {
            announces: emailChangeRequested,
            entry: { actorId: userId, act: "email.change_requested", subject: userId },
            stored: await toStored(ACCEPTED),
            sessionId: actor.sessionId,
          },
        );
        return { ...ACCEPTED, headers };
      }),

    /**
     * Changes the e-mail address by the link that was sent to the new address.
     * @throws 400 `token_invalid`, also when another account has the new address now
     */
    confirm: (token: string, request: KeyedRequest | undefined) =>
      answers.once(request, async (toStored) => {
        const challenge = await challenges.open(token, "change_email");
        const { id: challengeId, userId } = challenge;
        const nowMs = clock.now();
        const entry = { actorId: userId, act: "email.changed", subject: userId, nowMs };
        const events = [aboutUser(emailChanged, { userId, challengeId }, nowMs)];
        const stored = await toStored(NO_CONTENT, userId);
        requireCommitted(await store.move(challenge, { events, entry }, stored), PROBLEMS);
        outbox.kick(events);
        return NO_CONTENT;
      }),
  };
};
export type EmailChangesService = ReturnType<typeof emailChangesService>;
