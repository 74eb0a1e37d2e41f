import type { RedisClient, Script } from "#kernel/redis.client";
import type { Try } from "./throttle";

/** A key of Redis with what it may hold. */
export interface LimitedKey {
  key: string;
  /** While this key exists, tries are counted under `<door>:tries` and not under `key`. */
  door?: string | undefined;
  triesMax: number;
  windowMs: number;
}

/** What became of a try: nothing to wait for, or how long, and whether nobody had to before. */
interface Taken {
  waitMs: number;
  isFirst: boolean;
}

/**
 * Takes a place in every bucket, or in none. A bucket is a sorted set of tries by their time, so the
 * window slides, and the same try sent twice is one. By the clock of Redis. KEYS are the buckets, then
 * the doors of those that have one; ARGV the try and for each bucket how many within how many ms and the
 * index of its door, or 0. Answers 0, or the ms to wait: less than
 * nothing for everybody but the first who has to.
 */
const TAKE: Script = {
  text: `
local time = redis.call("TIME")
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local function int(number) return string.format("%d", number) end
local wait, full = 0, ""
local buckets = {}
for i = 1, (#ARGV - 1) / 3 do
  local door = KEYS[tonumber(ARGV[3 * i + 1])]
  local key = KEYS[i]
  if door and redis.call("EXISTS", door) == 1 then key = door .. ":tries" end
  buckets[i] = key
  local max, window = tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i])
  redis.call("ZREMRANGEBYSCORE", key, "-inf", int(now - window))
  if not redis.call("ZSCORE", key, ARGV[1]) and redis.call("ZCARD", key) >= max then
    local oldest = redis.call("ZRANGE", key, 0, 0, "WITHSCORES")
    local rest = math.max(tonumber(oldest[2]) + window - now, 1)
    if rest > wait then wait, full = rest, key end
  end
end
if wait > 0 then
  local isFirst = redis.call("SET", full .. ":full", "1", "NX", "PX", int(wait))
  return int(isFirst and wait or -wait)
end
for i, key in ipairs(buckets) do
  redis.call("ZADD", key, int(now), ARGV[1])
  redis.call("PEXPIRE", key, ARGV[3 * i])
end
return "0"
`,
};

const GIVE_BACK: Script = {
  text: `for _, key in ipairs(KEYS) do redis.call("ZREM", key, ARGV[1]) end return "0"`,
};

/** Tries, counted in Redis: its keys are hashes, and it holds no address and no name. */
export const throttleStore = (redis: RedisClient) => ({
  ping: redis.ping,

  /** Counts the try in each bucket; or says in how many ms all of them have a place. */
  async take(tryId: string, buckets: readonly LimitedKey[]): Promise<Taken> {
    const doors = buckets.flatMap(({ door }) => (door ? [door] : []));
    const limits = buckets.flatMap(({ triesMax, windowMs, door }) =>
      [triesMax, windowMs, door ? buckets.length + doors.indexOf(door) + 1 : 0].map(String),
    );
    const keys = [...buckets.map(({ key }) => key), ...doors];
    const waitMs = Number(await redis.run(TAKE, keys, [tryId, ...limits]));
    return { waitMs: Math.abs(waitMs), isFirst: waitMs > 0 };
  },

  openDoor: (door: string, openMs: number) => redis.command("SET", door, "1", "PX", String(openMs)),

  giveBack: ({ id, keys }: Try) => redis.run(GIVE_BACK, [...keys], [id]),
});
export type ThrottleStore = ReturnType<typeof throttleStore>;
