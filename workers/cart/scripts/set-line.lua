local line, quantity = ARGV[5], ARGV[6]
-- Sets the quantity of a line. 0 removes the line.
if not get("q:" .. line) then return { "not_found" } end
if quantity == "0" then
  redis.call("HDEL", cart, "q:" .. line, "l:" .. line)
  redis.call("HINCRBY", cart, "lines", "-1")
else
  redis.call("HSET", cart, "q:" .. line, quantity)
end
return applied()
