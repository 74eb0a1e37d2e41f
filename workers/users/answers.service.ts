import type { User } from "#kernel/actor";
import { hmacBase64Url } from "#kernel/encoding";
import { AppError } from "#kernel/errors";
import { type Answer, type KeyedRequest, keyWasUsed } from "#kernel/idempotency";
import type { AnswersStore, KeptAnswer } from "./answers.store";
import { seal, unseal } from "./sealing";

/**
 * Makes the row that keeps an answer; undefined where the request has no key. An answer to somebody who
 * was not signed in names the account it tells of, so that it can go with the account.
 */
export type Keep = (answer: Answer, userId?: string) => Promise<KeptAnswer | undefined>;

type Effect = (keep: Keep) => Promise<Answer>;

export interface Told extends Answer {
  /** It was given before, to the same key. */
  replayed: boolean;
}

interface Tools {
  store: AnswersStore;
  secret: string;
}

const contextOf = ({ scope, key }: KeyedRequest) => `${scope} ${key}`;

/** The fingerprint of a body with a password in it would let the password be guessed: key it. */
const blinded = async (secret: string, request: KeyedRequest): Promise<KeyedRequest> => ({
  ...request,
  fingerprint: await hmacBase64Url(secret, `fingerprint ${request.fingerprint}`),
});

/**
 * Same key, same answer. Answers of this Worker hold tokens and personal data, so they are stored
 * sealed: a stolen database gives no session away. Refusals are not stored; nothing changed. After a
 * change of the secret, a key from before is refused like one that was used with another body.
 */
export const answersService = ({ store, secret }: Tools) => {
  const told = async (request: KeyedRequest, asks?: User): Promise<Told | undefined> => {
    const found = await store.find(request, asks);
    if (!found?.answer) return undefined;
    const { status, body: sealed } = found.answer;
    const body = await unseal(secret, contextOf(request), sealed);
    if (body === undefined)
      throw new AppError("conflict", "The first answer cannot be read again.");
    return { status, body, replayed: true };
  };

  const keepFor =
    (request: KeyedRequest): Keep =>
    async ({ status, body }, userId) => ({
      request,
      userId,
      answer: { status, body: await seal(secret, contextOf(request), body) },
    });

  const run = async (
    asked: KeyedRequest | undefined,
    effect: Effect,
    asks?: User,
  ): Promise<Told> => {
    if (!asked) return { ...(await effect(async () => undefined)), replayed: false };
    const request = await blinded(secret, asked);
    const earlier = await told(request, asks);
    if (earlier) return earlier;
    try {
      return { ...(await effect(keepFor(request))), replayed: false };
    } catch (err) {
      const meanwhile = keyWasUsed(err) ? await told(request, asks) : undefined;
      if (!meanwhile) throw err;
      return meanwhile;
    }
  };

  return {
    /** Keeps an answer by itself, where the effect changed nothing. */
    keepAlone: store.keep,

    /** Runs an effect once per key. The effect puts what `keep` makes into its batch, first of all. */
    once: (request: KeyedRequest | undefined, effect: Effect) => run(request, effect),

    /**
     * The same for a route whose `access` is a live session: a kept answer is returned only while the
     * requester's session is active. The effect checks the session itself.
     * @throws 401 `unauthenticated` for a key that was used, when the session has ended
     */
    onceWhileLive: (asks: User, request: KeyedRequest | undefined, effect: Effect) =>
      run(request, effect, asks),
  };
};
export type AnswersService = ReturnType<typeof answersService>;
