import { userErased } from "#events/users";
import type { User } from "#kernel/actor";
import type { Clock } from "#kernel/clock";
import { newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { requireCommitted } from "#users/replay/refusals.rules";
import type { ProofService } from "#users/sign-in/proof.service";
import type { ErasureStore } from "./erasure.store";
import { newErasureNotice } from "./erasure-notices.service";

interface Dependencies {
  store: ErasureStore;
  proof: Pick<ProofService, "require" | "requireStepUp">;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
  secret: string;
}

/** The sequence number of an account's last event. */
const LAST_OF_ALL = Number.MAX_SAFE_INTEGER;

/** Erases accounts. Other Workers delete their data about the owner when they handle the event. */
export const erasureService = ({ store, proof, outbox, clock, secret }: Dependencies) => ({
  /**
   * Erases the actor's account, with the password or within ten minutes of a sign-in. Stores no answer
   * under an idempotency key, because the session ends with the account and a repeated request gets 401.
   * @throws 401 `invalid_credentials`, 401 `unauthenticated`, 401 `step_up_required`, 409 `last_admin`
   */
  async erase(actor: User, currentPassword: string | undefined): Promise<void> {
    const { email } =
      currentPassword === undefined
        ? await proof.requireStepUp(actor)
        : (await proof.require(actor, currentPassword)).account;
    const { userId, sessionId } = actor;
    const nowMs = clock.now();
    const erased = newEvent(userErased, {
      source: "users",
      subject: userId,
      sequence: LAST_OF_ALL,
      data: { userId },
      nowMs,
    });
    const notice = await newErasureNotice(secret, { userId, email }, nowMs);
    const outcome = await store.erase({ userId, sessionId, notice, events: [erased], nowMs });
    requireCommitted(outcome, { session_ended: "unauthenticated", last_admin: "last_admin" });
    outbox.kick([erased]);
  },
});
export type ErasureService = ReturnType<typeof erasureService>;
