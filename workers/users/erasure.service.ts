import { userErased } from "#contract/users";
import type { User } from "#kernel/actor";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { newEvent } from "#kernel/events";
import type { KeyedRequest } from "#kernel/idempotency";
import type { Outbox } from "#kernel/outbox";
import { NO_CONTENT } from "./answer";
import type { AnswersService } from "./answers.service";
import type { ErasureStore } from "./erasure.store";
import { newFarewell } from "./farewells.service";
import type { ProofService } from "./proof.service";

interface Tools {
  store: ErasureStore;
  proof: Pick<ProofService, "demand" | "demandRecent">;
  answers: AnswersService;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
  secret: string;
}

/** Nothing is told of an account after this. */
const LAST_OF_ALL = Number.MAX_SAFE_INTEGER;

/** The end of an account. Whoever else keeps something about its owner hears of it and forgets them. */
export const erasureService = ({ store, proof, answers, outbox, clock, secret }: Tools) => ({
  /**
   * With the password, or right after signing in.
   * @throws 401 `invalid_credentials`, 401 `unauthenticated`, 401 `step_up_required`, 409 `last_admin`
   */
  erase: (actor: User, currentPassword: string | undefined, request: KeyedRequest | undefined) =>
    answers.once(request, async (keep) => {
      const { email } =
        currentPassword === undefined
          ? await proof.demandRecent(actor)
          : await proof.demand(actor, currentPassword);
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
      const erasure = { userId, sessionId, farewell, events: [erased], nowMs };
      if (!(await store.erase(erasure, await keep(NO_CONTENT)))) {
        const goesOn = await store.mayAsk(userId, sessionId, nowMs);
        throw new AppError(goesOn ? "last_admin" : "unauthenticated");
      }
      outbox.kick([erased]);
      return NO_CONTENT;
    }),
});
export type ErasureService = ReturnType<typeof erasureService>;
