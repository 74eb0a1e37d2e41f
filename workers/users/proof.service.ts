import type { User } from "#kernel/actor";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import type { Account } from "./accounts.store";
import type { Passwords } from "./password";
import type { SignInStore } from "./sign-in.store";
import type { ThrottleService } from "./throttle.service";

interface Tools {
  store: Pick<SignInStore, "bySession" | "note">;
  throttle: ThrottleService;
  passwords: Passwords;
  clock: Clock;
}

/** Proof, right now, that it is the owner who asks: an access token alone could be anybody's by now. */
export const proofService = ({ store, throttle, passwords, clock }: Tools) => ({
  /**
   * The actor's account, when their session goes on and this is their password.
   * @throws 401 `unauthenticated`, 401 `invalid_credentials`, 429 `rate_limited`
   */
  async demand({ userId, sessionId }: User, currentPassword: string): Promise<Account> {
    const nowMs = clock.now();
    const noted = (act: string) =>
      store.note({ actorId: userId, act, subject: userId, nowMs: clock.now() });
    const [attempt, found] = await Promise.all([
      throttle.take([{ limit: "proof", of: userId }], () => noted("proof.throttled")),
      store.bySession(userId, sessionId, nowMs),
    ]);
    if (!found) throw new AppError("unauthenticated");
    const { right } = await passwords.verify(currentPassword, found.passwordHash);
    if (!right) {
      await noted("proof.failed");
      throw new AppError("invalid_credentials");
    }
    throttle.giveBack(attempt);
    return found.account;
  },
});
export type ProofService = ReturnType<typeof proofService>;
