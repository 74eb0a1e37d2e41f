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

/** What became of a try. */
interface Taken {
  /** How long to wait; 0 when the try was counted. */
  waitMs: number;
  /** Whether this is the first refusal of its window. */
  isFirst: boolean;
  /** Index of the bucket that `left` and `resetMs` are of: the one to wait for longest, or the last. */
  bucket: number;
  /** How many more tries that bucket takes. */
  left: number;
  /** When its oldest try leaves it. */
  resetMs: number;
}

/**
 * Takes a place in every bucket, or in none. A bucket is a sorted set of tries by their time, so the
 * window slides, and the same try sent twice is one. Time is the clock of Redis. KEYS: the buckets,
 * then their doors. ARGV: the try, then for each bucket its limit, its window in ms and the index of
 * its door, or 0. Returns the ms to wait (negative except for the first refusal of a window), the
 * index of that bucket or of the last one, how many tries it has left, and the ms until its oldest try
 * leaves it.
 */
const TAKE: Script = {
  text: `
local time = redis.call("TIME")
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local function int(number) return string.format("%d", number) end
local wait, full, fullest = 0, "", 0
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
    if rest > wait then wait, full, fullest = rest, key, i end
  end
end
if wait > 0 then
  local isFirst = redis.call("SET", full .. ":full", "1", "NX", "PX", int(wait))
  return table.concat({ int(isFirst and wait or -wait), int(fullest), "0", int(wait) }, " ")
end
for i, key in ipairs(buckets) do
  redis.call("ZADD", key, int(now), ARGV[1])
  redis.call("PEXPIRE", key, ARGV[3 * i])
end
local last = #buckets
local left = tonumber(ARGV[3 * last - 1]) - redis.call("ZCARD", buckets[last])
local oldest = redis.call("ZRANGE", buckets[last], 0, 0, "WITHSCORES")
local reset = tonumber(oldest[2]) + tonumber(ARGV[3 * last]) - now
return table.concat({ "0", int(last), int(left), int(reset) }, " ")
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
    const reply = String(await redis.run(TAKE, keys, [tryId, ...limits]));
    const [waitMs = 0, index = 1, left = 0, resetMs = 0] = reply.split(" ").map(Number);
    return { waitMs: Math.abs(waitMs), isFirst: waitMs > 0, bucket: index - 1, left, resetMs };
  },

  openDoor: (door: string, openMs: number) => redis.command("SET", door, "1", "PX", String(openMs)),

  giveBack: ({ id, keys }: Pick<Try, "id" | "keys">) => redis.run(GIVE_BACK, [...keys], [id]),
});
export type ThrottleStore = ReturnType<typeof throttleStore>;
