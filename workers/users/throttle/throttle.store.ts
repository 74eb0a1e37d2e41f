import type { RedisClient, Script } from "#kernel/vendors/redis.client";
import giveBack from "./scripts/give-back.lua";
import take from "./scripts/take.lua";
import type { Attempt } from "./throttle.rules";

/** A Redis key with its limit. */
export interface LimitedKey {
  key: string;
  /** While this key exists, attempts are counted under `<door>:tries` instead of `key`. */
  door?: string | undefined;
  triesMax: number;
  windowMs: number;
  /** A full bucket with `silence` allows the attempt and reports it. */
  beyond?: "silence" | undefined;
}

/** The state of a bucket after an attempt was counted. */
export interface Room {
  /** Attempts left, or -1 if a silent bucket was full. */
  left: number;
  /** Time until its oldest attempt expires. */
  resetMs: number;
}

/** The outcome of an attempt. */
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

/** Attempts, counted in Redis under hashed keys. */
export const throttleStore = (redis: RedisClient) => ({
  ping: redis.ping,

  /** Counts the attempt in each bucket, or returns the wait. */
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
