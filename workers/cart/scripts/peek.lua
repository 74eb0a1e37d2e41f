-- Returns the outcome that a change would have. Changes nothing.
return whole("open")
