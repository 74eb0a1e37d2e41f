local try = ARGV[1]
-- Removes a try from every bucket.
for _, bucket in ipairs(KEYS) do redis.call("ZREM", bucket, try) end
return "0"
