import { createHash } from "node:crypto";
import type { LuaState } from "fengari";
import { type Command, isWrite } from "#cloud/redis/command";
import { CommandError, type Reply } from "#cloud/redis/reply";
import { bytes, lauxlib, lua, lualib, printed, pushText, raise, textAt } from "./lua";
import { defineJson } from "./lua.json";

const NO_ARGUMENT = "ERR Please specify at least one argument for this redis lib call";

type Call = (command: Command) => Reply;

const WRITE_IN_READ_ONLY = new CommandError(
  "ERR Write commands are not allowed from read-only scripts.",
);
const WRITER_CALLED_READ_ONLY = new CommandError(
  "ERR Can not execute a script with write flag using *_ro command.",
);

const SCRIPT_MS_MAX = 5_000;
const INSTRUCTIONS_BETWEEN_CHECKS = 100_000;

/** Functions of Lua 5.1 that 5.3 lacks, numbers as doubles, and Redis' protection of globals. */
const PRELUDE = `
  local floor, ceil, format, try = math.floor, math.ceil, string.format, pcall
  unpack, loadstring = table.unpack, load
  dofile, loadfile, print, collectgarbage = nil, nil, nil, nil
  math.floor = function(x) return floor(x) + 0.0 end
  math.ceil = function(x) return ceil(x) + 0.0 end
  math.pow = function(x, y) return x ^ y end
  table.getn = function(t) return #t end
  string.format = function(text, ...)
    return format(text:gsub("%%([-+ #0]*%d*)[di]", "%%%1.0f"), ...)
  end
  local function outcome(fine, first, ...)
    if not fine and type(first) == "table" and first.err then first = first.err end
    return fine, first, ...
  end
  pcall = function(...) return outcome(try(...)) end
  redis.status_reply = function(text) return { ok = text } end
  redis.error_reply = function(text) return { err = text } end
  redis.log = function() end
  redis.replicate_commands = function() return true end
  redis.LOG_DEBUG, redis.LOG_VERBOSE, redis.LOG_NOTICE, redis.LOG_WARNING = 0, 1, 2, 3
  setmetatable(_G, {
    __newindex = function() error("Attempt to modify a readonly table", 2) end,
    __index = function(_, name)
      error("Script attempted to access nonexistent global variable '" .. tostring(name) .. "'", 2)
    end,
  })
`;

const NOT_IN_SCRIPTS = new Set(["EVAL", "EVALSHA", "EVAL_RO", "EVALSHA_RO", "SCRIPT"]);

/** Commands whose reply is a RESP status, which Lua sees as a table with `ok`. */
const STATUS_REPLIES = new Set(
  "SET SETEX PSETEX MSET HMSET LSET LTRIM RENAME FLUSHDB FLUSHALL TYPE PING".split(" "),
);
const isStatus = ([name, ...args]: Command) =>
  STATUS_REPLIES.has(name) && !args.slice(2).some((arg) => arg.toUpperCase() === "GET");

const sha1 = (text: string) => createHash("sha1").update(text).digest("hex");

const pushField = (L: LuaState, name: string, text: string) => {
  lua.lua_createtable(L, 0, 1);
  pushText(L, text);
  lua.lua_setfield(L, -2, bytes(name));
};

const pushReply = (L: LuaState, reply: Reply): void => {
  if (reply === null) lua.lua_pushboolean(L, false);
  else if (typeof reply === "number") lua.lua_pushnumber(L, reply);
  else if (typeof reply === "string") pushText(L, reply);
  else if (reply instanceof CommandError) pushField(L, "err", reply.message);
  else {
    lua.lua_createtable(L, reply.length, 0);
    for (const [index, item] of reply.entries()) {
      pushReply(L, item);
      lua.lua_rawseti(L, -2, index + 1);
    }
  }
};

const fieldOf = (L: LuaState, name: string) => {
  lua.lua_getfield(L, -1, bytes(name));
  const text = lua.lua_type(L, -1) === lua.LUA_TSTRING ? textAt(L, -1) : undefined;
  lua.lua_pop(L, 1);
  return text;
};

