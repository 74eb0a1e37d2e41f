local currency, quantity, field, content = ARGV[5], tonumber(ARGV[6]), ARGV[7], ARGV[8]
local country = ARGV[9]
-- Adds units to a line. `field` is `l:<line>`, and `content` is stored if the line is new. `country` is the one
-- that the price depends on, empty for none chosen, `*` for any. In the JSON of an address a quote within a text is
-- escaped, so the pattern finds the member only.
local address = string.match(get("shippingAddress") or "", '"country":"(%u%u)"')
local isPlaced = country == "*" or (address or get("country") or "") == country
if get("currency") ~= currency or not isPlaced then return whole("other_terms") end
local quantityField = "q:" .. string.sub(field, 3)
local current, lines = get(quantityField), tonumber(get("lines") or "0")
local total = tonumber(current or "0") + quantity
if total > LINE_QUANTITY_MAX then return { "quantity_limit_reached" } end
if not current then
  if lines >= CART_LINES_MAX then return { "quantity_limit_reached" } end
  if exceeds(7, 8) then return { "cart_too_large" } end
  redis.call("HSET", cart, field, content, "lines", int(lines + 1))
end
redis.call("HSET", cart, quantityField, int(total))
return applied()
