import { appErrorIn, type ProblemCode } from "#kernel/errors";
import {
  type Answer,
  type Idempotency,
  type KeyedRequest,
  keyWasUsed,
} from "#kernel/mutations/idempotency";
import type { ReplayableAnswer } from "#kernel/mutations/once";

interface BegunRequest {
  /** Undefined for a request without an Idempotency-Key. */
  request: KeyedRequest | undefined;
  /** Executes the effect. Its first batch inserts the key, and its last one stores the answer. */
  effect(): Promise<Answer>;
  /** Continues the effect of a request whose process died. */
  resume(request: KeyedRequest): Promise<Answer>;
  /** The refusals that the effect of an equal request causes. */
  losesAs: readonly ProblemCode[];
}

/** Runs requests of several batches once per Idempotency-Key, also if their process dies between two batches. */
export const begunRequests = (idempotency: Idempotency) => {
  const resumed = async (
    request: KeyedRequest,
    resume: BegunRequest["resume"],
  ): Promise<ReplayableAnswer> => {
    await idempotency.takeOver(request);
    try {
      return { ...(await resume(request)), replayed: true };
    } catch (err) {
      await idempotency.endLease(request);
      throw err;
    }
  };

  const replay = async (request: KeyedRequest, resume: BegunRequest["resume"]) => {
    const stored = await idempotency.find(request);
    if (!stored) return undefined;
    return stored.answer ? { ...stored.answer, replayed: true } : resumed(request, resume);
  };

  /** Runs the effect of a request, or returns its stored answer. */
  return async ({ request, effect, resume, losesAs }: BegunRequest): Promise<ReplayableAnswer> => {
    const earlier = request && (await replay(request, resume));
    if (earlier) return earlier;
    try {
      return { ...(await effect()), replayed: false };
    } catch (err) {
      const code = appErrorIn(err)?.code;
      const isLost = keyWasUsed(err) || (code !== undefined && losesAs.includes(code));
      const winner = request && isLost ? await replay(request, resume) : undefined;
      if (!winner) throw err;
      return winner;
    }
  };
};
