-- Changes nothing: returns what a change would find.
return whole("open")
