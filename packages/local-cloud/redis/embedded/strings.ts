import type RedisMock from "ioredis-mock";
import { CommandError, type Reply } from "#cloud/redis/reply";
import { floatSum, integerSum, isInteger } from "./number";
import { NOT_A_FLOAT, NOT_AN_INTEGER, SYNTAX, WRONG_TYPE } from "./refusal";

type Run = (redis: RedisMock, args: string[]) => Reply;

const textOf = ({ data }: RedisMock, key: string) => {
  const value = data.get(key);
  return value === undefined ? null : String(value);
};

const UNIT_MS: Record<string, number> = { EX: 1000, PX: 1, EXAT: 1000, PXAT: 1 };

/** Returns the expiry time set by `EX 10` and similar options, or an error if the amount is invalid. */
const endOf = (word: string, amount: string | undefined, command: string) => {
  if (amount === undefined) return SYNTAX;
  if (!isInteger(amount)) return NOT_AN_INTEGER;
  if (Number(amount) <= 0) {
    return new CommandError(`ERR invalid expire time in '${command}' command`);
  }
  const ms = Number(amount) * (UNIT_MS[word] ?? 1);
  return word.endsWith("AT") ? ms : Date.now() + ms;
};

interface Options {
  words: Set<string>;
  endsAtMs?: number;
}

/** Reads the options after the fixed arguments. The expiry options have a number after them. */
const optionsIn = (args: string[], allowed: string[], command: string): Options | CommandError => {
  const options: Options = { words: new Set() };
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at]?.toUpperCase() ?? "";
    if (!allowed.includes(word)) return SYNTAX;
    options.words.add(word);
    if (!(word in UNIT_MS)) continue;
    at += 1;
    const end = endOf(word, args[at], command);
    if (end instanceof CommandError) return end;
    if (options.endsAtMs !== undefined) return SYNTAX;
    options.endsAtMs = end;
  }
  return options;
};

const endAt = ({ expires }: RedisMock, key: string, atMs: number | undefined) => {
  if (atMs === undefined) expires.delete(key);
  else expires.set(key, atMs);
};

const SET_WORDS = ["NX", "XX", "GET", "KEEPTTL", ...Object.keys(UNIT_MS)];

const set: Run = (redis, [key = "", value = "", ...rest]) => {
  const options = optionsIn(rest, SET_WORDS, "set");
  if (options instanceof CommandError) return options;
  const { words, endsAtMs } = options;
  const clash = words.has("KEEPTTL") && endsAtMs !== undefined;
  if (clash || (words.has("NX") && words.has("XX"))) return SYNTAX;
  const old = redis.data.get(key);
  if (words.has("GET") && old !== undefined && typeof old !== "string") return WRONG_TYPE;
  const answer = words.has("GET") ? textOf(redis, key) : "OK";
  if (words.has("NX") && old !== undefined) return words.has("GET") ? answer : null;
  if (words.has("XX") && old === undefined) return null;
  redis.data.set(key, value);
  if (!words.has("KEEPTTL")) endAt(redis, key, endsAtMs);
  return answer;
};

const getEx: Run = (redis, [key = "", ...rest]) => {
  const options = optionsIn(rest, ["PERSIST", ...Object.keys(UNIT_MS)], "getex");
  if (options instanceof CommandError) return options;
  const value = textOf(redis, key);
  if (value === null || rest.length === 0) return value;
  endAt(redis, key, options.endsAtMs);
  return value;
};

const setFor =
  (word: "EX" | "PX", command: string): Run =>
  (redis, [key = "", amount, value = ""]) => {
    const end = endOf(word, amount, command);
    if (end instanceof CommandError) return end;
    redis.data.set(key, value);
    redis.expires.set(key, end);
    return "OK";
  };

const addTo =
  (by: (args: string[]) => string): Run =>
  (redis, [key = "", ...rest]) => {
    const sum = integerSum(textOf(redis, key) ?? "0", by(rest), NOT_AN_INTEGER);
    if (sum instanceof CommandError) return sum;
    redis.data.set(key, sum);
    return Number(sum);
  };

const negated = ([amount = "0"]: string[]) => String(-BigInt(amount));

const addFloat: Run = (redis, [key = "", by = ""]) => {
  const sum = floatSum(textOf(redis, key) ?? "0", by, NOT_A_FLOAT);
  if (typeof sum === "string") redis.data.set(key, sum);
  return sum;
};

/** Counts bytes, not characters, as Redis does. */
const getRange: Run = (redis, [key = "", start = "0", end = "0"]) => {
  const text = Buffer.from(textOf(redis, key) ?? "");
  const [from, to] = [start, end].map((at) => {
    const position = Number(at);
    return position < 0 ? Math.max(0, text.length + position) : position;
  });
  return text.subarray(from, (to ?? 0) + 1).toString();
};

const append: Run = (redis, [key = "", suffix = ""]) => {
  const text = `${textOf(redis, key) ?? ""}${suffix}`;
  redis.data.set(key, text);
  return Buffer.byteLength(text);
};

const OFFSET_NEGATIVE = new CommandError("ERR offset is out of range");

const setRange: Run = (redis, [key = "", offset = "0", part = ""]) => {
  const old = Buffer.from(textOf(redis, key) ?? "");
  const [at, bytes] = [Number(offset), Buffer.from(part)];
  if (at < 0) return OFFSET_NEGATIVE;
  if (bytes.length === 0) return old.length;
  const text = Buffer.alloc(Math.max(old.length, at + bytes.length));
  old.copy(text);
  bytes.copy(text, at);
  redis.data.set(key, text.toString());
  return text.length;
};

const getMany: Run = ({ data }, keys) =>
  keys.map((key) => {
    const value = data.get(key);
    return typeof value === "string" ? value : null;
  });

export const STRINGS: Record<string, Run> = {
  APPEND: append,
  DECR: addTo(() => "-1"),
  DECRBY: addTo(negated),
  GETEX: getEx,
  GETRANGE: getRange,
  GETSET: (redis, [key = "", value = ""]) => set(redis, [key, value, "GET"]),
  INCR: addTo(() => "1"),
  INCRBY: addTo(([amount = "0"]) => amount),
  INCRBYFLOAT: addFloat,
  MGET: getMany,
  PSETEX: setFor("PX", "psetex"),
  SET: set,
  SETEX: setFor("EX", "setex"),
  SETRANGE: setRange,
  STRLEN: (redis, [key = ""]) => Buffer.byteLength(textOf(redis, key) ?? ""),
};
