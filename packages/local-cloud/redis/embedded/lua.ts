import type { LuaState } from "fengari";

// Redis runs Lua 5.1, where every number is a double that prints without ".0". Fengari is a Lua 5.3
// with integers of 32 bits, in which the milliseconds of TIME would overflow. Both are turned off here,
// and before anything else loads it, since it reads its settings only then.
process.env.FENGARICONF ??= JSON.stringify({ LUA_COMPAT_FLOATSTRING: true });
const { default: fengari } = await import("fengari");
const { default: objects } = await import("fengari/src/lobject.js");

const readNumber = objects.luaO_str2num;
objects.luaO_str2num = (text, into) => {
  const length = readNumber(text, into);
  if (length > 0 && into.ttisinteger()) into.setfltvalue(into.value);
  return length;
};

export const { lua, lauxlib, lualib } = fengari;

/** Lua's strings are bytes; ours are always UTF-8. */
export const bytes = (text: string): Uint8Array => Buffer.from(text);

export const pushText = (L: LuaState, text: string) => {
  const encoded = bytes(text);
  lua.lua_pushlstring(L, encoded, encoded.length);
};

export const textAt = (L: LuaState, index: number) =>
  Buffer.from(lua.lua_tolstring(L, index) ?? []).toString();

/** As C prints a double with `%.<digits>g`. */
export const printed = (value: number, digits: number) => {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
  if (Number.isInteger(value) && Math.abs(value) < 10 ** digits) return String(value);
  return value
    .toPrecision(digits)
    .replace(/\.?0+(?=e|$)/, "")
    .replace(/e([+-])(\d)$/, "e$10$2");
};

/** Walks a table; `visit` finds the key at -2 and the value at -1 and leaves both there. */
export const eachEntry = (L: LuaState, index: number, visit: () => void) => {
  lua.lua_pushnil(L);
  const table = index < 0 ? index - 1 : index;
  while (lua.lua_next(L, table) !== 0) {
    visit();
    lua.lua_pop(L, 1);
  }
};

/** Raises a Lua error with what is on top of the stack. */
export const raise = (L: LuaState, message: string): never => {
  pushText(L, message);
  return lua.lua_error(L);
};
