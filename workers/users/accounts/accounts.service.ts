import {
  type Contact,
  type ProfilePatch,
  type UserView,
  userRegistered,
  verificationRequested,
} from "#contract/users";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import type { KeyedRequest } from "#kernel/idempotency";
import { newId } from "#kernel/ids";
import type { Outbox } from "#kernel/outbox";
import type { HumanCheck } from "#kernel/turnstile.client";
import { aboutUser } from "#users/account-events.rules";
import { newChallenge } from "#users/challenges/new-challenge.service";
import type { Register } from "#users/credentials.contract";
import type { Passwords } from "#users/passwords/passwords.service";
import { jsonAnswer } from "#users/replay/answer.rules";
import type { AnswersService } from "#users/replay/stored-answers.service";
import type { Visit } from "#users/sign-in/client-request.rules";
import type { SignInService } from "#users/sign-in/sign-in.service";
import { mailBuckets } from "#users/throttle/mailbox.rules";
import { type Bucket, withHeaders } from "#users/throttle/throttle.rules";
import type { ThrottleService } from "#users/throttle/throttle.service";
import { view } from "./account-view.rules";
import type { Account, AccountsStore } from "./accounts.store";

interface Tools {
  store: AccountsStore;
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

/** Accounts: how they come to be, and what their owners say of themselves. */
export const accountsService = (tools: Tools) => {
  const { store, signIn, throttle, answers, passwords, checkHuman, outbox, clock, secret } = tools;

  const accountOf = async (userId: string) => {
    const account = await store.byId(userId);
    if (!account) throw new AppError("unauthenticated");
    return account;
  };

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
          if (!(await store.register(registration, await keep(answer, account.id)))) {
            throw new AppError("email_taken");
          }
          throttle.giveBack(attempt);
          outbox.kick(events);
          return answer;
        });
      }),

    profile: async (userId: string): Promise<UserView> => view(await accountOf(userId)),

    /** @throws 409 `conflict` when the account has changed at the same time */
    changeProfile: (userId: string, { name }: ProfilePatch, request: KeyedRequest | undefined) =>
      answers.once(request, async (keep) => {
        const before = await accountOf(userId);
        const changed = name !== undefined && name !== before.name;
        const account = changed
          ? { ...before, name, version: before.version + 1, updatedAt: clock.now() }
          : before;
        const answer = jsonAnswer(view(account));
        const kept = await keep(answer);
        if (!changed) await answers.keepAlone(kept);
        else if (!(await store.replace(account, kept))) throw new AppError("conflict");
        return answer;
      }),

    /** Whom to write to; null for an unknown user. */
    async contact(userId: string): Promise<Contact | null> {
      const account = await store.byId(userId);
      if (!account) return null;
      const { email, name, emailVerifiedAt } = account;
      return { userId, email, name: emailVerifiedAt === null ? null : name };
    },
  };
};
export type AccountsService = ReturnType<typeof accountsService>;
