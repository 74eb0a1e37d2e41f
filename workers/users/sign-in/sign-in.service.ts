import { signInCodeRequested } from "#contract/users";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import type { Outbox } from "#kernel/outbox";
import { aboutUser } from "#users/account-events.rules";
import { view } from "#users/accounts/account-view.rules";
import type { Account } from "#users/accounts/accounts.store";
import { newChallenge } from "#users/challenges/new-challenge.service";
import type { Login } from "#users/credentials.contract";
import type { Passwords } from "#users/passwords/passwords.service";
import { jsonAnswer } from "#users/replay/answer.rules";
import type { AnswersService, Keep } from "#users/replay/stored-answers.service";
import type { SessionsService } from "#users/sessions/sessions.service";
import { mailBuckets } from "#users/throttle/mailbox.rules";
import { type Bucket, doorOf, type Try, withHeaders } from "#users/throttle/throttle.rules";
import type { ThrottleService } from "#users/throttle/throttle.service";
import type { Visit } from "./client-request.rules";
import { deviceIssuedAt, newDeviceToken } from "./device-tokens.rules";
import type { Credentials, SignInStore, Verified } from "./sign-in.store";

interface Tools {
  store: SignInStore;
  sessions: SessionsService;
  answers: AnswersService;
  passwords: Passwords;
  throttle: ThrottleService;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
  secret: string;
}

/** How often an account that changes under the hands of a sign-in is looked at. */
const LOOKS = 3;

/** Tells whether a device token issued then is still good: neither revoked nor of an earlier account. */
const isValidFor = (found: Credentials | undefined, issuedAtMs: number) =>
  found !== undefined &&
  issuedAtMs >= Math.max(found.account.createdAt, found.devicesFrom ?? Number.NEGATIVE_INFINITY);

type RefusalCode = "invalid_credentials" | "account_disabled";

/** Signing in with a password, and with a second step where the account has one. */
export const signInService = (tools: Tools) => {
  const { store, sessions, answers, passwords, throttle, outbox, clock, secret } = tools;

  const noteThrottled = (act: string, email: string) =>
    store.noteThrottled(act, email, clock.now());

  /** Returns the buckets of a stranger: one of the account, one of the network. */
  const strangerBuckets = ({ email }: Login, { network }: Visit): readonly Bucket[] => [
    { limit: "account", of: email, door: doorOf(email, network) },
    ...(network === undefined ? [] : [{ limit: "address", of: network } as const]),
  ];

  /**
   * Counts the try and reads the account at once. A known device is counted apart. Whether its token is
   * still good is known only from the account: if not, the try is counted as a stranger's after all.
   */
  const countedTry = async (input: Login, visit: Visit) => {
    const { email, deviceToken } = input;
    const issuedAtMs = await deviceIssuedAt(secret, email, deviceToken, clock.now());
    const take = (buckets: readonly Bucket[]) =>
      throttle.take(buckets, () => noteThrottled("sign_in.throttled", email));
    const isDevice = issuedAtMs !== undefined;
    const [attempt, found] = await Promise.all([
      take(isDevice ? [{ limit: "device", of: email }] : strangerBuckets(input, visit)),
      store.byEmail(email),
    ]);
    if (!isDevice || isValidFor(found, issuedAtMs)) return { attempt, found };
    throttle.giveBack(attempt);
    return { attempt: await take(strangerBuckets(input, visit)), found };
  };

  const refuse = async (act: string, found: Credentials | undefined, code: RefusalCode) => {
    const subject = found?.account.id;
    const about = { actorId: null, act, ...(subject ? { subject } : {}) };
    await store.note({ ...about, nowMs: clock.now(), repeatable: true });
    return new AppError(code);
  };

  /** The account whose password this is; a wrong one of somebody's and of nobody's cost the same. */
  const verified = async (found: Credentials | undefined, password: string): Promise<Verified> => {
    const { right, stale } = await passwords.verify(password, found?.passwordHash);
    if (!found || !right) throw await refuse("sign_in.failed", found, "invalid_credentials");
    if (found.account.disabledAt !== null) {
      throw await refuse("sign_in.refused", found, "account_disabled");
    }
    const renewed = stale
      ? { from: found.passwordHash, to: await passwords.hash(password) }
      : undefined;
    return { ...found, renewed };
  };

  /** Counts the mail with a code. @throws 429 `rate_limited` when the mailbox has had its mails */
  const countMail = (email: string, network: string | undefined) =>
    throttle.take(mailBuckets([email], network, "sign_in"), () =>
      noteThrottled("sign_in.mail_throttled", email),
    );

  /**
   * Asks for the second step. Each such try leaves a challenge, so it is not given back.
   * @returns undefined when the account has changed meanwhile
   */
  const challenged = async (found: Verified, { network }: Visit) => {
    const { account, email, totpSecret } = found;
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
    const { ok } = await store.challenge(found, challenge, events, entry);
    if (!ok) return undefined;
    outbox.kick(events);
    const methods = [...(email ? ["email"] : []), ...(totpSecret ? ["totp", "recovery_code"] : [])];
    const expiresAt = new Date(challenge.expiresAt).toISOString();
    return new AppError("second_factor_required", undefined, {
      extensions: { challengeId: challenge.id, methods, expiresAt },
    });
  };

  /** A session that is about to begin, with what its owner is told. */
  const prepared = async (account: Account, userAgent: string | undefined, status = 200) => {
    const { session, tokens } = await sessions.prepare(account, userAgent);
    const deviceToken = await newDeviceToken(secret, account.email, session.nowMs);
    const entry = { actorId: account.id, act: "sign_in.succeeded", subject: session.id };
    return {
      opening: { session, entry: { ...entry, nowMs: session.nowMs } },
      answer: jsonAnswer({ user: view(account), deviceToken, ...tokens }, status),
    };
  };

  /**
   * What comes of a right password: a session, or a second step.
   * @returns undefined when the account has changed meanwhile
   */
  const admitted = async (found: Verified, right: Try, visit: Visit, keep: Keep) => {
    if (found.email || found.totpSecret) {
      const secondStep = await challenged(found, visit);
      if (secondStep) throw secondStep;
      return undefined;
    }
    const { opening, answer } = await prepared(found.account, visit.userAgent);
    const kept = await keep(answer, found.account.id);
    throttle.giveBack(right);
    const { ok } = await store.open(found, opening, kept);
    return ok ? answer : undefined;
  };

  return {
    prepared,
    noteThrottled,

    /**
     * Two round trips: count the try and read the account, then write the session. An account that was
     * changed while its password was derived is looked at again.
     * @throws 401 `invalid_credentials`, of an unknown address too; 401 `second_factor_required` with the
     * challenge; 403 `account_disabled`; 429 `rate_limited`; 503 when tries cannot be counted
     */
    login: (input: Login, visit: Visit) =>
      answers.once(visit.request, async (keep) => {
        const { attempt, found: first } = await countedTry(input, visit);
        return withHeaders(attempt, async () => {
          let found = first;
          for (let looks = 1; looks <= LOOKS; looks += 1) {
            const person = await verified(found, input.password);
            const answer = await admitted(person, attempt, visit, keep);
            if (answer) return answer;
            found = await store.byEmail(input.email);
          }
          throw new AppError("conflict");
        });
      }),
  };
};
export type SignInService = ReturnType<typeof signInService>;
