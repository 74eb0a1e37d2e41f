import type { Clock } from "#kernel/clock";
import { equalInConstantTime } from "#kernel/encoding";
import { AppError } from "#kernel/errors";
import { rateHeaders, rateRefusal } from "#kernel/routes/rate-headers";
import { secretOf, WRONG_CODES } from "#users/challenges/challenge.rules";
import type { TwoFactorCode } from "#users/credentials.contract";
import { decrypt } from "#users/replay/encryption.rules";
import { refusal } from "#users/replay/refusals.rules";
import type { AnswersService } from "#users/replay/stored-answers.service";
import type { ClientRequest } from "./client-request.rules";
import { recoveryHashOf } from "./recovery-codes.rules";
import type { SignInService } from "./sign-in.service";
import { totpContext, totpPeriodOf } from "./totp.rules";
import type { Proof, SignInChallenge, TwoFactorStore } from "./two-factor.store";

interface Dependencies {
  store: TwoFactorStore;
  signIn: Pick<SignInService, "prepareSession">;
  answers: AnswersService;
  clock: Clock;
  secret: string;
}

const DIGITS = /^\d{6}$/;

/** The limit of an account's wrong codes, which are counted in the database. */
const QUOTA = { name: "code", ...WRONG_CODES };
const headersOf = (wrongCodes: number) =>
  rateHeaders(QUOTA, Math.max(0, WRONG_CODES.max - wrongCodes), WRONG_CODES.windowMs);

/** Completes sign-ins with a second factor. */
export const twoFactorService = ({ store, signIn, answers, clock, secret }: Dependencies) => {
  /**
   * Returns the second factor that a code proves, or undefined. Six digits are a code by mail or of the
   * authenticator app, and any other text is a recovery code.
   */
  const proofOf = async (
    { account, challenge, email, totpSecret }: SignInChallenge,
    code: string,
  ): Promise<Proof | undefined> => {
    if (!DIGITS.test(code)) {
      const hash = await recoveryHashOf({ secret, userId: account.id, code });
      return totpSecret === null ? undefined : { by: "recovery", hash };
    }
    if (email && equalInConstantTime(code, await secretOf(secret, challenge)))
      return { by: "email" };
    const opened =
      totpSecret &&
      (await decrypt({ secret, context: totpContext(account.id), encrypted: totpSecret }));
    const period = opened ? totpPeriodOf(opened, code, clock.now()) : undefined;
    return period === undefined ? undefined : { by: "totp", period };
  };

  const refused = async (pending: SignInChallenge) => {
    const { account, challenge, wrongCodes } = pending;
    const entry = { actorId: null, act: "sign_in.code_refused", subject: account.id };
    await store.countWrong(challenge.id, { ...entry, nowMs: clock.now(), repeatable: true });
    return refusal("second_factor_invalid", headersOf(wrongCodes + 1));
  };

  const open = async (challengeId: string) => {
    const nowMs = clock.now();
    const pending = await store.signInChallenge(challengeId, nowMs);
    if (!pending || pending.challenge.endedAt !== null || nowMs >= pending.challenge.expiresAt) {
      throw refusal("second_factor_invalid");
    }
    if (pending.account.disabledAt !== null) throw new AppError("account_disabled");
    if (pending.wrongCodes >= WRONG_CODES.max) {
      throw rateRefusal(QUOTA, WRONG_CODES.windowMs, "Too many wrong codes.");
    }
    return pending;
  };

  return {
    /**
     * Starts the session of a sign-in by a second-factor code.
     * @throws 401 `second_factor_invalid` for a wrong code, and for any code of an ended challenge; 429
     * `rate_limited` after too many wrong codes over all challenges
     */
    finish: ({ challengeId, code }: TwoFactorCode, { request, userAgent }: ClientRequest) =>
      answers.once(request, async (toStored) => {
        const pending = await open(challengeId);
        const proof = await proofOf(pending, code.replaceAll(/\s/g, ""));
        if (!proof) throw await refused(pending);
        const { start, answer } = await signIn.prepareSession(pending.account, userAgent);
        const stored = await toStored(answer, pending.account.id);
        const { ok } = await store.finish(pending, proof, start, stored);
        if (!ok) throw await refused(pending);
        return { ...answer, headers: headersOf(pending.wrongCodes) };
      }),
  };
};
export type TwoFactorService = ReturnType<typeof twoFactorService>;
