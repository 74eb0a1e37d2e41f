import type { UsersRpc } from "#contract/users";
import type { ApiKeyActor } from "#kernel/actor";
import { apiKeyHash, isApiKey } from "#kernel/api-key";
import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { AppError, rejectedToken } from "#kernel/errors";

/** How long an isolate trusts what it read about a key, and so the longest that a revoked key still reads. */
export const KEY_FRESH_MS = 30_000;
/** Keys that an isolate remembers. Beyond them the oldest is forgotten. */
export const KEYS_MAX = 1000;

interface Remembered {
  /** Null for a key that is unknown or revoked. */
  actor: ApiKeyActor | null;
  freshUntilMs: number;
}

interface Dependencies {
  users: Pick<UsersRpc, "apiKey">;
  clock: Clock;
}

const rejected = () =>
  new AppError("unauthenticated", "The API key is invalid.", {
    headers: { "WWW-Authenticate": rejectedToken("The API key is invalid") },
  });

/**
 * Returns the actor of an API key. Remembers keys by their hash, unknown ones as well, so that repeating a
 * request causes no read.
 */
export const apiKeys = ({ users, clock }: Dependencies) => {
  const remembered = new Map<string, Remembered>();

  const remember = (hash: string, actor: ApiKeyActor | null) => {
    remembered.delete(hash);
    remembered.set(hash, { actor, freshUntilMs: clock.now() + KEY_FRESH_MS });
    const [oldest] = remembered.keys();
    if (remembered.size > KEYS_MAX && oldest !== undefined) remembered.delete(oldest);
    return actor;
  };

  const read = async (hash: string) => {
    const found = await users.apiKey(hash, currentTrace());
    return remember(hash, found && { kind: "key", keyId: found.id, scopes: found.scopes });
  };

  /**
   * Returns the actor of the text of a key. Calls `beforeRead` when the key is not remembered.
   * @throws 401 `unauthenticated` for a malformed, unknown or revoked key
   */
  return async (text: string, beforeRead: () => Promise<unknown>): Promise<ApiKeyActor> => {
    if (!(await isApiKey(text))) throw rejected();
    const hash = await apiKeyHash(text);
    const known = remembered.get(hash);
    const isFresh = known !== undefined && clock.now() < known.freshUntilMs;
    if (!isFresh) await beforeRead();
    const actor = isFresh ? known.actor : await read(hash);
    if (actor === null) throw rejected();
    return actor;
  };
};
export type ApiKeys = ReturnType<typeof apiKeys>;
