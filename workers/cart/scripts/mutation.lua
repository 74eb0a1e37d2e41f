local mutation, fingerprint, user, answerKey = ARGV[1], ARGV[2], ARGV[3], KEYS[2]
-- Begins every mutation: checks the owner and returns the stored answer of a repeated request.
-- `fingerprint` is the start of the body's fingerprint, `user` is empty for a guest. `answerKey` is nil
-- without an idempotency key.
if isErased(user) then return { "unauthenticated" } end
if hasOtherOwner(user) then return { "not_found" } end
if answerKey then
  local answer = redis.call("GET", answerKey)
  if answer then return { "answered", answer } end
end

-- Returns the reply to a mutation that was applied before, or nil.
local function remembered()
  local mutations = get("mutations") or ""
  local at = string.find(mutations, mutation .. ":", 1, true)
  if not at then return nil end
  local first = at + MUTATION_ID_CHARS + 1
  local earlier = string.sub(mutations, first, first + FINGERPRINT_PREFIX_CHARS - 1)
  if earlier ~= fingerprint then return { "idempotency_key_reused" } end
  return whole("again")
end

-- Records the mutation and returns the changed cart.
local function applied()
  local mutations = (get("mutations") or "") .. mutation .. ":" .. fingerprint .. " "
  local entryChars = MUTATION_ID_CHARS + FINGERPRINT_PREFIX_CHARS + 2
  local kept = string.sub(mutations, -MUTATIONS_KEPT * entryChars)
  redis.call("HSET", cart, "version", int(version + 1), "touched", int(now), "mutations", kept)
  keep(user)
  return whole("applied")
end
