import { type Answer, type KeyedRequest, keyWasUsed } from "#kernel/mutations/idempotency";

/** An answer that may have been given before to the same Idempotency-Key. */
export interface ReplayableAnswer extends Answer {
  replayed: boolean;
}

interface Mutation {
  /** Undefined when the request carries no Idempotency-Key: the effect then runs each time. */
  request: KeyedRequest | undefined;
  /** Returns the stored answer of a request, or undefined if it has none. */
  find(request: KeyedRequest): Promise<Answer | undefined>;
  /** Does the work. Its batch stores the answer, so that both are committed together. */
  effect(): Promise<Answer>;
}

/**
 * Runs an effect once per Idempotency-Key: a repeated request gets the stored answer. Two equal requests
 * at once run the effect twice, and the batch of the slower one fails on the key; it then gets the answer
 * of the faster one. Refusals are thrown and not stored, so a later repeat is evaluated again.
 * @throws what `find` and `effect` throw; see `Idempotency.find` for a key that is used otherwise
 */
export const once = async ({ request, find, effect }: Mutation): Promise<ReplayableAnswer> => {
  if (!request) return { ...(await effect()), replayed: false };
  const stored = await find(request);
  if (stored) return { ...stored, replayed: true };
  try {
    return { ...(await effect()), replayed: false };
  } catch (err) {
    const winner = keyWasUsed(err) ? await find(request) : undefined;
    if (!winner) throw err;
    return { ...winner, replayed: true };
  }
};
