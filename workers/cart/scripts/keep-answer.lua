local answer, mutation, answerKey, answersKey = ARGV[1], ARGV[2], KEYS[2], KEYS[3]
-- Stores the answer to a mutation if its cart exists. The first answer under an idempotency key stays. The
-- oldest answers above the maximum number and bytes are deleted; a repeated request then gets the current
-- cart.
if not status then return { "ok" } end
redis.call("SET", answerKey, answer, "NX", "PX", ANSWER_TTL_MS)
redis.call("ZREMRANGEBYSCORE", answersKey, "-inf", int(now - ANSWER_TTL_SECONDS))
redis.call("ZADD", answersKey, int(now), mutation)
redis.call("PEXPIRE", answersKey, ANSWER_TTL_MS)
local mutations = redis.call("ZRANGE", answersKey, "0", "-1")
local count, bytes = 1, #answer
for i = #mutations, 1, -1 do
  if mutations[i] ~= mutation then
    local key = cart .. ":a:" .. mutations[i]
    count, bytes = count + 1, bytes + redis.call("STRLEN", key)
    if count > ANSWERS_KEPT_MAX or bytes > ANSWERS_BYTES_MAX then
      redis.call("DEL", key)
      redis.call("ZREM", answersKey, mutations[i])
    end
  end
end
return { "ok" }
