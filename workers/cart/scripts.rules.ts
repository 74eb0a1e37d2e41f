import { CART_LINES_MAX, LINE_QUANTITY_MAX } from "#contract/cart";
import type { Script } from "#kernel/redis.client";
import {
  ACCOUNT_CARTS_MAX,
  ANSWERS_BYTES_MAX,
  ANSWERS_KEPT_MAX,
  CART_BYTES_MAX,
  DECLINE_PAUSE_SECONDS,
  DECLINE_PAUSE_SECONDS_MAX,
  DECLINES_FREE,
} from "./bounds.rules";
import { accountKey, CART_PREFIX, goneKey } from "./keys";
import { MUTATION_ID_CHARS, PRINT_CHARS } from "./mutation.rules";
import {
  CART_TTL_MS,
  NEW_CART_TTL_MS,
  PLACING_LAPSES_SECONDS,
  PLACING_LAPSES_WITH_ORDER_SECONDS,
} from "./stored-cart.rules";

/** How many mutations a cart remembers to have applied, and how many keys to have been placed under. */
const MUTATIONS_KEPT = 64;
const KEYS_KEPT = 8;

/** How long the answer to a keyed mutation can be had again. */
export const ANSWER_TTL_MS = 7 * 24 * 60 * 60 * 1000;
const secondsOf = (ms: number) => String(ms / 1000);

/**
 * Every change of a cart is one of these scripts, so it is atomic and one round trip. They answer
 * `{ code }` or `{ code, every field of the cart }`; a refusal's code is that of the problem document.
 * KEYS[1] is the cart. No cjson, whole numbers as text: they run on every engine that we know. The
 * keys of an account follow from its id, which the cart itself may hold: Upstash locks the whole
 * database for a script, so it may use keys that it was not given.
 */
const BEGIN = `
local function get(field) return redis.call("HGET", KEYS[1], field) end
local function whole(code) return { code, redis.call("HGETALL", KEYS[1]) } end
local function int(number) return string.format("%d", number) end
local status, version = get("status"), tonumber(get("version") or "0")
local now = tonumber(redis.call("TIME")[1])

local function lapsed()
  local limit = get("orderId") and ${PLACING_LAPSES_WITH_ORDER_SECONDS} or ${PLACING_LAPSES_SECONDS}
  return now - tonumber(get("placingSince") or "0") > limit
end
local function reopen()
  redis.call("HSET", KEYS[1], "status", "open")
  redis.call("HDEL", KEYS[1], "placingKey", "placingSince", "orderId")
end
-- Whether the cart is of an account and somebody else asks; an empty user is a guest.
local function anothers(user)
  local owner = get("user")
  return owner and owner ~= user
end
local function gone(user)
  return user ~= "" and redis.call("EXISTS", "${goneKey("")}" .. user) == 1
end
-- Deletes a cart and its stored answers, unless a placement holds it.
local function drop(key)
  if redis.call("HGET", key, "status") == "placing" then return false end
  for _, id in ipairs(redis.call("ZRANGE", key .. ":answers", "0", "-1")) do
    redis.call("DEL", key .. ":a:" .. id)
  end
  redis.call("DEL", key, key .. ":answers")
  return true
end
local function keep(user)
  if user ~= "" then redis.call("HSET", KEYS[1], "user", user) end
  redis.call("PEXPIRE", KEYS[1], "${CART_TTL_MS}")
  local owner = get("user")
  if not owner then return end
  local carts = "${accountKey("")}" .. owner
  redis.call("ZADD", carts, int(now), string.sub(KEYS[1], ${CART_PREFIX.length + 1}))
  redis.call("ZREMRANGEBYSCORE", carts, "-inf", int(now - ${secondsOf(CART_TTL_MS)}))
  redis.call("PEXPIRE", carts, "${CART_TTL_MS}")
  for _, cart in ipairs(redis.call("ZRANGE", carts, "0", "${-ACCOUNT_CARTS_MAX - 1}")) do
    if drop("${CART_PREFIX}" .. cart) then redis.call("ZREM", carts, cart) end
  end
end
`;

const EXISTING = `
if not status then return { "not_found" } end
`;

/**
 * A mutation has ARGV[1] its id, ARGV[2] its print, ARGV[3] who is signed in, or empty, and KEYS[2] the
 * place of its answer when it is keyed.
 */
const MUTATION = `
${BEGIN}
if gone(ARGV[3]) then return { "unauthenticated" } end
if anothers(ARGV[3]) then return { "not_found" } end
if KEYS[2] then
  local answer = redis.call("GET", KEYS[2])
  if answer then return { "answered", answer } end
end
local function remembered()
  local mutations = get("mutations") or ""
  local at = string.find(mutations, ARGV[1] .. ":", 1, true)
  if not at then return nil end
  local print = string.sub(mutations, at + ${MUTATION_ID_CHARS + 1}, at + ${MUTATION_ID_CHARS + PRINT_CHARS})
  if print ~= ARGV[2] then return { "idempotency_key_reused" } end
  return whole("again")
end
local function applied()
  local mutations = (get("mutations") or "") .. ARGV[1] .. ":" .. ARGV[2] .. " "
  local kept = string.sub(mutations, -${MUTATIONS_KEPT * (MUTATION_ID_CHARS + PRINT_CHARS + 2)})
  redis.call("HSET", KEYS[1], "version", int(version + 1), "touched", int(now), "mutations", kept)
  keep(ARGV[3])
  return whole("applied")
end
`;

