import type { User } from "#kernel/actor";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import type { Account } from "#users/accounts/accounts.store";
import type { Passwords } from "#users/passwords/passwords.service";
import type { SessionsService } from "#users/sessions/sessions.service";
import { mailboxOf } from "#users/throttle/mailbox.rules";
import type { ThrottleService } from "#users/throttle/throttle.service";
import type { SignInStore } from "./sign-in.store";

interface Tools {
  store: Pick<SignInStore, "bySession" | "note">;
  sessions: Pick<SessionsService, "demandRecent">;
  throttle: ThrottleService;
  passwords: Passwords;
  clock: Clock;
}

interface Proof {
  account: Account;
  headers: Record<string, string>;
}

/** Proof, right now, that it is the owner who asks: an access token alone could be anybody's by now. */
export const proofService = ({ store, sessions, throttle, passwords, clock }: Tools) => ({
  /**
   * Returns the actor's account when their session is live and this is their password, and the headers of
   * the count for the answer. The owner is mailed about what comes next, so the mailbox is counted: an
   * account may bear an address that is not its owner's.
   * @throws 401 `unauthenticated`, 401 `invalid_credentials`, 429 `rate_limited`
   */
  async demand({ userId, sessionId }: User, currentPassword: string): Promise<Proof> {
    const nowMs = clock.now();
    const noted = (act: string) =>
      store.note({ actorId: userId, act, subject: userId, nowMs: clock.now(), repeatable: true });
    const [attempt, found] = await Promise.all([
      throttle.take([{ limit: "proof", of: userId }], () => noted("proof.throttled")),
      store.bySession(userId, sessionId, nowMs),
    ]);
    if (!found) throw new AppError("unauthenticated");
    const { right } = await passwords.verify(currentPassword, found.passwordHash);
    const { headers } = attempt;
    if (!right) {
      await noted("proof.failed");
      throw new AppError("invalid_credentials", undefined, { headers });
    }
    throttle.giveBack(attempt);
    const mailbox = mailboxOf(found.account.email);
    await throttle.take([{ limit: "notice", of: mailbox }], () => noted("proof.throttled"));
    return { account: found.account, headers };
  },

  /**
   * The actor's account, when they have signed in a moment ago: that was the same proof, and more.
   * @throws 401 `unauthenticated`, 401 `step_up_required`
   */
  async demandRecent(actor: User): Promise<Account> {
    await sessions.demandRecent(actor);
    const found = await store.bySession(actor.userId, actor.sessionId, clock.now());
    if (!found) throw new AppError("unauthenticated");
    return found.account;
  },
});
export type ProofService = ReturnType<typeof proofService>;
