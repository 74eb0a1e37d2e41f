local answer, ttlMs = ARGV[5], ARGV[6]
-- Deletes the cart and stores the answer to its removal. Earlier stored answers stay.
keep(user)
redis.call("DEL", cart)
redis.call("SET", answerKey, answer, "PX", ttlMs)
return { "removed" }
