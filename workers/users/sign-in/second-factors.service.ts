import { secondFactorsChanged } from "#contract/users";
import type { User } from "#kernel/actor";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import type { KeyedRequest } from "#kernel/idempotency";
import type { Outbox } from "#kernel/outbox";
import { aboutUser } from "#users/account-events.rules";
import type { SecondFactorsPatch } from "#users/credentials.contract";
import { jsonAnswer } from "#users/replay/answer.rules";
import { seal, unseal } from "#users/replay/encryption.rules";
import { requireCommitted } from "#users/replay/refusals.rules";
import type { AnswersService } from "#users/replay/stored-answers.service";
import type { ProofService } from "./proof.service";
import { newRecoveryCodes, recoveryHashOf } from "./recovery-codes.rules";
import type { SecondFactorsStore } from "./second-factors.store";
import { newTotpSecret, totpContext, totpStepOf, totpUri } from "./totp.rules";

interface Tools {
  store: SecondFactorsStore;
  proof: ProofService;
  answers: AnswersService;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
  secret: string;
}

/** The error of each guard. */
const PROBLEMS = {
  session_ended: "unauthenticated",
  secret_changed: "conflict",
  no_app: "conflict",
} as const;

/** Second steps, as their owners switch them on and off. Each change asks for the password again. */
export const secondFactorsService = (tools: Tools) => {
  const { store, proof, answers, outbox, clock, secret } = tools;

  const overview = async (userId: string) => {
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
    const hashes = recoveryCodes.map((code) => recoveryHashOf(secret, userId, code));
    return { recoveryCodes, hashes: await Promise.all(hashes) };
  };

  return {
    overview,

    /** @throws 401 `invalid_credentials`; 409 `conflict` for mail to an address that nobody has proved */
    switch: (actor: User, wanted: SecondFactorsPatch, request: KeyedRequest | undefined) =>
      answers.onceWhileLive(actor, request, async (keep) => {
        const { account, headers } = await proof.demand(actor, wanted.currentPassword);
        if (wanted.email && account.emailVerifiedAt === null) {
          throw new AppError("conflict", "Verify the e-mail address first.");
        }
        const { email, totp } = wanted;
        const before = await overview(actor.userId);
        const answer = jsonAnswer({
          email: email ?? before.email,
          totp: totp === false ? false : before.totp,
          recoveryCodesLeft: totp === false ? 0 : before.recoveryCodesLeft,
        });
        const change = { ...changeOf(actor), email, totpOff: totp === false };
        requireCommitted(await store.switch(change, await keep(answer)), PROBLEMS);
        outbox.kick(change.events);
        return { ...answer, headers };
      }),

    /** A secret for an authenticator app, which counts once a code has proved that the app has it. */
    offerTotp: (actor: User, currentPassword: string, request: KeyedRequest | undefined) =>
      answers.onceWhileLive(actor, request, async (keep) => {
        const { account, headers } = await proof.demand(actor, currentPassword);
        const { id: userId, email } = account;
        const drawn = newTotpSecret();
        const answer = jsonAnswer({ secret: drawn, uri: totpUri(drawn, email) });
        const sealed = await seal(secret, totpContext(userId), drawn);
        const offer = { userId, secret: sealed, nowMs: clock.now() };
        const outcome = await store.offerTotp(offer, await keep(answer));
        if (!outcome.ok) {
          throw new AppError("conflict", "There is an authenticator app already.");
        }
        return { ...answer, headers };
      }),

    /** @throws 401 `unauthenticated`; 401 `second_factor_invalid`; 409 `conflict` when no app waits for it */
    confirmTotp: (actor: User, code: string, request: KeyedRequest | undefined) =>
      answers.onceWhileLive(actor, request, async (keep) => {
        const { userId } = actor;
        const row = await store.ofSession(actor, clock.now());
        if (row === undefined) throw new AppError("unauthenticated");
        if (!row?.totpSecret || row.totpConfirmedAt !== null) throw new AppError("conflict");
        const opened = await unseal(secret, totpContext(userId), row.totpSecret);
        const step = opened && totpStepOf(opened, code, clock.now());
        if (!step) throw new AppError("second_factor_invalid");
        const { recoveryCodes, hashes } = await drawCodes(userId);
        const answer = jsonAnswer({ recoveryCodes });
        const change = { ...changeOf(actor), secret: row.totpSecret, step, hashes };
        requireCommitted(await store.confirmTotp(change, await keep(answer)), PROBLEMS);
        outbox.kick(change.events);
        return answer;
      }),

    /** Ten new recovery codes; the old ones are void. @throws 409 `conflict` without an app */
    renewCodes: (actor: User, currentPassword: string, request: KeyedRequest | undefined) =>
      answers.onceWhileLive(actor, request, async (keep) => {
        const { headers } = await proof.demand(actor, currentPassword);
        const { recoveryCodes, hashes } = await drawCodes(actor.userId);
        const answer = jsonAnswer({ recoveryCodes });
        const change = { ...changeOf(actor), hashes };
        requireCommitted(await store.renewCodes(change, await keep(answer)), PROBLEMS);
        outbox.kick(change.events);
        return { ...answer, headers };
      }),
  };
};
export type SecondFactorsService = ReturnType<typeof secondFactorsService>;
