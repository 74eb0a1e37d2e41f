import { userRegistered, verificationRequested } from "#events/users";
import type { Clock } from "#kernel/clock";
import type { Outbox } from "#kernel/events/outbox";
import { newId } from "#kernel/ids";
import type { HumanCheck } from "#kernel/vendors/turnstile.client";
import type { Account } from "#users/account.statements";
import { aboutUser } from "#users/account-events.rules";
import { newChallenge } from "#users/challenges/new-challenge.service";
import type { Register } from "#users/credentials.contract";
import type { Passwords } from "#users/passwords/passwords.service";
import { requireCommitted } from "#users/replay/refusals.rules";
import type { AnswersService } from "#users/replay/stored-answers.service";
import type { ClientRequest } from "#users/sign-in/client-request.rules";
import type { SignInService } from "#users/sign-in/sign-in.service";
import { mailBuckets } from "#users/throttle/mailbox.rules";
import { type Bucket, withHeaders } from "#users/throttle/throttle.rules";
import type { ThrottleService } from "#users/throttle/throttle.service";
import type { RegistrationStore } from "./registration.store";

interface Dependencies {
  store: RegistrationStore;
  signIn: Pick<SignInService, "prepareSession" | "noteThrottled">;
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
 * Returns the buckets of a registration. Attempts are limited by network, because the answer reveals
 * whether an address is in use. Mails of a successful registration stay counted.
 */
const bucketsOf = ({ email }: Register, { network }: ClientRequest): readonly Bucket[] => [
  { limit: "account", of: email },
  ...(network === undefined ? [] : [{ limit: "address", of: network } as const]),
  ...mailBuckets([email], network),
];

/**
 * Returns the events of a registration: the account is registered, and its e-mail address is to be
 * verified.
 */
const announcements = ({ id: userId, createdAt: nowMs }: Account, challengeId: string) => [
  aboutUser(userRegistered, { userId }, nowMs),
  aboutUser(verificationRequested, { userId, challengeId }, nowMs),
];

/** Registers accounts, signs them in and mails their first link. */
export const registrationService = (deps: Dependencies) => {
  const { store, signIn, throttle, answers, passwords, checkHuman, outbox, clock, secret } = deps;

  return {
    /**
     * Registers an account. The work is the same whether or not the address is in use: one slow hash and
     * one database batch, which fails if the address is in use.
     * @throws 403 `human_check_required`, 403 `human_check_failed`, 409 `email_taken`, 422
     * `password_too_common`, 429 `rate_limited`
     */
    register: (input: Register, client: ClientRequest) =>
      answers.once(client.request, async (toStored) => {
        passwords.refuseCommon(input);
        // The human check comes first, so that a program cannot use up the mailbox's limit.
        await checkHuman({ ...client.human, request: client.request });
        const attempt = await throttle.take(bucketsOf(input, client), () =>
          signIn.noteThrottled("registration.throttled", input.email),
        );
        return withHeaders(attempt, async () => {
          const account = newAccount(input, clock.now());
          const passwordHash = await passwords.hash(input.password);
          const { start, answer } = await signIn.prepareSession(account, client.userAgent, 201);
          const challenge = await newChallenge(
            { secret, clock },
            { purpose: "verify_email", userId: account.id, email: account.email },
          );
          const events = announcements(account, challenge.id);
          const registration = { account, passwordHash, challenge, events, ...start };
          const outcome = await store.register(registration, await toStored(answer, account.id));
          requireCommitted(outcome, { email_taken: "email_taken" });
          throttle.giveBack(attempt);
          outbox.kick(events);
          return answer;
        });
      }),
  };
};
export type RegistrationService = ReturnType<typeof registrationService>;
