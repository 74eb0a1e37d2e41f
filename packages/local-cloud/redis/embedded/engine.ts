import type RedisMock from "ioredis-mock";
import type { Stored } from "ioredis-mock";
import { type Command, keysOf } from "#cloud/redis/command";
import type { Engine, KeyImage } from "#cloud/redis/engine";
import { CommandError, type Reply } from "#cloud/redis/reply";
import { HASHES } from "./hashes";
import { KEYS } from "./keys";
import { LISTS } from "./lists";
import { isInteger } from "./number";
import { NOT_AN_INTEGER, WRONG_TYPE } from "./refusal";
import { formError, keyTypeFor } from "./rules";
import { SCANS } from "./scans";
import { scripting } from "./script";
import { openSnapshot } from "./snapshot";
import { SORTED_SETS } from "./sorted-sets";
import { STRINGS } from "./strings";
import { typeOf } from "./value";

// Imported after script.ts, which configures the Lua that both share.
const { default: Mock } = await import("ioredis-mock");
// Makes ioredis-mock return replies in Redis' form instead of ioredis'.
Mock.Command.transformers = { argument: {}, reply: {} };

/** The commands that ioredis-mock lacks or implements differently from Redis. */
const OWN = { ...STRINGS, ...HASHES, ...LISTS, ...SORTED_SETS, ...KEYS, ...SCANS };

const isEmpty = (value: Stored) => {
  if (typeof value === "string" || Buffer.isBuffer(value)) return false;
  if (Array.isArray(value)) return value.length === 0;
  if (value instanceof Set || value instanceof Map) return value.size === 0;
  return Object.keys(value).length === 0;
};

const replyOf = (raw: unknown): Reply => {
  if (raw === undefined || raw === null) return null;
  if (Buffer.isBuffer(raw)) return raw.toString();
  if (Array.isArray(raw)) return raw.map(replyOf);
  if (typeof raw === "object") return Object.entries(raw).flat();
  return typeof raw === "number" ? raw : String(raw);
};

const refusal = (error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  return new CommandError(/^[A-Z]+ /.test(message) ? message : `ERR ${message}`);
};

/**
 * Runs a command of ioredis-mock. It finishes its work before it returns its promise, so the result is available
 * at once.
 */
const ofMock = (redis: RedisMock, [name, ...args]: Command): Reply => {
  const run = Reflect.get(redis, name.toLowerCase()) as (...args: string[]) => Promise<unknown>;
  const promise = run.apply(redis, args);
  const outcome = Bun.peek(promise);
  if (Bun.peek.status(promise) === "fulfilled") return replyOf(outcome);
  promise.catch(() => undefined);
  return refusal(outcome);
};

const wrongType = ({ data }: RedisMock, command: Command) => {
  const only = keyTypeFor(command[0]);
  if (!only) return false;
  return keysOf(command).some((key) => {
    const value = data.get(key);
    return value !== undefined && typeOf(value) !== only;
  });
};

/** Creates the function that validates and runs one command. */
const executor = (redis: RedisMock) => {
  const dropIfEmpty = (key: string) => {
    const value = redis.data.get(key);
    if (value !== undefined && isEmpty(value)) redis.data.delete(key);
  };
  return (command: Command): Reply => {
    const malformed = formError(command);
    if (malformed) return malformed;
    if (wrongType(redis, command)) return WRONG_TYPE;
    const own = OWN[command[0]];
    if (own) return own(redis, command.slice(1));
    const reply = ofMock(redis, command);
    for (const key of keysOf(command)) dropIfEmpty(key);
    return reply;
  };
};

type Scripts = ReturnType<typeof scripting>;

const runScript = (scripts: Scripts, [name, source = "", count = "", ...rest]: Command): Reply => {
  if (!isInteger(count)) return NOT_AN_INTEGER;
  const keyCount = Number(count);
  if (keyCount < 0) return new CommandError("ERR Number of keys can't be negative");
  if (keyCount > rest.length) {
    return new CommandError("ERR Number of keys can't be greater than number of args");
  }
  const sha = name.startsWith("EVALSHA") ? source : scripts.load(source);
  if (sha instanceof CommandError) return sha;
  return scripts.run(sha, rest.slice(0, keyCount), rest.slice(keyCount), name.endsWith("_RO"));
};

const script = (scripts: Scripts, [, verb = "", ...rest]: Command): Reply => {
  switch (verb.toUpperCase()) {
    case "LOAD":
      return scripts.load(rest[0] ?? "");
    case "EXISTS":
      return rest.map((sha) => (scripts.has(sha) ? 1 : 0));
    case "FLUSH":
      scripts.clear();
      return "OK";
    default:
      return new CommandError(`ERR unknown subcommand '${verb}'. Try SCRIPT HELP.`);
  }
};

const isScripting = (name: string) => name.startsWith("EVAL") || name === "SCRIPT";

/** Runs a script with the clock stopped, as Redis 7 does, so that no key expires during it. */
const withClockStopped = <T>(work: () => T): T => {
  const { now } = Date;
  const atMs = now();
  Date.now = () => atMs;
  try {
    return work();
  } finally {
    Date.now = now;
  }
};

const withScripts = (execute: (command: Command) => Reply) => {
  const scripts = scripting(execute);
  return (command: Command): Reply => {
    const [name] = command;
    if (!isScripting(name)) return execute(command);
    if (name === "SCRIPT") return script(scripts, command);
    return withClockStopped(() => runScript(scripts, command));
  };
};

const imageOf = ({ data, expires }: RedisMock, key: string): KeyImage => {
  const value = data.get(key);
  const expiresAtMs = expires.has(key) ? expires.get(key) : undefined;
  return { key, value, ...(expiresAtMs === undefined ? {} : { expiresAtMs }) };
};

const restore = ({ data, expires }: RedisMock, { key, value, expiresAtMs }: KeyImage) => {
  data.delete(key);
  if (value === undefined) return;
  data.set(key, value as Stored);
  if (expiresAtMs !== undefined) expires.set(key, expiresAtMs);
};

/** Reports every changed key. ioredis-mock reports changed values, but not changed expiry times. */
const reportChanges = (redis: RedisMock, onChange: (key: string) => void) => {
  const { expires } = redis;
  redis.context.modifiedKeyEvents.on("modified", onChange);
  redis.expires = {
    ...expires,
    set(key, atMs) {
      expires.set(key, atMs);
      onChange(key);
    },
    delete(key) {
      expires.delete(key);
      onChange(key);
    },
  };
};

/**
 * Creates an engine that holds the keys in this process and stores them in an SQLite file, for machines without
 * Redis.
 */
export const embedded = (dataDir: string): Engine => {
  // A unique host, because ioredis-mock shares its keys between clients of one host.
  const redis = new Mock({ host: crypto.randomUUID() });
  const snapshot = openSnapshot(dataDir, (key) => imageOf(redis, key));
  for (const image of snapshot.load()) restore(redis, image);
  reportChanges(redis, snapshot.touch);
  const execute = withScripts(executor(redis));

  return {
    engine: "embedded",
    run: async (command) => execute(command),
    async transaction(commands) {
      if (commands.some((command) => !isScripting(command[0]) && formError(command))) {
        return new CommandError("EXECABORT Transaction discarded because of previous errors.");
      }
      return commands.map(execute);
    },
    allKeys: async () => redis.data.keys(),
    imageOf: async (keys) => keys.map((key) => imageOf(redis, key)),
    async restore(images) {
      for (const image of images) restore(redis, image);
    },
    async close() {
      snapshot.close();
      redis.disconnect();
    },
  };
};
