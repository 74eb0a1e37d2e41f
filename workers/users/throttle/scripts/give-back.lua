local try = ARGV[1]
-- Removes an attempt from every bucket, so that it is not counted.
for _, bucket in ipairs(KEYS) do redis.call("ZREM", bucket, try) end
return "0"