/** Changes of a cart that exists: ARGV[4] is the version it must have, or empty. */
const CHANGE = `
${MUTATION}
${EXISTING}
local memory = remembered()
if memory then return memory end
if status == "completed" then return { "cart_completed" } end
if status == "placing" and not lapsed() then return { "cart_busy" } end
if ARGV[4] ~= "" and tonumber(ARGV[4]) ~= version then return { "precondition_failed" } end
`;

const CHANGE_NOW = `
${CHANGE}
if status == "placing" then reopen() end
`;

/**
 * `exceeds(first, last)` says whether the cart would hold too many bytes with the fields and values of
 * ARGV[first…last] in place of those that it has.
 */
const BOUNDED = `
local function exceeds(first, last)
  local bytes = 0
  for _, text in ipairs(redis.call("HGETALL", KEYS[1])) do bytes = bytes + #text end
  for i = first, last, 2 do
    local held = get(ARGV[i])
    bytes = bytes + #ARGV[i + 1] + (held and -#held or #ARGV[i])
  end
  return bytes > ${CART_BYTES_MAX}
end
`;

/** ARGV[4…]: every field of the new cart. A cart that is there came of the same key. */
export const CREATE: Script = {
  text: `
${MUTATION}
${BOUNDED}
if status then return remembered() or whole("again") end
if exceeds(4, #ARGV) then return { "cart_too_large" } end
redis.call("HSET", KEYS[1], unpack(ARGV, 4))
local made = applied()
redis.call("PEXPIRE", KEYS[1], "${NEW_CART_TTL_MS}")
return made
`,
};

/** Changes nothing: tells what a change would find. */
export const PEEK: Script = { text: `${CHANGE} return whole("open")` };

/** ARGV: 5 the currency it was looked up in, 6 quantity, 7 `l:<line>`, 8 its content if it is new. */
export const ADD_LINE: Script = {
  text: `
${CHANGE_NOW}
${BOUNDED}
if get("currency") ~= ARGV[5] then return whole("other_currency") end
local count = "q:" .. string.sub(ARGV[7], 3)
local held, lines = get(count), tonumber(get("lines") or "0")
local quantity = tonumber(held or "0") + tonumber(ARGV[6])
if quantity > ${LINE_QUANTITY_MAX} then return { "quantity_limit_reached" } end
if not held then
  if lines >= ${CART_LINES_MAX} then return { "quantity_limit_reached" } end
  if exceeds(7, 8) then return { "cart_too_large" } end
  redis.call("HSET", KEYS[1], ARGV[7], ARGV[8], "lines", int(lines + 1))
end
redis.call("HSET", KEYS[1], count, int(quantity))
return applied()
`,
};

/** ARGV: 5 line, 6 its quantity from now on; 0 removes it. */
export const SET_LINE: Script = {
  text: `
${CHANGE_NOW}
if not get("q:" .. ARGV[5]) then return { "not_found" } end
if ARGV[6] == "0" then
  redis.call("HDEL", KEYS[1], "q:" .. ARGV[5], "l:" .. ARGV[5])
  redis.call("HINCRBY", KEYS[1], "lines", "-1")
else
  redis.call("HSET", KEYS[1], "q:" .. ARGV[5], ARGV[6])
end
return applied()
`,
};

/** ARGV: 5 how many of the following are fields and values to set; the rest are fields to clear. */
export const PATCH: Script = {
  text: `
${CHANGE_NOW}
${BOUNDED}
local last = 5 + tonumber(ARGV[5])
if exceeds(6, last) then return { "cart_too_large" } end
if last > 5 then redis.call("HSET", KEYS[1], unpack(ARGV, 6, last)) end
if #ARGV > last then redis.call("HDEL", KEYS[1], unpack(ARGV, last + 1)) end
return applied()
`,
};

/** ARGV: 5 the answer to keep at KEYS[2], 6 for how many milliseconds. The answers before it stay. */
export const REMOVE: Script = {
  text: `
${CHANGE_NOW}
keep(ARGV[3])
redis.call("DEL", KEYS[1])
redis.call("SET", KEYS[2], ARGV[5], "PX", ARGV[6])
return { "removed" }
`,
};

/**
 * Keeps the answer of a keyed mutation for as long as its cart is there; the first one stays. What is
 * beyond the bounds goes, the oldest first; after that the same key is answered with the cart as it is.
 * KEYS: 2 its place, 3 where the cart's kept answers are listed. ARGV: 1 the answer, 2 the mutation's id.
 */
