-- Returns whether the cart would exceed its maximum bytes with the fields and values of ARGV[first…last].
local function exceeds(first, last)
  local bytes = 0
  for _, text in ipairs(redis.call("HGETALL", cart)) do bytes = bytes + #text end
  for i = first, last, 2 do
    local field, value = ARGV[i], ARGV[i + 1]
    local current = get(field)
    bytes = bytes + #value + (current and -#current or #field)
  end
  return bytes > CART_BYTES_MAX
end
