local key, expectedVersion, user = ARGV[1], ARGV[2], ARGV[3]
-- Runs after begin.lua, which reads the cart, and the constants of scripts.rules.ts.
-- Freezes the cart for one order. `key` is a digest of the idempotency key, `expectedVersion` is empty for
-- any version. The reply is `frozen` for the first attempt under the key. After an earlier attempt it is
-- `held` if that attempt still freezes the cart, and `again` otherwise. `missing`, `busy`, `completed` and
-- `paused`, which is followed by the remaining seconds, are outcomes too, because the request may still have
-- a stored answer. `unauthenticated`, `not_found` and `precondition_failed` are codes of problems, which
-- scripts.store.ts throws.
if isErased(user) then return { "unauthenticated" } end
if not status then return { "missing" } end
if hasOtherOwner(user) then return { "not_found" } end
if status == "completed" then return { "completed" } end
local tried = get("tried") or ""
local isFrozenBySame = status == "placing" and get("placingKey") == key
if status == "placing" and not isFrozenBySame and not lapsed() then return { "busy" } end
local isRepeat = string.find(tried, key, 1, true)
if not isRepeat then
  local left = tonumber(get("pausedUntil") or "0") - now
  if left > 0 then return { "paused", left } end
  if expectedVersion ~= "" and tonumber(expectedVersion) ~= version then return { "precondition_failed" } end
  tried = string.sub(tried .. key .. " ", -KEYS_KEPT * (MUTATION_ID_CHARS + 1))
end
if not isFrozenBySame then redis.call("HDEL", cart, "orderId") end
redis.call("HSET", cart, "status", "placing", "placingKey", key, "placingSince", int(now), "tried", tried)
keep(user)
return whole(isFrozenBySame and "held" or isRepeat and "again" or "frozen")
