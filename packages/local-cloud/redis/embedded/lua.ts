import type { LuaState } from "fengari";

// Redis runs Lua 5.1, in which every number is a double that prints without ".0". Fengari is Lua 5.3, whose
// 32-bit integers would overflow at the milliseconds of TIME. The setting and the patch below turn both
// differences off. This module must load first, because fengari reads its settings while it loads.
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

/** Lua's strings are bytes; here they are always UTF-8. */
export const bytes = (text: string): Uint8Array => Buffer.from(text);

export const pushText = (L: LuaState, text: string) => {
  const encoded = bytes(text);
  lua.lua_pushlstring(L, encoded, encoded.length);
};

export const textAt = (L: LuaState, index: number) =>
  Buffer.from(lua.lua_tolstring(L, index) ?? []).toString();

/** Formats a double as C's `%.<digits>g` does. */
export const printed = (value: number, digits: number) => {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
  if (Number.isInteger(value) && Math.abs(value) < 10 ** digits) return String(value);
  return value
    .toPrecision(digits)
    .replace(/\.?0+(?=e|$)/, "")
    .replace(/e([+-])(\d)$/, "e$10$2");
};

/**
 * Visits the entries of a table, with the key at stack position -2 and the value at -1. `visit` must leave both
 * there.
 */
export const eachEntry = (L: LuaState, index: number, visit: () => void) => {
  lua.lua_pushnil(L);
  const table = index < 0 ? index - 1 : index;
  while (lua.lua_next(L, table) !== 0) {
    visit();
    lua.lua_pop(L, 1);
  }
};

/** Raises a Lua error with a message. */
export const raise = (L: LuaState, message: string): never => {
  pushText(L, message);
  return lua.lua_error(L);
};
