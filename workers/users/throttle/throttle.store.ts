import type { RedisClient, Script } from "#kernel/redis.client";
import giveBack from "./scripts/give-back.lua";
import take from "./scripts/take.lua";
import type { Try } from "./throttle.rules";

/** A key of Redis with what it may hold. */
export interface LimitedKey {
  key: string;
  /** While this key exists, tries are counted under `<door>:tries` and not under `key`. */
  door?: string | undefined;
  triesMax: number;
  windowMs: number;
  /** A full bucket that is silent lets the try pass, and tells of it. */
  beyond?: "silence" | undefined;
}

/** How much room a bucket has after a try was counted. */
export interface Room {
  /** How many more tries it takes; -1 where this one found it full and was not to be refused. */
  left: number;
  /** When its oldest try leaves it. */
  resetMs: number;
}

/** What became of a try. */
type Taken =
  | { isTaken: true; rooms: readonly Room[] }
  /** `bucket` is the index of the one to wait for; `isFirst` holds for the first refusal of its window. */
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

/** Tries, counted in Redis: its keys are hashes, and it holds no address and no name. */
export const throttleStore = (redis: RedisClient) => ({
  ping: redis.ping,

  /** Counts the try in each bucket; or returns in how many ms all of them have a place. */
  async take(tryId: string, buckets: readonly LimitedKey[]): Promise<Taken> {
    const doors = buckets.flatMap(({ door }) => (door ? [door] : []));
    const limits = buckets.flatMap(({ triesMax, windowMs, door, beyond }) => {
      const doorIndex = door ? buckets.length + doors.indexOf(door) + 1 : 0;
      return [triesMax, windowMs, doorIndex, beyond === "silence" ? 1 : 0].map(String);
    });
    const keys = [...buckets.map(({ key }) => key), ...doors];
    return takenOf(String(await redis.run(TAKE, keys, [tryId, ...limits])));
  },

  openDoor: (door: string, openMs: number) => redis.command("SET", door, "1", "PX", String(openMs)),

  giveBack: ({ id, keys }: Pick<Try, "id" | "keys">) => redis.run(GIVE_BACK, [...keys], [id]),
});
export type ThrottleStore = ReturnType<typeof throttleStore>;
