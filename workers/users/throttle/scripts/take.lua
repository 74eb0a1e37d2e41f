local try, bucketCount = ARGV[1], (#ARGV - 1) / 4
-- Counts an attempt in every bucket, or in none if one is full. A silent bucket that is full is skipped.
-- A bucket is a sorted set of attempts by their time, so the window slides, and an attempt sent twice
-- counts once. KEYS: the buckets, then their doors. ARGV[2…]: for each bucket its limit, its window in
-- ms, the index of its door in KEYS or 0, and 1 if it is silent.
-- Returns the ms to wait, negative except for the first refusal of a window, and the index of the
-- bucket; or 0, and for each bucket the attempts left and the ms until its oldest attempt expires.
local function limitsOf(bucket)
  local first = 4 * bucket - 2
  return tonumber(ARGV[first]), tonumber(ARGV[first + 1]), KEYS[tonumber(ARGV[first + 2])], ARGV[first + 3] == "1"
end
local function int(number) return string.format("%d", number) end
local time = redis.call("TIME")
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local wait, full, fullest = 0, "", 0
local buckets = {}
for i = 1, bucketCount do
  local max, window, door, silent = limitsOf(i)
  local key = KEYS[i]
  if door and redis.call("EXISTS", door) == 1 then key = door .. ":tries" end
  redis.call("ZREMRANGEBYSCORE", key, "-inf", int(now - window))
  local isFull = not redis.call("ZSCORE", key, try) and redis.call("ZCARD", key) >= max
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
    redis.call("ZADD", bucket.key, int(now), try)
    redis.call("PEXPIRE", bucket.key, int(bucket.window))
    left = bucket.max - redis.call("ZCARD", bucket.key)
  end
  local oldest = redis.call("ZRANGE", bucket.key, 0, 0, "WITHSCORES")
  table.insert(reply, int(left))
  table.insert(reply, int(tonumber(oldest[2]) + bucket.window - now))
end
return table.concat(reply, " ")
