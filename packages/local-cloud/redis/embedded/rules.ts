import type { Command } from "#cloud/redis/command";
import { CommandError } from "#cloud/redis/reply";
import { isInteger } from "./number";
import { NOT_AN_INTEGER } from "./refusal";

export type KeyType = "string" | "hash" | "list" | "set" | "zset";

interface Rule {
  /** The number of arguments as in COMMAND INFO: it includes the name, and a negative number is a minimum. */
  arity: number;
  /** The required type of the command's keys. */
  type?: KeyType;
}

/** The commands of the embedded engine with their arity, by the type of their keys. */
const ARITIES = {
  any: `COPY:-3 DBSIZE:1 DEL:-2 ECHO:2 EXISTS:-2 EXPIRE:-3 EXPIREAT:-3 EXPIRETIME:2 FLUSHALL:-1
    FLUSHDB:-1 KEYS:2 MGET:-2 MSET:-3 MSETNX:-3 PERSIST:2 PEXPIRE:-3 PEXPIREAT:-3 PEXPIRETIME:2
    PING:-1 PSETEX:4 PTTL:2 RANDOMKEY:1 RENAME:3 RENAMENX:3 SCAN:-2 SET:-3 SETEX:4 SETNX:3 TIME:1
    TOUCH:-2 TTL:2 TYPE:2 UNLINK:-2`,
  string: `APPEND:3 DECR:2 DECRBY:3 GET:2 GETDEL:2 GETEX:-2 GETRANGE:4 GETSET:3 INCR:2 INCRBY:3
    INCRBYFLOAT:3 SETRANGE:4 STRLEN:2`,
  hash: `HDEL:-3 HEXISTS:3 HGET:3 HGETALL:2 HINCRBY:4 HINCRBYFLOAT:4 HKEYS:2 HLEN:2 HMGET:-3 HMSET:-4
    HSCAN:-3 HSET:-4 HSETNX:4 HSTRLEN:3 HVALS:2`,
  list: `LINDEX:3 LLEN:2 LPOP:-2 LPUSH:-3 LRANGE:4 LREM:4 LSET:4 LTRIM:4 RPOP:-2 RPUSH:-3`,
  set: `SADD:-3 SCARD:2 SDIFF:-2 SINTER:-2 SISMEMBER:3 SMEMBERS:2 SMISMEMBER:-3 SMOVE:4 SREM:-3
    SSCAN:-3 SUNION:-2`,
  zset: `ZADD:-4 ZCARD:2 ZCOUNT:4 ZINCRBY:4 ZMSCORE:-3 ZPOPMAX:-2 ZPOPMIN:-2 ZRANGE:-4 ZRANGEBYSCORE:-4
    ZRANK:-3 ZREM:-3 ZREMRANGEBYRANK:4 ZREMRANGEBYSCORE:4 ZREVRANGE:-4 ZREVRANGEBYSCORE:-4
    ZREVRANK:-3 ZSCAN:-3 ZSCORE:3`,
};

const RULES = new Map(
  Object.entries(ARITIES).flatMap(([type, row]) =>
    row.split(/\s+/).map((entry): [string, Rule] => {
      const [name = "", arity] = entry.split(":");
      const only = type === "any" ? {} : { type: type as KeyType };
      return [name, { arity: Number(arity), ...only }];
    }),
  ),
);

/** The positions of arguments that must be integers. */
const INTEGERS: Record<string, number[]> = {
  DECRBY: [1],
  EXPIRE: [1],
  EXPIREAT: [1],
  GETRANGE: [1, 2],
  HINCRBY: [2],
  INCRBY: [1],
  LINDEX: [1],
  LPOP: [1],
  LRANGE: [1, 2],
  LREM: [1],
  LSET: [1],
  LTRIM: [1, 2],
  PEXPIRE: [1],
  PEXPIREAT: [1],
  PSETEX: [1],
  RPOP: [1],
  SETEX: [1],
  SETRANGE: [1],
};

export const arityError = (name: string) =>
  new CommandError(`ERR wrong number of arguments for '${name.toLowerCase()}' command`);

const PAIRED = new Set(["HSET", "HMSET", "MSET", "MSETNX"]);
const oddPairs = ([name, ...args]: Command) =>
  PAIRED.has(name) && (args.length - (name.startsWith("H") ? 1 : 0)) % 2 !== 0;

/** Returns the error of a malformed command, which Redis would refuse whatever the keys contain. */
export const formError = (command: Command) => {
  const [name, ...args] = command;
  const rule = RULES.get(name);
  if (!rule) {
    return new CommandError(
      `ERR unknown command '${name}' for the embedded engine. It supports what carts and counters need. For other commands install redis-server or set REDIS_URL.`,
    );
  }
  const { arity } = rule;
  if (arity < 0 ? command.length < -arity : command.length !== arity) return arityError(name);
  if (oddPairs(command)) return arityError(name);
  const misplaced = INTEGERS[name]?.some((at) => args[at] !== undefined && !isInteger(args[at]));
  return misplaced ? NOT_AN_INTEGER : undefined;
};

export const keyTypeFor = (name: string) => RULES.get(name)?.type;
