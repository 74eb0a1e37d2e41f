import type { RedisClient, Script } from "#kernel/vendors/redis.client";
import giveBack from "./scripts/give-back.lua";
import take from "./scripts/take.lua";
import type { Attempt } from "./throttle.rules";

/** The Redis key of a bucket, with its limit. */
export interface LimitedKey {
  key: string;
  /** A second Redis key. While it exists, attempts are counted under `<door>:tries` instead of `key`. */
  door?: string | undefined;
  triesMax: number;
  windowMs: number;
  /** With `silence`, a full bucket allows the attempt and reports that it is full. */
  beyond?: "silence" | undefined;
}

/** The state of a bucket after an attempt was counted. */
export interface Room {
  /** The number of attempts left, or -1 if a silent bucket was full. */
  left: number;
  /** The time until the bucket's oldest attempt expires. */
  resetMs: number;
}

/** The outcome of counting an attempt. */
type Taken =
  | { isTaken: true; rooms: readonly Room[] }
  /** `bucket` is the index of the bucket to wait for. `isFirst` is true for the first refusal of its window. */
  | { isTaken: false; waitMs: number; isFirst: boolean; bucket: number };

const TAKE: Script = { text: take };
const GIVE_BACK: Script = { text: giveBack };

const takenOf = (reply: string): Taken => {
  const [waitMs = 0, ...rest] = reply.split(" ").map(Number);
  if (waitMs !== 0) {
    const bucket = (rest[0] ?? 1) - 1;
    return { isTaken: false, waitMs: Math.abs(waitMs), isFirst: waitMs > 0, bucket };
  }
  const roomOf = (i: number): Room => ({ left: rest[2 * i] ?? 0, resetMs: rest[2 * i + 1] ?? 0 });
  return { isTaken: true, rooms: Array.from({ length: rest.length / 2 }, (_, i) => roomOf(i)) };
};

/** Counts attempts in Redis under hashed keys. */
export const throttleStore = (redis: RedisClient) => ({
  ping: redis.ping,

  /** Counts the attempt in each bucket. If one is full, counts it in none and returns the wait. */
  async take(attemptId: string, buckets: readonly LimitedKey[]): Promise<Taken> {
    const doors = buckets.flatMap(({ door }) => (door ? [door] : []));
    const limits = buckets.flatMap(({ triesMax, windowMs, door, beyond }) => {
      const doorIndex = door ? buckets.length + doors.indexOf(door) + 1 : 0;
      return [triesMax, windowMs, doorIndex, beyond === "silence" ? 1 : 0].map(String);
    });
    const keys = [...buckets.map(({ key }) => key), ...doors];
    return takenOf(String(await redis.run(TAKE, keys, [attemptId, ...limits])));
  },

  openDoor: (door: string, openMs: number) => redis.command("SET", door, "1", "PX", String(openMs)),

  giveBack: ({ id, keys }: Pick<Attempt, "id" | "keys">) => redis.run(GIVE_BACK, [...keys], [id]),
});
export type ThrottleStore = ReturnType<typeof throttleStore>;
