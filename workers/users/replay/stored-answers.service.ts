import type { User } from "#kernel/actor";
import { hmacBase64Url } from "#kernel/encoding";
import { AppError } from "#kernel/errors";
import type { Answer, KeyedRequest } from "#kernel/mutations/idempotency";
import { once } from "#kernel/mutations/once";
import { decrypt, encrypt } from "./encryption.rules";
import type { AnswersStore, StoredAnswer } from "./stored-answers.store";

/**
 * Returns the row that stores an answer, or undefined if the request has no idempotency key. The row of an
 * answer to a guest has the id of the account that the answer is about, so that an erasure deletes the row.
 */
export type ToStored = (answer: Answer, userId?: string) => Promise<StoredAnswer | undefined>;

type Effect = (toStored: ToStored) => Promise<Answer>;

interface Dependencies {
  store: AnswersStore;
  secret: string;
}

const contextOf = ({ scope, key }: KeyedRequest) => `${scope} ${key}`;

/**
 * Computes a keyed fingerprint of the body, because an unkeyed hash would allow an attacker to guess the
 * password in the body.
 */
const blinded = async (secret: string, request: KeyedRequest): Promise<KeyedRequest> => ({
  ...request,
  fingerprint: await hmacBase64Url(secret, `fingerprint ${request.fingerprint}`),
});

/**
 * Replays stored answers by idempotency key. They contain tokens and personal data, so they are stored
 * encrypted. Refusals are not stored, because they change nothing. After a change of the secret, an older
 * idempotency key is refused like one that is reused with a different body.
 */
export const answersService = ({ store, secret }: Dependencies) => {
  const storedAnswer = (user?: User) => async (request: KeyedRequest) => {
    const row = await store.find(request, user);
    if (!row?.answer) return undefined;
    const { status, body: encrypted } = row.answer;
    const body = await decrypt({ secret, context: contextOf(request), encrypted });
    if (body === undefined) throw new AppError("conflict", "The stored answer cannot be read.");
    return { status, body };
  };

  const toStoredFor =
    (request: KeyedRequest | undefined): ToStored =>
    async ({ status, body }, userId) =>
      request && {
        request,
        userId,
        answer: {
          status,
          body: await encrypt({ secret, context: contextOf(request), text: body }),
        },
      };

  const run = async (keyed: KeyedRequest | undefined, effect: Effect, user?: User) => {
    const request = keyed && (await blinded(secret, keyed));
    const toStored = toStoredFor(request);
    return once({ request, find: storedAnswer(user), effect: () => effect(toStored) });
  };

  return {
    /** Stores an answer in a batch of its own, if the effect changed nothing. */
    storeAlone: store.save,

    /**
     * Runs an effect once for each idempotency key. The effect commits the row that `toStored` returns in
     * its batch.
     */
    once: (request: KeyedRequest | undefined, effect: Effect) => run(request, effect),

    /**
     * Runs an effect once for each idempotency key, for a route that requires an active session. Replays a
     * stored answer only while the actor's session is active. The effect checks the session itself.
     * @throws 401 `unauthenticated` for a used idempotency key when the session has ended
     */
    onceWhileActive: (actor: User, request: KeyedRequest | undefined, effect: Effect) =>
      run(request, effect, actor),
  };
};
export type AnswersService = ReturnType<typeof answersService>;