const listOnTop = (L: LuaState) => {
  const list: Reply[] = [];
  for (;;) {
    lua.lua_rawgeti(L, -1, list.length + 1);
    if (lua.lua_type(L, -1) === lua.LUA_TNIL) break;
    list.push(replyOnTop(L));
    lua.lua_pop(L, 1);
  }
  lua.lua_pop(L, 1);
  return list;
};

/**
 * Converts the value on top of the stack by Redis' rules: numbers lose their fraction, false is nil, and a list
 * ends at its first nil.
 */
const replyOnTop = (L: LuaState): Reply => {
  const type = lua.lua_type(L, -1);
  if (type === lua.LUA_TSTRING) return textAt(L, -1);
  if (type === lua.LUA_TNUMBER) return Math.trunc(lua.lua_tonumber(L, -1));
  if (type === lua.LUA_TBOOLEAN) return lua.lua_toboolean(L, -1) ? 1 : null;
  if (type !== lua.LUA_TTABLE) return null;
  const error = fieldOf(L, "err");
  if (error !== undefined) return new CommandError(error);
  return fieldOf(L, "ok") ?? listOnTop(L);
};

/** Raises an error as Redis does: a table with the message and the line of the call. */
const refuse = (L: LuaState, message: string): never => {
  lauxlib.luaL_where(L, 1);
  const where = textAt(L, -1);
  pushField(L, "err", message);
  pushText(L, where);
  lua.lua_setfield(L, -2, bytes("where"));
  return lua.lua_error(L);
};

const argumentAt = (L: LuaState, index: number) => {
  const type = lua.lua_type(L, index);
  if (type === lua.LUA_TNUMBER) return printed(lua.lua_tonumber(L, index), 17);
  if (type === lua.LUA_TSTRING) return textAt(L, index);
  return refuse(L, "ERR Lua redis lib command arguments must be strings or integers");
};

const commandFrom = (L: LuaState): Command => {
  const [name, ...args] = Array.from({ length: lua.lua_gettop(L) }, (_, at) =>
    argumentAt(L, at + 1),
  );
  return [(name ?? "").toUpperCase(), ...args];
};

const defineRedis = (L: LuaState, call: Call) => {
  const calling = (raises: boolean) => (state: LuaState) => {
    if (lua.lua_gettop(state) === 0) refuse(state, NO_ARGUMENT);
    const command = commandFrom(state);
    const reply = NOT_IN_SCRIPTS.has(command[0])
      ? new CommandError("ERR This Redis command is not allowed from script")
      : call(command);
    if (raises && reply instanceof CommandError) return refuse(state, reply.message);
    if (typeof reply === "string" && isStatus(command)) pushField(state, "ok", reply);
    else pushReply(state, reply);
    return 1;
  };
  const functions = {
    call: calling(true),
    pcall: calling(false),
    sha1hex: (state: LuaState) => {
      pushText(state, sha1(textAt(state, 1)));
      return 1;
    },
  };
  lua.lua_createtable(L, 0, 0);
  for (const [name, run] of Object.entries(functions)) {
    lua.lua_pushjsfunction(L, run);
    lua.lua_setfield(L, -2, bytes(name));
  }
  lua.lua_setglobal(L, bytes("redis"));
};

const compile = (L: LuaState, source: string, name: string) => {
  if (lauxlib.luaL_loadbuffer(L, bytes(source), null, bytes(`@${name}`)) === 0) return undefined;
  const message = textAt(L, -1);
  lua.lua_pop(L, 1);
  return new CommandError(`ERR Error compiling script (new function): ${message}`);
};

const openState = (call: Call) => {
  const L = lauxlib.luaL_newstate();
  const libraries = {
    _G: lualib.luaopen_base,
    math: lualib.luaopen_math,
    string: lualib.luaopen_string,
    table: lualib.luaopen_table,
  };
  for (const [name, open] of Object.entries(libraries)) {
    lauxlib.luaL_requiref(L, bytes(name), open, true);
    lua.lua_pop(L, 1);
  }
  defineJson(L);
  defineRedis(L, call);
  const refused = compile(L, PRELUDE, "prelude");
  if (refused || lua.lua_pcall(L, 0, 0, 0) !== 0) throw refused ?? new Error(textAt(L, -1));
  return L;
};

