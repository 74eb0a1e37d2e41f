local firstSet, lastSet = 6, 5 + tonumber(ARGV[5])
-- ARGV[5] is the number of fields and values to set in ARGV[6…]. The fields after them are deleted.
if exceeds(firstSet, lastSet) then return { "cart_too_large" } end
if lastSet >= firstSet then redis.call("HSET", cart, unpack(ARGV, firstSet, lastSet)) end
if #ARGV > lastSet then redis.call("HDEL", cart, unpack(ARGV, lastSet + 1)) end
return applied()
