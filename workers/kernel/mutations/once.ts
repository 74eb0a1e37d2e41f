import { appErrorIn, PROBLEMS } from "#kernel/errors";
import { type Answer, type KeyedRequest, keyWasUsed } from "#kernel/mutations/idempotency";

/** An HTTP answer, and whether it is a replay. */
export interface ReplayableAnswer extends Answer {
  replayed: boolean;
}

interface Mutation {
  /** The keyed request; undefined without an Idempotency-Key: then the effect runs each time. */
  request: KeyedRequest | undefined;
  /** Returns the stored answer of a request, or undefined if it has none. */
  find(request: KeyedRequest): Promise<Answer | undefined>;
  /** Executes the effect. Its batch stores the answer, so that both are committed together. */
  effect(): Promise<Answer>;
}

/** Returns whether the effect was refused; an equal request may have changed what it depends on. */
const isRefusal = (err: unknown) => {
  const code = appErrorIn(err)?.code;
  return code !== undefined && PROBLEMS[code][0] < 500;
};

/**
 * Runs an effect once per Idempotency-Key: a repeated request gets the stored answer. If two equal
 * requests run at the same time, the database batch of the slower one fails on the idempotency key, and the
 * slower one gets the answer of the faster one, also if it is refused because of the effect of the faster one.
 * Refusals are thrown and not stored, so a later repeat is
 * evaluated again.
 * @throws the errors of `find` and `effect`; see `Idempotency.find` for an idempotency key that was used with
 * another request
 */
export const once = async ({ request, find, effect }: Mutation): Promise<ReplayableAnswer> => {
  if (!request) return { ...(await effect()), replayed: false };
  const stored = await find(request);
  if (stored) return { ...stored, replayed: true };
  try {
    return { ...(await effect()), replayed: false };
  } catch (err) {
    const winner = keyWasUsed(err) || isRefusal(err) ? await find(request) : undefined;
    if (!winner) throw err;
    return { ...winner, replayed: true };
  }
};
