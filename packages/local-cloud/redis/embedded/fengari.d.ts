/** The functions of fengari that script.ts uses. The package has no types. */
declare module "fengari" {
  export interface LuaState {
    readonly __brand: "LuaState";
  }
  type Text = Uint8Array;
  interface Lua {
    LUA_TNIL: number;
    LUA_TBOOLEAN: number;
    LUA_TNUMBER: number;
    LUA_TSTRING: number;
    LUA_TTABLE: number;
    LUA_TLIGHTUSERDATA: number;
    LUA_REGISTRYINDEX: number;
    LUA_MASKCOUNT: number;
    lua_createtable(L: LuaState, length: number, fields: number): void;
    lua_error(L: LuaState): never;
    lua_gettop(L: LuaState): number;
    lua_getfield(L: LuaState, index: number, name: Text): number;
    lua_next(L: LuaState, index: number): number;
    lua_pcall(L: LuaState, args: number, results: number, handler: number): number;
    lua_pop(L: LuaState, count: number): void;
    lua_pushboolean(L: LuaState, value: boolean): void;
    lua_pushjsfunction(L: LuaState, run: (L: LuaState) => number): void;
    lua_pushlightuserdata(L: LuaState, value: object): void;
    lua_pushnil(L: LuaState): void;
    lua_pushnumber(L: LuaState, value: number): void;
    lua_pushlstring(L: LuaState, value: Text, length: number): void;
    lua_pushvalue(L: LuaState, index: number): void;
    lua_rawgeti(L: LuaState, index: number, at: number): number;
    lua_rawseti(L: LuaState, index: number, at: number): void;
    lua_rawset(L: LuaState, index: number): void;
    lua_sethook(L: LuaState, hook: (() => void) | null, mask: number, count: number): void;
    lua_setglobal(L: LuaState, name: Text): void;
    lua_setfield(L: LuaState, index: number, name: Text): void;
    lua_settop(L: LuaState, index: number): void;
    lua_toboolean(L: LuaState, index: number): boolean;
    lua_tonumber(L: LuaState, index: number): number;
    lua_tolstring(L: LuaState, index: number): Text | null;
    lua_touserdata(L: LuaState, index: number): object | null;
    lua_type(L: LuaState, index: number): number;
  }
  interface Auxiliary {
    luaL_loadbuffer(L: LuaState, code: Text, size: number | null, name: Text): number;
    luaL_newstate(): LuaState;
    luaL_where(L: LuaState, level: number): void;
    luaL_ref(L: LuaState, table: number): number;
    luaL_requiref(L: LuaState, name: Text, open: (L: LuaState) => number, asGlobal: boolean): void;
  }
  interface Library {
    luaopen_base(L: LuaState): number;
    luaopen_math(L: LuaState): number;
    luaopen_string(L: LuaState): number;
    luaopen_table(L: LuaState): number;
  }
  const fengari: { lua: Lua; lauxlib: Auxiliary; lualib: Library };
  export default fengari;
}

declare module "fengari/src/lobject.js" {
  interface Value {
    value: unknown;
    ttisinteger(): boolean;
    setfltvalue(value: unknown): void;
  }
  const objects: { luaO_str2num(text: Uint8Array, into: Value): number };
  export default objects;
}
