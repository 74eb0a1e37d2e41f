local key, orderId = ARGV[1], ARGV[2]
-- Records the order that the cart waits for, if the cart is still frozen for this idempotency key.
if not status then return { "not_found" } end
if status == "placing" and get("placingKey") == key then
  redis.call("HSET", cart, "orderId", orderId)
end
return { "ok" }
