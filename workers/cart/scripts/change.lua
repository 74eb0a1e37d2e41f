local expectedVersion = ARGV[4]
-- Begins every change of an existing cart. `expectedVersion` is empty for any version.
if not status then return { "not_found" } end
local reply = remembered()
if reply then return reply end
if status == "completed" then return { "cart_completed" } end
if status == "placing" and not lapsed() then return { "cart_busy" } end
if expectedVersion ~= "" and tonumber(expectedVersion) ~= version then return { "precondition_failed" } end
