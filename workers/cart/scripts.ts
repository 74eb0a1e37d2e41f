import { CART_LINES_MAX, LINE_QUANTITY_MAX } from "#contract/cart";
import type { Script } from "#kernel/redis.client";
import { MUTATION_ID_CHARS, PRINT_CHARS } from "./mutation";
import {
  CART_TTL_MS,
  PLACING_LAPSES_SECONDS,
  PLACING_LAPSES_WITH_ORDER_SECONDS,
} from "./stored-cart";

/** How many mutations a cart remembers to have applied, and how many keys to have been placed under. */
const MUTATIONS_KEPT = 64;
const KEYS_KEPT = 8;

/** How long the answer to a keyed mutation can be had again. */
export const ANSWER_TTL_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Every change of a cart is one of these scripts, so it is atomic and one round trip. They answer
 * `{ code }` or `{ code, every field of the cart }`; a refusal's code is that of the problem document.
 * KEYS[1] is the cart. No cjson, whole numbers as text: they run on every engine that we know.
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
`;

const EXISTING = `
if not status then return { "not_found" } end
`;

/** A mutation has ARGV[1] its id, ARGV[2] its print, and KEYS[2] the place of its answer when it is keyed. */
const MUTATION = `
${BEGIN}
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
  redis.call("PEXPIRE", KEYS[1], "${CART_TTL_MS}")
  return whole("applied")
end
`;

/** Changes of a cart that exists: ARGV[3] is the version it must have, or empty. */
const CHANGE = `
${MUTATION}
${EXISTING}
local memory = remembered()
if memory then return memory end
if status == "completed" then return { "cart_completed" } end
if status == "placing" and not lapsed() then return { "cart_busy" } end
if ARGV[3] ~= "" and tonumber(ARGV[3]) ~= version then return { "precondition_failed" } end
`;

const CHANGE_NOW = `
${CHANGE}
if status == "placing" then reopen() end
`;

/** ARGV[3…]: every field of the new cart. A cart that is there came of the same key. */
export const CREATE: Script = {
  text: `
${MUTATION}
if status then return remembered() or whole("again") end
redis.call("HSET", KEYS[1], unpack(ARGV, 3))
return applied()
`,
};

/** Changes nothing: tells what a change would find. */
export const PEEK: Script = { text: `${CHANGE} return whole("open")` };

/** ARGV: 4 the currency it was looked up in, 5 line, 6 quantity, 7 its content if it is new. */
export const ADD_LINE: Script = {
  text: `
${CHANGE_NOW}
if get("currency") ~= ARGV[4] then return whole("other_currency") end
local held, lines = get("q:" .. ARGV[5]), tonumber(get("lines") or "0")
local quantity = tonumber(held or "0") + tonumber(ARGV[6])
if quantity > ${LINE_QUANTITY_MAX} then return { "quantity_limit_reached" } end
if not held then
  if lines >= ${CART_LINES_MAX} then return { "quantity_limit_reached" } end
  redis.call("HSET", KEYS[1], "l:" .. ARGV[5], ARGV[7], "lines", int(lines + 1))
end
redis.call("HSET", KEYS[1], "q:" .. ARGV[5], int(quantity))
return applied()
`,
};

/** ARGV: 4 line, 5 its quantity from now on; 0 removes it. */
export const SET_LINE: Script = {
  text: `
${CHANGE_NOW}
if not get("q:" .. ARGV[4]) then return { "not_found" } end
if ARGV[5] == "0" then
  redis.call("HDEL", KEYS[1], "q:" .. ARGV[4], "l:" .. ARGV[4])
  redis.call("HINCRBY", KEYS[1], "lines", "-1")
else
  redis.call("HSET", KEYS[1], "q:" .. ARGV[4], ARGV[5])
end
return applied()
`,
};

/** ARGV: 4 how many of the following are fields and values to set; the rest are fields to clear. */
export const PATCH: Script = {
  text: `
${CHANGE_NOW}
local last = 4 + tonumber(ARGV[4])
if last > 4 then redis.call("HSET", KEYS[1], unpack(ARGV, 5, last)) end
if #ARGV > last then redis.call("HDEL", KEYS[1], unpack(ARGV, last + 1)) end
return applied()
`,
};

/** ARGV: 4 the answer to keep at KEYS[2], 5 for how many milliseconds. */
export const REMOVE: Script = {
  text: `
${CHANGE_NOW}
redis.call("DEL", KEYS[1])
redis.call("SET", KEYS[2], ARGV[4], "PX", ARGV[5])
return { "removed" }
`,
};

/**
 * Holds the cart for one placement. ARGV: 1 the key's digest, 2 the version it must have, or empty.
 * `again` and `held` are for a key that was here before: what came of it may be known.
 */
export const FREEZE: Script = {
  text: `
${BEGIN}
if not status then return { "missing" } end
if status == "completed" then return { "completed" } end
local holder, tried = get("placingKey"), get("tried") or ""
local held = status == "placing" and holder == ARGV[1]
if status == "placing" and not held and not lapsed() then return { "busy" } end
local again = string.find(tried, ARGV[1], 1, true)
if not again then
  if ARGV[2] ~= "" and tonumber(ARGV[2]) ~= version then return { "precondition_failed" } end
  tried = string.sub(tried .. ARGV[1] .. " ", -${KEYS_KEPT * (MUTATION_ID_CHARS + 1)})
end
if not held then redis.call("HDEL", KEYS[1], "orderId") end
redis.call("HSET", KEYS[1], "status", "placing", "placingKey", ARGV[1], "placingSince", int(now), "tried", tried)
redis.call("PEXPIRE", KEYS[1], "${CART_TTL_MS}")
return whole(held and "held" or again and "again" or "frozen")
`,
};

/** Opens the cart again if it is held under this. ARGV: 1 `placingKey` or `orderId`, 2 its value. */
export const THAW: Script = {
  text: `
${BEGIN}
${EXISTING}
if status == "placing" and get(ARGV[1]) == ARGV[2] then reopen() end
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
redis.call("PEXPIRE", KEYS[1], "${CART_TTL_MS}")
return { "ok" }
`,
};
