import type { Settings } from "#contract/settings";
import { secondFactorsChanged } from "#events/users";
import type { User } from "#kernel/actor";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import type { Outbox } from "#kernel/events/outbox";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import { aboutUser } from "#users/account-events.rules";
import type {
  RecoveryCodes,
  SecondFactors,
  SecondFactorsPatch,
  TotpOffer,
} from "#users/credentials.contract";
import { jsonAnswer } from "#users/replay/answer.rules";
import { decrypt, encrypt } from "#users/replay/encryption.rules";
import { refusal, requireCommitted } from "#users/replay/refusals.rules";
import type { AnswersService } from "#users/replay/stored-answers.service";
import type { ProofService } from "./proof.service";
import { newRecoveryCodes, recoveryHashOf } from "./recovery-codes.rules";
import type { SecondFactorsStore } from "./second-factors.store";
import { newTotpSecret, totpContext, totpPeriodOf, totpUri } from "./totp.rules";

interface Dependencies {
  /** Returns the current settings of the shop. */
  settings(): Promise<Pick<Settings, "shopName">>;
  store: SecondFactorsStore;
  proof: ProofService;
  answers: AnswersService;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
  secret: string;
}

/** For each guard of a change of second factors: its error code. */
const PROBLEMS = {
  session_ended: "unauthenticated",
  secret_changed: "conflict",
  no_app: "conflict",
} as const;

const unverified = () =>
  new AppError("conflict", "Verify the e-mail address first.", {
    errors: [
      {
        pointer: "/email",
        code: "email_unverified",
        message: "Codes by mail require a verified address.",
      },
    ],
  });

/** Reads and changes the second factors of accounts. Each change requires the password. */
export const secondFactorsService = (deps: Dependencies) => {
  const { store, settings, proof, answers, outbox, clock, secret } = deps;

  const overview = async (userId: string): Promise<SecondFactors> => {
    const { row, codesLeft } = await store.of(userId);
    return {
      email: row?.emailAt != null,
      totp: row?.totpConfirmedAt != null,
      recoveryCodesLeft: codesLeft,
    };
  };

  const changeOf = ({ userId, sessionId }: User) => {
    const nowMs = clock.now();
    const events = [aboutUser(secondFactorsChanged, { userId }, nowMs)];
    return { userId, sessionId, nowMs, events };
  };

  const drawCodes = async (userId: string) => {
    const recoveryCodes = newRecoveryCodes();
    const hashes = recoveryCodes.map((code) => recoveryHashOf({ secret, userId, code }));
    return { recoveryCodes, hashes: await Promise.all(hashes) };
  };

  return {
    overview,

    /**
     * Enables or disables second-factor codes by mail, or disables the authenticator app.
     * @throws 401 `invalid_credentials`; 409 `conflict` for codes by mail to an unverified address
     */
    switch: (actor: User, patch: SecondFactorsPatch, request: KeyedRequest | undefined) =>
      answers.onceWhileActive(actor, request, async (toStored) => {
        const { account, headers } = await proof.require(actor, patch.currentPassword);
        if (patch.email && account.emailVerifiedAt === null) {
          throw unverified();
        }
        const { email, totp } = patch;
        const before = await overview(actor.userId);
        const answer = jsonAnswer({
          email: email ?? before.email,
          totp: totp === false ? false : before.totp,
          recoveryCodesLeft: totp === false ? 0 : before.recoveryCodesLeft,
        } satisfies SecondFactors);
        const change = { ...changeOf(actor), email, totpOff: totp === false };
        requireCommitted(await store.switch(change, await toStored(answer)), PROBLEMS);
        outbox.kick(change.events);
        return { ...answer, headers };
      }),

    /**
     * Returns a new secret for an authenticator app. A code of the app then enables the app; see
     * `confirmTotp`.
     */
    offerTotp: (actor: User, currentPassword: string, request: KeyedRequest | undefined) =>
      answers.onceWhileActive(actor, request, async (toStored) => {
        const [{ account, headers }, { shopName: issuer }] = await Promise.all([
          proof.require(actor, currentPassword),
          settings(),
        ]);
        const { id: userId, email } = account;
        const totpSecret = newTotpSecret();
        const uri = totpUri({ secret: totpSecret, email, issuer });
        const offered: TotpOffer = { secret: totpSecret, uri };
        const answer = jsonAnswer(offered);
        const encrypted = await encrypt({ secret, context: totpContext(userId), text: totpSecret });
        const offer = { userId, secret: encrypted, nowMs: clock.now() };
        const outcome = await store.offerTotp(offer, await toStored(answer));
        if (!outcome.ok) {
          throw new AppError("conflict", "An authenticator app is already enabled.");
        }
        return { ...answer, headers };
      }),

    /**
     * Enables the authenticator app by its first code.
     * @throws 401 `unauthenticated`; 401 `second_factor_invalid`; 409 `conflict` when no secret was offered
     */
    confirmTotp: (actor: User, code: string, request: KeyedRequest | undefined) =>
      answers.onceWhileActive(actor, request, async (toStored) => {
        const { userId } = actor;
        const row = await store.ofSession(actor, clock.now());
        if (row === undefined) throw new AppError("unauthenticated");
        if (!row?.totpSecret || row.totpConfirmedAt !== null) throw new AppError("conflict");
        const totpSecret = await decrypt({
          secret,
          context: totpContext(userId),
          encrypted: row.totpSecret,
        });
        const period = totpSecret && totpPeriodOf(totpSecret, code, clock.now());
        if (!period) throw refusal("second_factor_invalid");
        const { recoveryCodes, hashes } = await drawCodes(userId);
        const answer = jsonAnswer({ recoveryCodes } satisfies RecoveryCodes);
        const change = { ...changeOf(actor), secret: row.totpSecret, period, hashes };
        requireCommitted(await store.confirmTotp(change, await toStored(answer)), PROBLEMS);
        outbox.kick(change.events);
        return answer;
      }),

    /** Replaces all recovery codes. @throws 409 `conflict` if no app is enabled */
    renewCodes: (actor: User, currentPassword: string, request: KeyedRequest | undefined) =>
      answers.onceWhileActive(actor, request, async (toStored) => {
        const { headers } = await proof.require(actor, currentPassword);
        const { recoveryCodes, hashes } = await drawCodes(actor.userId);
        const answer = jsonAnswer({ recoveryCodes } satisfies RecoveryCodes);
        const change = { ...changeOf(actor), hashes };
        requireCommitted(await store.renewCodes(change, await toStored(answer)), PROBLEMS);
        outbox.kick(change.events);
        return { ...answer, headers };
      }),
  };
};
export type SecondFactorsService = ReturnType<typeof secondFactorsService>;
