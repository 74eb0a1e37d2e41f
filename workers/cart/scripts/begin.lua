local cart = KEYS[1]
-- Begins every script: reads the cart and defines the functions that the scripts share.
local function get(field) return redis.call("HGET", cart, field) end
local function whole(code) return { code, redis.call("HGETALL", cart) } end
local function int(number) return string.format("%d", number) end
local status, version = get("status"), tonumber(get("version") or "0")
local now = tonumber(redis.call("TIME")[1])

-- Returns whether the freeze of the cart has lapsed.
local function lapsed()
  local limit = get("orderId") and PLACING_LAPSES_WITH_ORDER_SECONDS or PLACING_LAPSES_SECONDS
  return now - tonumber(get("placingSince") or "0") > limit
end
local function thaw()
  redis.call("HSET", cart, "status", "open")
  redis.call("HDEL", cart, "placingKey", "placingSince", "orderId")
end

-- Returns whether the cart has an owner other than this user. An empty user is a guest.
local function hasOtherOwner(user)
  local owner = get("user")
  return owner and owner ~= user
end
local function isErased(user)
  return user ~= "" and redis.call("EXISTS", ERASED_PREFIX .. user) == 1
end

-- Deletes a cart and its stored answers. Returns false if an order is being placed from it.
local function delete(key)
  if redis.call("HGET", key, "status") == "placing" then return false end
  for _, mutation in ipairs(redis.call("ZRANGE", key .. ":answers", "0", "-1")) do
    redis.call("DEL", key .. ":a:" .. mutation)
  end
  redis.call("DEL", key, key .. ":answers")
  return true
end

-- Sets the owner, extends the cart's life, and deletes the owner's oldest carts above the maximum number.
local function keep(user)
  if user ~= "" then redis.call("HSET", cart, "user", user) end
  redis.call("PEXPIRE", cart, CART_TTL_MS)
  local owner = get("user")
  if not owner then return end
  local carts = ACCOUNT_PREFIX .. owner
  redis.call("ZADD", carts, int(now), string.sub(cart, #CART_PREFIX + 1))
  redis.call("ZREMRANGEBYSCORE", carts, "-inf", int(now - CART_TTL_SECONDS))
  redis.call("PEXPIRE", carts, CART_TTL_MS)
  for _, cartId in ipairs(redis.call("ZRANGE", carts, "0", int(-ACCOUNT_CARTS_MAX - 1))) do
    if delete(CART_PREFIX .. cartId) then redis.call("ZREM", carts, cartId) end
  end
end
