import type { RedisClient, Script } from "#kernel/redis.client";
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

/**
 * Takes a place in every bucket, or in none; a silent bucket that is full is passed over. A bucket is a
 * sorted set of tries by their time, so the window slides, and the same try sent twice is one. Time is the
 * clock of Redis. KEYS: the buckets, then their doors. ARGV: the try, then for each bucket its limit, its
 * window in ms, the index of its door or 0, and 1 where it is silent. Returns the ms to wait (negative
 * except for the first refusal of a window) and the index of that bucket; or 0, and for each bucket how
 * many tries it has left and the ms until its oldest try leaves it.
 */
const TAKE: Script = {
  text: `
local time = redis.call("TIME")
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local function int(number) return string.format("%d", number) end
local wait, full, fullest = 0, "", 0
local buckets = {}
for i = 1, (#ARGV - 1) / 4 do
  local max, window = tonumber(ARGV[4 * i - 2]), tonumber(ARGV[4 * i - 1])
  local door, silent = KEYS[tonumber(ARGV[4 * i])], ARGV[4 * i + 1] == "1"
  local key = KEYS[i]
  if door and redis.call("EXISTS", door) == 1 then key = door .. ":tries" end
  redis.call("ZREMRANGEBYSCORE", key, "-inf", int(now - window))
  local isFull = not redis.call("ZSCORE", key, ARGV[1]) and redis.call("ZCARD", key) >= max
  buckets[i] = { key = key, max = max, window = window, skipped = isFull and silent }
  if isFull and not silent then
    local oldest = redis.call("ZRANGE", key, 0, 0, "WITHSCORES")
    local rest = math.max(tonumber(oldest[2]) + window - now, 1)
    if rest > wait then wait, full, fullest = rest, key, i end
  end
end
if wait > 0 then
  local isFirst = redis.call("SET", full .. ":full", "1", "NX", "PX", int(wait))
  return int(isFirst and wait or -wait) .. " " .. int(fullest)
end
local reply = { "0" }
for _, bucket in ipairs(buckets) do
  local left = -1
  if not bucket.skipped then
    redis.call("ZADD", bucket.key, int(now), ARGV[1])
    redis.call("PEXPIRE", bucket.key, int(bucket.window))
    left = bucket.max - redis.call("ZCARD", bucket.key)
  end
  local oldest = redis.call("ZRANGE", bucket.key, 0, 0, "WITHSCORES")
  table.insert(reply, int(left))
  table.insert(reply, int(tonumber(oldest[2]) + bucket.window - now))
end
return table.concat(reply, " ")
`,
};

const takenOf = (reply: string): Taken => {
  const [waitMs = 0, ...rest] = reply.split(" ").map(Number);
  if (waitMs !== 0) {
    const bucket = (rest[0] ?? 1) - 1;
    return { isTaken: false, waitMs: Math.abs(waitMs), isFirst: waitMs > 0, bucket };
  }
  const roomOf = (i: number): Room => ({ left: rest[2 * i] ?? 0, resetMs: rest[2 * i + 1] ?? 0 });
  return { isTaken: true, rooms: Array.from({ length: rest.length / 2 }, (_, i) => roomOf(i)) };
};

const GIVE_BACK: Script = {
  text: `for _, key in ipairs(KEYS) do redis.call("ZREM", key, ARGV[1]) end return "0"`,
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
