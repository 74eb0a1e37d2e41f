import { passwordChanged, passwordResetRequested } from "#events/users";
import type { User } from "#kernel/actor";
import type { Clock } from "#kernel/clock";
import type { Outbox } from "#kernel/events/outbox";
import { newId } from "#kernel/ids";
import { log } from "#kernel/log";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import { aboutUser } from "#users/account-events.rules";
import type { AccountsStore } from "#users/accounts/accounts.store";
import type { ChallengesService } from "#users/challenges/challenges.service";
import type { PasswordChange, PasswordReset } from "#users/credentials.contract";
import type { Passwords } from "#users/passwords/passwords.service";
import { ACCEPTED, NO_CONTENT } from "#users/replay/answer.rules";
import { requireCommitted } from "#users/replay/refusals.rules";
import type { AnswersService } from "#users/replay/stored-answers.service";
import type { ClientRequest } from "#users/sign-in/client-request.rules";
import type { ProofService } from "#users/sign-in/proof.service";
import { resetBuckets } from "#users/throttle/mailbox.rules";
import { doorOf } from "#users/throttle/throttle.rules";
import type { ThrottleService } from "#users/throttle/throttle.service";
import type { CredentialsStore } from "./credentials.store";

interface Dependencies {
  store: CredentialsStore;
  accounts: Pick<AccountsStore, "byEmail">;
  challenges: Pick<ChallengesService, "open" | "send">;
  proof: ProofService;
  passwords: Passwords;
  throttle: Pick<ThrottleService, "openDoor" | "take">;
  answers: AnswersService;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
}

/** For each guard of a change by a link: its error code. */
const LINK_PROBLEMS = {
  challenge_used: "token_invalid",
  account_changed: "token_invalid",
} as const;

/** For each guard of a change with the current password: its error code. */
const CHANGE_PROBLEMS = {
  session_ended: "unauthenticated",
  account_changed: "unauthenticated",
} as const;

/** Changes and resets passwords. */
export const credentialsService = (deps: Dependencies) => {
  const { store, accounts, challenges, proof, passwords, throttle, answers, outbox, clock } = deps;

  const changed = (userId: string, act: string) => {
    const nowMs = clock.now();
    return {
      entry: { actorId: userId, act, subject: userId, nowMs },
      events: [aboutUser(passwordChanged, { userId }, nowMs)],
    };
  };

  return {
    /**
     * Mails a link to reset the password. The answer and the number of calls are the same for an address
     * with an account, for one without, and for a full mailbox, to prevent account enumeration.
     * @throws 429 `rate_limited` after too many requests from this network
     */
    forgot: (email: string, { request, network }: ClientRequest) =>
      answers.once(request, async (toStored) => {
        const [{ headers, isSilent }, found] = await Promise.all([
          throttle.take(resetBuckets(email, network), async () => log.info("mail.throttled")),
          accounts.byEmail(email),
        ]);
        const account = isSilent ? undefined : found;
        // For an unknown account the same statements run as for a known one, and find no row.
        const userId = account?.id ?? newId("user");
        const subject = account ? { subject: account.id } : {};
        await challenges.send(
          { purpose: "reset_password", userId, email },
          {
            announces: passwordResetRequested,
            entry: {
              actorId: null,
              act: "password.reset_requested",
              repeatable: true,
              ...subject,
            },
            stored: await toStored(ACCEPTED, account?.id),
          },
        );
        return { ...ACCEPTED, headers };
      }),

    /**
     * Sets a new password by a link. Gives the client's network its own bucket of attempts for 15 minutes,
     * so that the owner can sign in although strangers have used up the account's attempts.
     * @throws 400 `token_invalid`, before the password is hashed; 422 `password_too_common`
     */
    reset: ({ token, password }: PasswordReset, { request, network }: ClientRequest) =>
      answers.once(request, async (toStored) => {
        const challenge = await challenges.open(token, "reset_password");
        const { userId } = challenge;
        passwords.refuseCommon({ password, email: challenge.email });
        const passwordHash = await passwords.hash(password);
        const audited = changed(userId, "password.reset");
        const stored = await toStored(NO_CONTENT, userId);
        requireCommitted(
          await store.reset(challenge, passwordHash, audited, stored),
          LINK_PROBLEMS,
        );
        outbox.kick(audited.events);
        // A failure of Redis is ignored here, because the sign-in that follows needs Redis as well.
        await throttle
          .openDoor(doorOf(challenge.email, network))
          .catch((err) => log.warn("door.not_opened", { error: err }));
        return NO_CONTENT;
      }),

    /** @throws 401 `invalid_credentials`, 401 `unauthenticated`, 422 `password_too_common` */
    change: (
      actor: User,
      { currentPassword, newPassword }: PasswordChange,
      request: KeyedRequest | undefined,
    ) =>
      answers.onceWhileActive(actor, request, async (toStored) => {
        const { account, headers } = await proof.require(actor, currentPassword);
        passwords.refuseCommon({
          password: newPassword,
          email: account.email,
          pointer: "/newPassword",
        });
        const passwordHash = await passwords.hash(newPassword);
        const audited = changed(account.id, "password.changed");
        const change = { passwordHash, sessionId: actor.sessionId };
        const outcome = await store.change(account, change, audited, await toStored(NO_CONTENT));
        requireCommitted(outcome, CHANGE_PROBLEMS);
        outbox.kick(audited.events);
        return { ...NO_CONTENT, headers };
      }),
  };
};
export type CredentialsService = ReturnType<typeof credentialsService>;
