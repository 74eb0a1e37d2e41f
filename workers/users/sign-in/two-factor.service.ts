import type { Clock } from "#kernel/clock";
import { equalInConstantTime } from "#kernel/encoding";
import { AppError } from "#kernel/errors";
import { rateHeaders, rateRefusal } from "#kernel/rate-headers";
import { secretOf, WRONG_CODES } from "#users/challenges/challenge.rules";
import type { SecondStep as Input } from "#users/credentials.contract";
import { unseal } from "#users/replay/encryption.rules";
import type { AnswersService } from "#users/replay/stored-answers.service";
import type { Visit } from "./client-request.rules";
import { recoveryHashOf } from "./recovery-codes.rules";
import type { SignInService } from "./sign-in.service";
import { totpContext, totpStepOf } from "./totp.rules";
import type { Proof, SecondStep, TwoFactorStore } from "./two-factor.store";

interface Tools {
  store: TwoFactorStore;
  signIn: Pick<SignInService, "prepared">;
  answers: AnswersService;
  clock: Clock;
  secret: string;
}

const DIGITS = /^\d{6}$/;

/** The wrong codes of an account, which its database counts. */
const QUOTA = { name: "code", ...WRONG_CODES };
const headersOf = (wrongCodes: number) =>
  rateHeaders(QUOTA, Math.max(0, WRONG_CODES.max - wrongCodes), WRONG_CODES.windowMs);

/** The second step of a sign-in: what a person has, besides what they know. */
export const secondStepService = ({ store, signIn, answers, clock, secret }: Tools) => {
  /** What a code proves, if anything. Six digits are of a mail or an app, anything else is a recovery code. */
  const proofOf = async (
    { account, challenge, email, totpSecret }: SecondStep,
    code: string,
  ): Promise<Proof | undefined> => {
    if (!DIGITS.test(code)) {
      const hash = await recoveryHashOf(secret, account.id, code);
      return totpSecret === null ? undefined : { by: "recovery", hash };
    }
    if (email && equalInConstantTime(code, await secretOf(secret, challenge)))
      return { by: "email" };
    const opened = totpSecret && (await unseal(secret, totpContext(account.id), totpSecret));
    const step = opened ? totpStepOf(opened, code, clock.now()) : undefined;
    return step === undefined ? undefined : { by: "totp", step };
  };

  const refused = async (step: SecondStep) => {
    const { account, challenge, wrongCodes } = step;
    const entry = { actorId: null, act: "sign_in.code_refused", subject: account.id };
    await store.countWrong(challenge.id, { ...entry, nowMs: clock.now(), repeatable: true });
    return new AppError("second_factor_invalid", undefined, { headers: headersOf(wrongCodes + 1) });
  };

  const open = async (challengeId: string) => {
    const nowMs = clock.now();
    const step = await store.secondStep(challengeId, nowMs);
    if (!step || step.challenge.endedAt !== null || nowMs >= step.challenge.expiresAt) {
      throw new AppError("second_factor_invalid");
    }
    if (step.account.disabledAt !== null) throw new AppError("account_disabled");
    if (step.wrongCodes >= WRONG_CODES.max) {
      throw rateRefusal(QUOTA, WRONG_CODES.windowMs, "Too many wrong codes.");
    }
    return step;
  };

  return {
    /**
     * @throws 401 `second_factor_invalid` for a wrong code, and for any code when the step is over; 429
     * `rate_limited` after too many wrong ones, whatever challenges they were for
     */
    finish: ({ challengeId, code }: Input, { request, userAgent }: Visit) =>
      answers.once(request, async (keep) => {
        const step = await open(challengeId);
        const proof = await proofOf(step, code.replaceAll(/\s/g, ""));
        if (!proof) throw await refused(step);
        const { opening, answer } = await signIn.prepared(step.account, userAgent);
        const kept = await keep(answer, step.account.id);
        const { ok } = await store.finish(step, proof, opening, kept);
        if (!ok) throw await refused(step);
        return { ...answer, headers: headersOf(step.wrongCodes) };
      }),
  };
};
export type SecondStepService = ReturnType<typeof secondStepService>;
