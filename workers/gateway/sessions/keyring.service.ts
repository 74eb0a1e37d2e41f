import { type CryptoKey, importJWK, type JWK } from "jose";
import type { Jwks } from "#contract/users";
import type { Clock } from "#kernel/clock";
import { DependencyError } from "#kernel/errors";
import { minuteLog } from "#kernel/failure";

const KEYS_FRESH_MS = 10 * 60_000;
/** The minimum interval between fetches for unknown key ids, so that forged tokens do not cause one each. */
const REFETCH_EVERY_MS = 30_000;

interface Dependencies {
  fetchJwks: () => Promise<Jwks>;
  clock: Clock;
}

const imported = async ({ keys: jwks }: Jwks) => {
  const pairs = await Promise.all(
    jwks.map(async (jwk) => [String(jwk.kid), await importJWK(jwk as JWK, "ES256")] as const),
  );
  return new Map(pairs.flatMap(([kid, key]) => (key instanceof Uint8Array ? [] : [[kid, key]])));
};

/**
 * Returns the public keys of access tokens by id. The keyring stores keys and never promises, because
 * on Workers a shared promise hangs when the request that created it ends. So concurrent requests to
 * a new isolate fetch once each. After a failed fetch the old keys stay in use; an isolate logs this
 * once a minute, with the number of failures.
 */
export const keyring = ({ fetchJwks, clock }: Dependencies) => {
  const logFailure = minuteLog("jwks.refresh_failed", clock);
  let keys = new Map<string, CryptoKey>();
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;

  const isDue = (kid: string) => {
    if (keys.size === 0) return true;
    const isMissingOrOld = !keys.has(kid) || clock.now() - fetchedAt > KEYS_FRESH_MS;
    return isMissingOrOld && clock.now() - triedAt > REFETCH_EVERY_MS;
  };

  const refresh = async () => {
    try {
      keys = await imported(await fetchJwks());
      fetchedAt = clock.now();
    } catch (err) {
      if (keys.size === 0) throw new DependencyError("users", err);
      logFailure(err);
    } finally {
      triedAt = clock.now();
    }
  };

  return async (kid: string): Promise<CryptoKey | undefined> => {
    if (isDue(kid)) await refresh();
    return keys.get(kid);
  };
};
