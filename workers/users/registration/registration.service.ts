import { userRegistered, verificationRequested } from "#contract/users";
import type { Clock } from "#kernel/clock";
import { newId } from "#kernel/ids";
import type { Outbox } from "#kernel/outbox";
import type { HumanCheck } from "#kernel/turnstile.client";
import { aboutUser } from "#users/account-events.rules";
import type { Account } from "#users/accounts/accounts.store";
import { newChallenge } from "#users/challenges/new-challenge.service";
import type { Register } from "#users/credentials.contract";
import type { Passwords } from "#users/passwords/passwords.service";
import { requireCommitted } from "#users/replay/refusals.rules";
import type { AnswersService } from "#users/replay/stored-answers.service";
import type { Visit } from "#users/sign-in/client-request.rules";
import type { SignInService } from "#users/sign-in/sign-in.service";
import { mailBuckets } from "#users/throttle/mailbox.rules";
import { type Bucket, withHeaders } from "#users/throttle/throttle.rules";
import type { ThrottleService } from "#users/throttle/throttle.service";
import type { RegistrationStore } from "./registration.store";

interface Tools {
  store: RegistrationStore;
  signIn: Pick<SignInService, "prepared" | "noteThrottled">;
  throttle: ThrottleService;
  answers: AnswersService;
  passwords: Passwords;
  checkHuman: HumanCheck;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
  secret: string;
}

const newAccount = ({ email, name }: Register, nowMs: number): Account => ({
  id: newId("user", nowMs),
  email,
  name,
  roles: ["customer"],
  emailVerifiedAt: null,
  disabledAt: null,
  version: 1,
  createdAt: nowMs,
  updatedAt: nowMs,
});

/**
 * Returns the buckets of a registration. An address that is taken answers so, and must not be asked of a
 * whole list; a registration that goes well sends mails, which are not given back.
 */
const bucketsOf = ({ email }: Register, { network }: Visit): readonly Bucket[] => [
  { limit: "account", of: email },
  ...(network === undefined ? [] : [{ limit: "address", of: network } as const]),
  ...mailBuckets([email], network),
];

/** That there is an account, and that its address is to be proved. */
const announcements = ({ id: userId, createdAt: nowMs }: Account, challengeId: string) => [
  aboutUser(userRegistered, { userId }, nowMs),
  aboutUser(verificationRequested, { userId, challengeId }, nowMs),
];

/** Registration of an account, which signs it in and mails its first link. */
export const registrationService = (tools: Tools) => {
  const { store, signIn, throttle, answers, passwords, checkHuman, outbox, clock, secret } = tools;

  return {
    /**
     * A free and a taken address cost the same: one slow hash and one batch, which the database refuses.
     * @throws 403 `human_check_required`, 403 `human_check_failed`, 409 `email_taken`,
     * 422 `password_too_common`, 429 `rate_limited`
     */
    register: (input: Register, visit: Visit) =>
      answers.once(visit.request, async (keep) => {
        passwords.refuseCommon(input.password, input.email);
        // First, so that a machine cannot use up the mailbox's limit.
        await checkHuman({ ...visit.human, request: visit.request });
        const attempt = await throttle.take(bucketsOf(input, visit), () =>
          signIn.noteThrottled("registration.throttled", input.email),
        );
        return withHeaders(attempt, async () => {
          const account = newAccount(input, clock.now());
          const passwordHash = await passwords.hash(input.password);
          const { opening, answer } = await signIn.prepared(account, visit.userAgent, 201);
          const challenge = await newChallenge(
            { secret, clock },
            { purpose: "verify_email", userId: account.id, email: account.email },
          );
          const events = announcements(account, challenge.id);
          const registration = { account, passwordHash, challenge, events, ...opening };
          const outcome = await store.register(registration, await keep(answer, account.id));
          requireCommitted(outcome, { email_taken: "email_taken" });
          throttle.giveBack(attempt);
          outbox.kick(events);
          return answer;
        });
      }),
  };
};
export type RegistrationService = ReturnType<typeof registrationService>;
