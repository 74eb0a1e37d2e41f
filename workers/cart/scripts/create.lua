local firstField = 4
-- Creates a cart from the fields and values in ARGV[4…]. An existing cart was created under the
-- same idempotency key.
if status then return remembered() or whole("again") end
if exceeds(firstField, #ARGV) then return { "cart_too_large" } end
redis.call("HSET", cart, unpack(ARGV, firstField))
local reply = applied()
redis.call("PEXPIRE", cart, NEW_CART_TTL_MS)
return reply
