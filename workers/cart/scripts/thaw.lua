local field, value, isDeclined = ARGV[1], ARGV[2], ARGV[3] == "declined"
-- Thaws the cart if `field`, which is `placingKey` or `orderId`, has this value. A declined payment is
-- counted only by the call that thaws the cart.
if not status then return { "not_found" } end
if status ~= "placing" or get(field) ~= value then return { "ok" } end
thaw()
if not isDeclined then return { "ok" } end
local beyond = redis.call("HINCRBY", cart, "declines", "1") - DECLINES_FREE
if beyond >= 0 then
  local pause = math.min(DECLINE_PAUSE_SECONDS * 2 ^ math.min(beyond, 30), DECLINE_PAUSE_SECONDS_MAX)
  redis.call("HSET", cart, "pausedUntil", int(now + pause))
end
return { "ok" }
