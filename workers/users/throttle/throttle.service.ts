import { afterAnswer } from "#kernel/call";
import { hmacBase64Url } from "#kernel/encoding";
import { EXACT_LIMITS, type ExactLimit, type ExactLimitName } from "#kernel/routes/rate-classes";
import { rateHeaders, rateRefusal } from "#kernel/routes/rate-headers";
import { type Attempt, type Bucket, DOOR_MS } from "./throttle.rules";
import type { LimitedKey, Room, ThrottleStore } from "./throttle.store";

interface Dependencies {
  store: ThrottleStore;
  /** The secret that hashes the names of buckets, so that Redis contains no e-mail address. */
  secret: string;
}

/** A bucket with its Redis key and limit. */
type Limited = LimitedKey & ExactLimit & { limit: ExactLimitName };

const quotaOf = ({ limit, triesMax, windowMs }: Limited) => ({
  name: limit,
  max: triesMax,
  windowMs,
});

/** Returns the rate-limit headers of the fullest bucket that is not hidden. */
const headersOf = (limited: readonly Limited[], rooms: readonly Room[]) => {
  const shown = limited.flatMap((bucket, index) => {
    const room = rooms[index];
    return room && !bucket.hidden ? [{ quota: quotaOf(bucket), ...room }] : [];
  });
  const [nearest] = shown.toSorted((a, b) => a.left - b.left);
  return nearest ? rateHeaders(nearest.quota, nearest.left, nearest.resetMs) : {};
};

/**
 * Limits attempts to guess passwords and codes, and mails. An attempt is counted before its password or
 * code is checked, and given back if it was right. So concurrent attempts are counted like sequential ones,
 * and a Worker that dies during the check has counted too many, never too few.
 */
export const throttleService = ({ store, secret }: Dependencies) => {
  const hashed = async (prefix: string, name: string) =>
    `${prefix}:${await hmacBase64Url(secret, `throttle ${name}`)}`;

  const limitedOf = async ({ limit, of, door }: Bucket): Promise<Limited> => ({
    key: await hashed(`try:${limit}`, `${limit} ${of}`),
    door: door === undefined ? undefined : await hashed("door", door),
    limit,
    ...EXACT_LIMITS[limit],
  });

  return {
    /**
     * Counts an attempt in each of its buckets.
     * @throws 429 `rate_limited` with Retry-After; 503 `dependency_unavailable` when Redis is down, because
     * uncounted attempts must not pass
     * @param onFull runs after the answer to the first refusal of a window, to record it
     */
    async take(buckets: readonly Bucket[], onFull: () => Promise<unknown>): Promise<Attempt> {
      const limited = await Promise.all(buckets.map(limitedOf));
      const id = crypto.randomUUID();
      const taken = await store.take(id, limited);
      if (!taken.isTaken) {
        if (taken.isFirst) afterAnswer(onFull());
        const bucket = limited[taken.bucket] as Limited;
        throw rateRefusal(quotaOf(bucket), taken.waitMs, "Too many attempts. Try again later.");
      }
      const returnable = limited.filter(({ counts }) => counts === "failures");
      return {
        id,
        keys: returnable.flatMap(({ key, door }) => (door ? [key, `${door}:tries`] : [key])),
        headers: headersOf(limited, taken.rooms),
        isSilent: taken.rooms.some(({ left }) => left < 0),
      };
    },

    /** Opens a door: for `DOOR_MS`, attempts of its account and network have their own bucket. */
    openDoor: async (door: string) => store.openDoor(await hashed("door", door), DOOR_MS),

    /**
     * Gives a right attempt back, so that it is not counted. Earlier wrong attempts stay counted, because
     * they may be a stranger's. Runs after the answer is sent.
     */
    giveBack(right: Attempt) {
      afterAnswer(store.giveBack(right));
    },
  };
};
export type ThrottleService = ReturnType<typeof throttleService>;
