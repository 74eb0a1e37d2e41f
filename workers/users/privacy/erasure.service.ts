import { userErased } from "#contract/users";
import type { User } from "#kernel/actor";
import type { Clock } from "#kernel/clock";
import { newEvent } from "#kernel/events";
import type { Outbox } from "#kernel/outbox";
import { requireCommitted } from "#users/replay/refusals.rules";
import type { ProofService } from "#users/sign-in/proof.service";
import type { ErasureStore } from "./erasure.store";
import { newFarewell } from "./erasure-notices.service";

interface Tools {
  store: ErasureStore;
  proof: Pick<ProofService, "demand" | "demandRecent">;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
  secret: string;
}

/** Nothing is told of an account after this. */
const LAST_OF_ALL = Number.MAX_SAFE_INTEGER;

/** The end of an account. Whoever else keeps something about its owner hears of it and forgets them. */
export const erasureService = ({ store, proof, outbox, clock, secret }: Tools) => ({
  /**
   * Erases the account of the one who asks, by the password or right after signing in. Nothing is kept for
   * an Idempotency-Key: the session ends with the account, and a repeat is 401.
   * @throws 401 `invalid_credentials`, 401 `unauthenticated`, 401 `step_up_required`, 409 `last_admin`
   */
  async erase(actor: User, currentPassword: string | undefined): Promise<void> {
    const { email } =
      currentPassword === undefined
        ? await proof.demandRecent(actor)
        : (await proof.demand(actor, currentPassword)).account;
    const { userId, sessionId } = actor;
    const nowMs = clock.now();
    const erased = newEvent(userErased, {
      source: "users",
      subject: userId,
      sequence: LAST_OF_ALL,
      data: { userId },
      nowMs,
    });
    const farewell = await newFarewell(secret, { userId, email }, nowMs);
    const outcome = await store.erase({ userId, sessionId, farewell, events: [erased], nowMs });
    requireCommitted(outcome, { session_ended: "unauthenticated", last_admin: "last_admin" });
    outbox.kick([erased]);
  },
});
export type ErasureService = ReturnType<typeof erasureService>;
