local orderId, firstLine = ARGV[1], 2
-- Completes the cart with an order. ARGV[2…] are ids of lines and the units that were bought. All other
-- units stay in the cart, so that the shopper sees what was not part of the order.
if not status then return { "not_found" } end
if status == "completed" then return { "ok" } end
local lines = tonumber(get("lines") or "0")
for i = firstLine, #ARGV, 2 do
  local line, bought = ARGV[i], tonumber(ARGV[i + 1])
  local current = tonumber(get("q:" .. line) or "0")
  local left = current - bought
  if left > 0 then
    redis.call("HSET", cart, "q:" .. line, int(left))
  elseif current > 0 then
    redis.call("HDEL", cart, "q:" .. line, "l:" .. line)
    lines = lines - 1
  end
end
redis.call("HSET", cart, "status", "completed", "orderId", orderId, "lines", int(lines), "version", int(version + 1))
redis.call("HDEL", cart, "placingKey", "placingSince", "shippingOptionId", "tried")
keep("")
return { "ok" }
