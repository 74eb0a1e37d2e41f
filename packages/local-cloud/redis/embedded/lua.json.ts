import type { LuaState } from "fengari";
import { bytes, eachEntry, lua, printed, pushText, raise, textAt } from "./lua";

/** `cjson.null`, because a Lua table cannot contain nil. */
const NULL = {};

const DEPTH_MAX = 1_000;

const encodeNumber = (L: LuaState, value: number) => {
  if (Number.isFinite(value)) return printed(value, 14);
  return raise(L, "Cannot serialise number: must not be NaN or Inf");
};

const encodeText = (text: string) => JSON.stringify(text).replaceAll("/", "\\/");

const encodeTable = (L: LuaState, index: number, depth: number) => {
  if (depth > DEPTH_MAX) raise(L, `Cannot serialise, excessive depth (${depth})`);
  const items: string[] = [];
  const fields: string[] = [];
  eachEntry(L, index, () => {
    const value = encodeAt(L, -1, depth + 1);
    if (lua.lua_type(L, -2) === lua.LUA_TNUMBER) {
      const key = lua.lua_tonumber(L, -2);
      if (Number.isInteger(key) && key > 0) items[key - 1] = value;
      fields.push(`"${printed(key, 14)}":${value}`);
    } else {
      fields.push(`${encodeText(textAt(L, -2))}:${value}`);
    }
  });
  // A table with the keys 1 to n is an array. An empty table is an object.
  const isArray = items.length > 0 && items.length === fields.length;
  return isArray ? `[${items.join(",")}]` : `{${fields.join(",")}}`;
};

const encodeAt = (L: LuaState, index: number, depth: number): string => {
  const type = lua.lua_type(L, index);
  if (type === lua.LUA_TNIL) return "null";
  if (type === lua.LUA_TBOOLEAN) return String(lua.lua_toboolean(L, index));
  if (type === lua.LUA_TNUMBER) return encodeNumber(L, lua.lua_tonumber(L, index));
  if (type === lua.LUA_TSTRING) return encodeText(textAt(L, index));
  if (type === lua.LUA_TTABLE) return encodeTable(L, index, depth);
  if (lua.lua_touserdata(L, index) === NULL) return "null";
  return raise(L, "Cannot serialise value: type not supported");
};

const pushJson = (L: LuaState, value: unknown): void => {
  if (value === null) lua.lua_pushlightuserdata(L, NULL);
  else if (typeof value === "boolean") lua.lua_pushboolean(L, value);
  else if (typeof value === "number") lua.lua_pushnumber(L, value);
  else if (typeof value === "string") pushText(L, value);
  else pushTable(L, value as object);
};

const pushTable = (L: LuaState, value: object) => {
  lua.lua_createtable(L, 0, 0);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      pushJson(L, item);
      lua.lua_rawseti(L, -2, index + 1);
    }
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    pushText(L, key);
    pushJson(L, item);
    lua.lua_rawset(L, -3);
  }
};

const encode = (L: LuaState) => {
  pushText(L, encodeAt(L, 1, 1));
  return 1;
};

const decode = (L: LuaState) => {
  let value: unknown;
  try {
    value = JSON.parse(textAt(L, 1));
  } catch (error) {
    raise(L, `Expected value but found invalid token (${error})`);
  }
  pushJson(L, value);
  return 1;
};

/** Defines the `cjson` library for scripts. */
export const defineJson = (L: LuaState) => {
  lua.lua_createtable(L, 0, 3);
  lua.lua_pushjsfunction(L, encode);
  lua.lua_setfield(L, -2, bytes("encode"));
  lua.lua_pushjsfunction(L, decode);
  lua.lua_setfield(L, -2, bytes("decode"));
  lua.lua_pushlightuserdata(L, NULL);
  lua.lua_setfield(L, -2, bytes("null"));
  lua.lua_setglobal(L, bytes("cjson"));
};
