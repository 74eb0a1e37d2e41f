import type { User } from "#kernel/actor";
import { hmacBase64Url } from "#kernel/encoding";
import { AppError } from "#kernel/errors";
import type { Answer, KeyedRequest } from "#kernel/idempotency";
import { once } from "#kernel/once";
import { seal, unseal } from "./encryption.rules";
import type { AnswersStore, KeptAnswer } from "./stored-answers.store";

/**
 * Makes the row that keeps an answer; undefined where the request has no key. An answer to somebody who
 * was not signed in names the account it tells of, so that it can go with the account.
 */
export type Keep = (answer: Answer, userId?: string) => Promise<KeptAnswer | undefined>;

type Effect = (keep: Keep) => Promise<Answer>;

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
  const storedAnswer = (user?: User) => async (request: KeyedRequest) => {
    const found = await store.find(request, user);
    if (!found?.answer) return undefined;
    const { status, body: sealed } = found.answer;
    const body = await unseal(secret, contextOf(request), sealed);
    if (body === undefined)
      throw new AppError("conflict", "The first answer cannot be read again.");
    return { status, body };
  };

  const keepFor =
    (request: KeyedRequest | undefined): Keep =>
    async ({ status, body }, userId) =>
      request && {
        request,
        userId,
        answer: { status, body: await seal(secret, contextOf(request), body) },
      };

  const run = async (keyed: KeyedRequest | undefined, effect: Effect, user?: User) => {
    const request = keyed && (await blinded(secret, keyed));
    const keep = keepFor(request);
    return once({ request, find: storedAnswer(user), effect: () => effect(keep) });
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
