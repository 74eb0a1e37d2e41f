import { afterAnswer } from "#kernel/call";
import { hmacBase64Url } from "#kernel/encoding";
import { AppError } from "#kernel/errors";
import { type Bucket, DOOR_MS, LIMITS, type Try } from "./throttle";
import type { ThrottleStore } from "./throttle.store";

interface Tools {
  store: ThrottleStore;
  /** Hashes what buckets are named after, so that Redis holds no address. */
  secret: string;
}

const refusal = (buckets: readonly Bucket[], waitMs: number) => {
  const [{ limit } = { limit: "account" as const }] = buckets;
  const { triesMax, windowMs } = LIMITS[limit];
  const seconds = String(Math.ceil(waitMs / 1000));
  return new AppError("rate_limited", "Too many tries. Please wait a while.", {
    headers: {
      "Retry-After": seconds,
      "RateLimit-Policy": `"${limit}";q=${triesMax};w=${windowMs / 1000}`,
      RateLimit: `"${limit}";r=0;t=${seconds}`,
    },
  });
};

/**
 * The gate in front of what may be guessed. A try is counted before it is looked at and given back
 * when it was right, so that a crowd of tries at once is counted like one after the other, and a
 * Worker that dies in between has counted too much, never too little.
 */
export const throttleService = ({ store, secret }: Tools) => {
  const hashed = async (prefix: string, name: string) =>
    `${prefix}:${await hmacBase64Url(secret, `throttle ${name}`)}`;

  const keyOf = async ({ limit, of, door }: Bucket) => ({
    key: await hashed(`try:${limit}`, `${limit} ${of}`),
    door: door === undefined ? undefined : await hashed("door", door),
    ...LIMITS[limit],
  });

  return {
    /**
     * @throws 429 `rate_limited` with Retry-After; 503 `dependency_unavailable` when nobody counts,
     * because then nobody gets in
     * @param onFull writes down, after the answer, that there were too many: once, and not for each of them
     */
    async take(buckets: readonly Bucket[], onFull: () => Promise<unknown>): Promise<Try> {
      const limited = await Promise.all(buckets.map(keyOf));
      const id = crypto.randomUUID();
      const { waitMs, isFirst } = await store.take(id, limited);
      if (isFirst) afterAnswer(onFull());
      if (waitMs > 0) throw refusal(buckets, waitMs);
      return {
        id,
        keys: limited.flatMap(({ key, door }) => (door ? [key, `${door}:tries`] : [key])),
      };
    },

    /** Gives whoever comes through this door a bucket of their own for `DOOR_MS`. */
    openDoor: async (door: string) => store.openDoor(await hashed("door", door), DOOR_MS),

    /**
     * A right try counts for nothing. Earlier wrong ones stay: they may have been somebody else's.
     * Nobody waits for it, so it costs no round trip.
     */
    giveBack(right: Try) {
      afterAnswer(store.giveBack(right));
    },
  };
};
export type ThrottleService = ReturnType<typeof throttleService>;
