import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import type { Account } from "#users/account.statements";
import { view } from "#users/account-view.rules";
import type { Login, SignedIn } from "#users/credentials.contract";
import type { Passwords } from "#users/passwords/passwords.service";
import { jsonAnswer } from "#users/replay/answer.rules";
import type { AnswersService, ToStored } from "#users/replay/stored-answers.service";
import type { SessionsService } from "#users/sessions/sessions.service";
import { type Attempt, type Bucket, doorOf, withHeaders } from "#users/throttle/throttle.rules";
import type { ThrottleService } from "#users/throttle/throttle.service";
import type { ClientRequest } from "./client-request.rules";
import { deviceIssuedAt, newDeviceToken } from "./device-tokens.rules";
import type { Credentials, SignInStore, Verified } from "./sign-in.store";
import type { SignInChallengesService } from "./sign-in-challenges.service";

interface Dependencies {
  store: SignInStore;
  sessions: SessionsService;
  answers: AnswersService;
  passwords: Passwords;
  throttle: ThrottleService;
  challenges: SignInChallengesService;
  clock: Clock;
  secret: string;
}

/** How often a sign-in starts again after a concurrent change of the account. */
const TRIES_MAX = 3;

/**
 * Returns whether a device token issued at this time is valid: not revoked, and not of an earlier account
 * with the same e-mail address.
 */
const isValidFor = (credentials: Credentials | undefined, issuedAtMs: number) =>
  credentials !== undefined &&
  issuedAtMs >=
    Math.max(credentials.account.createdAt, credentials.devicesFrom ?? Number.NEGATIVE_INFINITY);

/** Returns the buckets that count a stranger's attempts: one of the account, one of the network. */
const strangerBuckets = ({ email }: Login, { network }: ClientRequest): readonly Bucket[] => [
  { limit: "account", of: email, door: doorOf(email, network) },
  ...(network === undefined ? [] : [{ limit: "address", of: network } as const]),
];

type RefusalCode = "invalid_credentials" | "account_disabled";

/** Signs users in with a password, and a second factor if the account has one. */
export const signInService = (deps: Dependencies) => {
  const { store, sessions, answers, passwords, throttle, challenges, clock, secret } = deps;

  const noteThrottled = (act: string, email: string) =>
    store.noteThrottled(act, email, clock.now());

  /**
   * Counts the attempt and reads the account in parallel. A known device has its own bucket. Only the
   * account's row shows whether the device token is revoked; if so, the attempt is counted again as a
   * stranger's.
   */
  const countedAttempt = async (input: Login, client: ClientRequest) => {
    const { email, deviceToken } = input;
    const issuedAtMs = await deviceIssuedAt(secret, email, deviceToken, clock.now());
    const take = (buckets: readonly Bucket[]) =>
      throttle.take(buckets, () => noteThrottled("sign_in.throttled", email));
    const isDevice = issuedAtMs !== undefined;
    const [attempt, credentials] = await Promise.all([
      take(isDevice ? [{ limit: "device", of: email }] : strangerBuckets(input, client)),
      store.byEmail(email),
    ]);
    if (!isDevice || isValidFor(credentials, issuedAtMs)) return { attempt, credentials };
    throttle.giveBack(attempt);
    return { attempt: await take(strangerBuckets(input, client)), credentials };
  };

  const refuse = async (act: string, credentials: Credentials | undefined, code: RefusalCode) => {
    const subject = credentials?.account.id;
    const about = { actorId: null, act, ...(subject ? { subject } : {}) };
    await store.note({ ...about, nowMs: clock.now(), repeatable: true });
    return new AppError(code);
  };

  /** Verifies the password. Takes equally long whether or not the account exists. */
  const verified = async (
    credentials: Credentials | undefined,
    password: string,
  ): Promise<Verified> => {
    const { right, stale } = await passwords.verify(password, credentials?.passwordHash);
    if (!credentials || !right)
      throw await refuse("sign_in.failed", credentials, "invalid_credentials");
    if (credentials.account.disabledAt !== null) {
      throw await refuse("sign_in.refused", credentials, "account_disabled");
    }
    const renewed = stale
      ? { from: credentials.passwordHash, to: await passwords.hash(password) }
      : undefined;
    return { ...credentials, renewed };
  };

  /** Returns a new session with the answer to its owner. */
  const prepareSession = async (account: Account, userAgent: string | undefined, status = 200) => {
    const { session, tokens } = await sessions.prepare(account, userAgent);
    const deviceToken = await newDeviceToken(secret, account.email, session.nowMs);
    const entry = { actorId: account.id, act: "sign_in.succeeded", subject: session.id };
    return {
      start: { session, entry: { ...entry, nowMs: session.nowMs } },
      answer: jsonAnswer(
        { user: view(account), deviceToken, ...tokens } satisfies SignedIn,
        status,
      ),
    };
  };

  /**
   * Starts a session, or throws that the second factor is required.
   * @returns undefined when the account has changed since it was read
   */
  const admitted = async (
    credentials: Verified,
    right: Attempt,
    client: ClientRequest,
    toStored: ToStored,
  ) => {
    if (credentials.email || credentials.totpSecret) {
      const required = await challenges.create(credentials, client);
      if (required) throw required;
      return undefined;
    }
    const { start, answer } = await prepareSession(credentials.account, client.userAgent);
    const stored = await toStored(answer, credentials.account.id);
    throttle.giveBack(right);
    const { ok } = await store.open(credentials, start, stored);
    return ok ? answer : undefined;
  };

  return {
    prepareSession,
    noteThrottled,

    /**
     * Signs in, in two round trips: count the attempt and read the account, then write the session. Reads
     * the account again if it was changed while the password was verified.
     * @throws 401 `invalid_credentials`, also for an unknown address; 401 `second_factor_required` with the
     * challenge; 403 `account_disabled`; 429 `rate_limited`; 503 when Redis cannot count attempts
     */
    login: (input: Login, client: ClientRequest) =>
      answers.once(client.request, async (toStored) => {
        const { attempt, credentials: first } = await countedAttempt(input, client);
        return withHeaders(attempt, () =>
          retryOnConflict(
            async (tries) => {
              const credentials = tries === 0 ? first : await store.byEmail(input.email);
              const account = await verified(credentials, input.password);
              return (await admitted(account, attempt, client, toStored)) ?? CONFLICT;
            },
            { triesMax: TRIES_MAX },
          ),
        );
      }),
  };
};
export type SignInService = ReturnType<typeof signInService>;