export const KEEP: Script = {
  text: `
${BEGIN}
if not status then return { "ok" } end
redis.call("SET", KEYS[2], ARGV[1], "NX", "PX", "${ANSWER_TTL_MS}")
redis.call("ZREMRANGEBYSCORE", KEYS[3], "-inf", int(now - ${secondsOf(ANSWER_TTL_MS)}))
redis.call("ZADD", KEYS[3], int(now), ARGV[2])
redis.call("PEXPIRE", KEYS[3], "${ANSWER_TTL_MS}")
local ids = redis.call("ZRANGE", KEYS[3], "0", "-1")
local kept, bytes = 1, #ARGV[1]
for i = #ids, 1, -1 do
  if ids[i] ~= ARGV[2] then
    local place = KEYS[1] .. ":a:" .. ids[i]
    kept, bytes = kept + 1, bytes + redis.call("STRLEN", place)
    if kept > ${ANSWERS_KEPT_MAX} or bytes > ${ANSWERS_BYTES_MAX} then
      redis.call("DEL", place)
      redis.call("ZREM", KEYS[3], ids[i])
    end
  end
end
return { "ok" }
`,
};

/**
 * Holds the cart for one placement. ARGV: 1 the key's digest, 2 the version it must have, or empty,
 * 3 who is signed in, or empty.
 * `again` and `held` are for a key that was here before: what came of it may be known. `paused` comes
 * with the seconds that are left when too many payments of the cart were declined.
 */
export const FREEZE: Script = {
  text: `
${BEGIN}
if gone(ARGV[3]) then return { "unauthenticated" } end
if not status then return { "missing" } end
if anothers(ARGV[3]) then return { "not_found" } end
if status == "completed" then return { "completed" } end
local holder, tried = get("placingKey"), get("tried") or ""
local held = status == "placing" and holder == ARGV[1]
if status == "placing" and not held and not lapsed() then return { "busy" } end
local again = string.find(tried, ARGV[1], 1, true)
if not again then
  local left = tonumber(get("pausedUntil") or "0") - now
  if left > 0 then return { "paused", left } end
  if ARGV[2] ~= "" and tonumber(ARGV[2]) ~= version then return { "precondition_failed" } end
  tried = string.sub(tried .. ARGV[1] .. " ", -${KEYS_KEPT * (MUTATION_ID_CHARS + 1)})
end
if not held then redis.call("HDEL", KEYS[1], "orderId") end
redis.call("HSET", KEYS[1], "status", "placing", "placingKey", ARGV[1], "placingSince", int(now), "tried", tried)
keep(ARGV[3])
return whole(held and "held" or again and "again" or "frozen")
`,
};

/**
 * Opens the cart again if it is held under this. ARGV: 1 `placingKey` or `orderId`, 2 its value,
 * 3 `declined` when its payment was. Only the call that opens the cart counts the decline.
 */
export const THAW: Script = {
  text: `
${BEGIN}
${EXISTING}
if status ~= "placing" or get(ARGV[1]) ~= ARGV[2] then return { "ok" } end
reopen()
if ARGV[3] ~= "declined" then return { "ok" } end
local beyond = redis.call("HINCRBY", KEYS[1], "declines", "1") - ${DECLINES_FREE}
if beyond >= 0 then
  local pause = math.min(${DECLINE_PAUSE_SECONDS} * 2 ^ math.min(beyond, 30), ${DECLINE_PAUSE_SECONDS_MAX})
  redis.call("HSET", KEYS[1], "pausedUntil", int(now + pause))
end
return { "ok" }
`,
};

/** Remembers the order that the cart waits for. ARGV: 1 the key's digest, 2 the order. */
export const AWAIT: Script = {
  text: `
${BEGIN}
${EXISTING}
if status == "placing" and get("placingKey") == ARGV[1] then
  redis.call("HSET", KEYS[1], "orderId", ARGV[2])
end
return { "ok" }
`,
};

/** The cart has become an order. ARGV: 1 the order, then lines and the quantities that were bought. */
export const COMPLETE: Script = {
  text: `
${BEGIN}
${EXISTING}
if status == "completed" then return { "ok" } end
local lines = tonumber(get("lines") or "0")
for i = 2, #ARGV, 2 do
  local held = tonumber(get("q:" .. ARGV[i]) or "0")
  local left = held - tonumber(ARGV[i + 1])
  if left > 0 then
    redis.call("HSET", KEYS[1], "q:" .. ARGV[i], int(left))
  elseif held > 0 then
    redis.call("HDEL", KEYS[1], "q:" .. ARGV[i], "l:" .. ARGV[i])
    lines = lines - 1
  end
end
redis.call("HSET", KEYS[1], "status", "completed", "orderId", ARGV[1], "lines", int(lines), "version", int(version + 1))
redis.call("HDEL", KEYS[1], "placingKey", "placingSince", "shippingOptionId", "tried")
keep("")
return { "ok" }
`,
};
