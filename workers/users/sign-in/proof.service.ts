import type { User } from "#kernel/actor";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import type { Account } from "#users/account.statements";
import type { Passwords } from "#users/passwords/passwords.service";
import { refusal } from "#users/replay/refusals.rules";
import type { SessionsService } from "#users/sessions/sessions.service";
import { mailboxOf } from "#users/throttle/mailbox.rules";
import type { ThrottleService } from "#users/throttle/throttle.service";
import type { SignInStore } from "./sign-in.store";

interface Dependencies {
  store: Pick<SignInStore, "byActiveSession" | "note">;
  sessions: Pick<SessionsService, "requireStepUp">;
  throttle: ThrottleService;
  passwords: Passwords;
  clock: Clock;
}

interface Proof {
  account: Account;
  headers: Record<string, string>;
}

/**
 * Verifies the current password before sensitive changes, because the access token may have been stolen.
 */
export const proofService = ({ store, sessions, throttle, passwords, clock }: Dependencies) => ({
  /**
   * Returns the account and rate-limit headers if the session is active and the password is right. Counts
   * an attempt for the mailbox too, because the owner gets a mail about the change, and the address may
   * belong to another person.
   * @throws 401 `unauthenticated`, 401 `invalid_credentials`, 429 `rate_limited`
   */
  async require({ userId, sessionId }: User, currentPassword: string): Promise<Proof> {
    const nowMs = clock.now();
    const noted = (act: string) =>
      store.note({ actorId: userId, act, subject: userId, nowMs: clock.now(), repeatable: true });
    const [attempt, credentials] = await Promise.all([
      throttle.take([{ limit: "proof", of: userId }], () => noted("proof.throttled")),
      store.byActiveSession(userId, sessionId, nowMs),
    ]);
    if (!credentials) throw new AppError("unauthenticated");
    const { right } = await passwords.verify(currentPassword, credentials.passwordHash);
    const { headers } = attempt;
    if (!right) {
      await noted("proof.failed");
      throw refusal("invalid_credentials", headers);
    }
    throttle.giveBack(attempt);
    const mailbox = mailboxOf(credentials.account.email);
    await throttle.take([{ limit: "notice", of: mailbox }], () => noted("proof.throttled"));
    return { account: credentials.account, headers };
  },

  /**
   * Returns the account if the sign-in was within ten minutes, which is as good a proof as the password.
   * @throws 401 `unauthenticated`, 401 `step_up_required`
   */
  async requireStepUp(actor: User): Promise<Account> {
    await sessions.requireStepUp(actor);
    const credentials = await store.byActiveSession(actor.userId, actor.sessionId, clock.now());
    if (!credentials) throw new AppError("unauthenticated");
    return credentials.account;
  },
});
export type ProofService = ReturnType<typeof proofService>;
