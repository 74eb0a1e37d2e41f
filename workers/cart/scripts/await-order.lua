local key, orderId = ARGV[1], ARGV[2]
-- Records the order that the cart waits for, if this key's placement still freezes the cart.
if not status then return { "not_found" } end
if status == "placing" and get("placingKey") == key then
  redis.call("HSET", cart, "orderId", orderId)
end
return { "ok" }
