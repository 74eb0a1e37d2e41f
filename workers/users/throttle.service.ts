import { afterAnswer } from "#kernel/call";
import { hmacBase64Url } from "#kernel/encoding";
import { AppError } from "#kernel/errors";
import { EXACT_LIMITS, type ExactLimitName } from "#kernel/rate-classes";
import { type Bucket, DOOR_MS, type Try } from "./throttle";
import type { ThrottleStore } from "./throttle.store";

interface Tools {
  store: ThrottleStore;
  /** Hashes what buckets are named after, so that Redis holds no address. */
  secret: string;
}

/** The headers of a limit, draft-ietf-httpapi-ratelimit-headers. */
const headersOf = (limit: ExactLimitName, left: number, resetMs: number) => {
  const { triesMax, windowMs } = EXACT_LIMITS[limit];
  return {
    "RateLimit-Policy": `"${limit}";q=${triesMax};w=${windowMs / 1000}`,
    RateLimit: `"${limit}";r=${left};t=${Math.ceil(resetMs / 1000)}`,
  };
};

const refusal = (limit: ExactLimitName, waitMs: number) =>
  new AppError("rate_limited", "Too many tries. Please wait a while.", {
    headers: {
      "Retry-After": String(Math.ceil(waitMs / 1000)),
      ...headersOf(limit, 0, waitMs),
    },
  });

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
    limit,
    ...EXACT_LIMITS[limit],
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
      const { waitMs, isFirst, bucket, left, resetMs } = await store.take(id, limited);
      const limit = limited[bucket]?.limit ?? "account";
      if (isFirst) afterAnswer(onFull());
      if (waitMs > 0) throw refusal(limit, waitMs);
      const returnable = limited.filter(({ counts }) => counts === "failures");
      return {
        id,
        keys: returnable.flatMap(({ key, door }) => (door ? [key, `${door}:tries`] : [key])),
        headers: limit === "sender" ? headersOf(limit, left, resetMs) : {},
      };
    },

    /** Opens a door: for `DOOR_MS`, tries that come through it have their own bucket. */
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