const pushList = (L: LuaState, texts: string[]) => {
  lua.lua_createtable(L, texts.length, 0);
  for (const [index, text] of texts.entries()) {
    pushText(L, text);
    lua.lua_rawseti(L, -2, index + 1);
  }
};

/** Stops a script that runs too long, because it blocks the process. */
const limitTime = (L: LuaState) => {
  const deadline = performance.now() + SCRIPT_MS_MAX;
  const check = () => {
    if (performance.now() > deadline) raise(L, `ERR Script ran for more than ${SCRIPT_MS_MAX} ms`);
  };
  lua.lua_sethook(L, check, lua.LUA_MASKCOUNT, INSTRUCTIONS_BETWEEN_CHECKS);
};

/** Returns the error that a failed script left on the stack, in the format of Redis 7. */
const failureOnTop = (L: LuaState, sha: string) => {
  const isTable = lua.lua_type(L, -1) === lua.LUA_TTABLE;
  const message = (isTable ? fieldOf(L, "err") : textAt(L, -1)) ?? "ERR unknown error";
  const coded = /^[A-Z]+ /.test(message) ? message : `ERR ${message}`;
  const where = isTable ? fieldOf(L, "where") : message;
  const line = /user_script:(\d+):/.exec(where ?? "")?.[1];
  return new CommandError(`${coded} script: ${sha}, on @user_script${line ? `:${line}` : ""}.`);
};

/** The first line of a script with flags: https://redis.io/docs/latest/develop/programmability/lua-api/ */
const SHEBANG = /^#!lua(?: +name=\S+)?(?: +flags=(?<flags>\S+))? *(?=\n|$)/;

interface Script {
  reference: number;
  /**
   * Whether the script's first line lets it write; undefined without such a line, when both kinds of call may
   * run it.
   */
  writes: boolean | undefined;
}

const writesOf = (source: string) => {
  const shebang = SHEBANG.exec(source);
  return shebang ? !shebang.groups?.flags?.split(",").includes("no-writes") : undefined;
};

/**
 * Creates Redis' script engine. It compiles a script once, finds it by its SHA-1, and provides `redis`, `cjson`,
 * KEYS and ARGV.
 */
export const scripting = (execute: Call) => {
  let readOnly = false;
  const call: Call = (command) =>
    readOnly && isWrite(command[0]) ? WRITE_IN_READ_ONLY : execute(command);
  const L = openState(call);
  const compiled = new Map<string, Script>();

  const load = (source: string) => {
    const sha = sha1(source);
    if (compiled.has(sha)) return sha;
    // The prefix is on the script's first line, so that line numbers in messages stay correct.
    const body = source.replace(SHEBANG, "");
    const refused = compile(L, `local KEYS, ARGV = ...; ${body}`, "user_script");
    if (refused) return refused;
    const reference = lauxlib.luaL_ref(L, lua.LUA_REGISTRYINDEX);
    compiled.set(sha, { reference, writes: writesOf(source) });
    return sha;
  };

  /** Runs a script with KEYS and ARGV. If `asReader`, as in EVAL_RO, it must not write. */
  const run = (sha: string, keys: string[], args: string[], asReader: boolean): Reply => {
    const script = compiled.get(sha.toLowerCase());
    if (script === undefined) {
      return new CommandError("NOSCRIPT No matching script. Please use EVAL.");
    }
    if (asReader && script.writes) return WRITER_CALLED_READ_ONLY;
    readOnly = asReader || script.writes === false;
    lua.lua_rawgeti(L, lua.LUA_REGISTRYINDEX, script.reference);
    pushList(L, keys);
    pushList(L, args);
    limitTime(L);
    const failed = lua.lua_pcall(L, 2, 1, 0) !== 0;
    const reply = failed ? failureOnTop(L, sha) : replyOnTop(L);
    lua.lua_settop(L, 0);
    return reply;
  };

  return {
    load,
    run,
    has: (sha: string) => compiled.has(sha.toLowerCase()),
    clear: () => compiled.clear(),
  };
};
