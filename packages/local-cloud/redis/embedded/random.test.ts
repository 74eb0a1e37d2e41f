import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { Command } from "#cloud/redis/command";
import type { Engine } from "#cloud/redis/engine";
import { CommandError, type Reply } from "#cloud/redis/reply";
import { ownRedis } from "#cloud/redis/server";
import { embedded } from "./engine";

const program = Bun.which("redis-server");
const engines: Engine[] = [];

beforeAll(async () => {
  if (program) engines.push(await ownRedis(program, ":memory:"), embedded(":memory:"));
});
afterAll(() => Promise.all(engines.map((engine) => engine.close())));

const SCRIPT = `
  local n = redis.call('HINCRBY', KEYS[1], ARGV[1], 1)
  if n > 2 then redis.call('HDEL', KEYS[1], ARGV[1]) end
  return { n, redis.call('HGETALL', KEYS[1]), redis.call('EXISTS', KEYS[1]) }`;

/**
 * The commands that the shop sends: k stands for a key, f for a field or member, t for a text, n for a number, p
 * for a pattern. Other words are literal.
 */
const FORMS = `
  SET k t|SET k n|SET k t EX 100|SET k t NX|SET k t XX GET|GET k|GETDEL k|GETEX k PERSIST|MGET k k
  DEL k k|EXISTS k k|TYPE k|EXPIRE k 100|PERSIST k|PTTL k|TTL k|RENAME k k|INCR k|DECR k|INCRBY k n
  APPEND k t|STRLEN k|GETRANGE k n n|SETRANGE k 2 t|HSET k f t|HSET k f n|HSETNX k f t|HGET k f
  HMGET k f f|HGETALL k|HDEL k f f|HEXISTS k f|HLEN k|HSTRLEN k f|HINCRBY k f n|HSCAN k 0 MATCH p
  ZADD k n f|ZADD k GT CH n f|ZREM k f|ZSCORE k f|ZCARD k|ZCOUNT k n n|ZRANGE k n n WITHSCORES
  ZRANGE k n n BYSCORE LIMIT 0 2|ZRANGEBYSCORE k n n|ZREMRANGEBYSCORE k n n|ZPOPMIN k|ZRANK k f
  ZSCAN k 0 MATCH p|SADD k f f|SREM k f|SISMEMBER k f|SCARD k|SSCAN k 0 MATCH p|KEYS p|DBSIZE
  EVAL script 1 k f|EVAL_RO script 1 k f`
  .split(/[|\n]/)
  .map((form) => form.trim().split(" "))
  .filter(([name]) => name !== "");

const ARGUMENTS: Record<string, fc.Arbitrary<string>> = {
  k: fc.constantFrom("a", "b", "é"),
  f: fc.constantFrom("x", "xy", "*", "ž"),
  t: fc.constantFrom("", "tea", "Čaj 😀", "007", " 1", "-0", "12", "9223372036854775807"),
  // No integer is near 16 digits, because the client of redis-server may round it.
  n: fc.constantFrom("0", "1", "-1", "2", "17", "007", "+1", "x", "-2147483649"),
  p: fc.constantFrom("*", "x", "x?", "[^x]*", "\\*", "[a-b]", "[x", "x*y"),
  script: fc.constant(SCRIPT),
};

const command = fc
  .constantFrom(...FORMS)
  .chain(([name = "", ...words]) =>
    fc.tuple(fc.constant(name), ...words.map((word) => ARGUMENTS[word] ?? fc.constant(word))),
  ) as fc.Arbitrary<Command>;

const sorted = (reply: Reply[]): unknown[] => reply.map(comparable).sort();

/** Ignores the order of hashes and sets, and which of two errors a command reports. */
const comparable = (reply: Reply): unknown => {
  if (reply instanceof CommandError) return "refused";
  return Array.isArray(reply) ? JSON.stringify(sorted(reply)) : reply;
};

/** Rounds the remaining time to seconds, because a millisecond may pass in only one of the engines. */
const inSeconds = (reply: Reply) =>
  typeof reply === "number" && reply > 0 ? Math.round(reply / 1000) : reply;

const run = async (engine: Engine, commands: Command[]) => {
  await engine.run(["FLUSHALL"]);
  const replies: unknown[] = [];
  for (const one of commands) {
    const reply = await engine.run(one);
    replies.push(comparable(one[0] === "PTTL" ? inSeconds(reply) : reply));
  }
  return replies;
};

describe.skipIf(!program)(
  program
    ? "the embedded engine"
    : "the embedded engine: NOT COMPARED with redis-server, there is none on PATH",
  () => {
    test("replies as redis-server does to random commands", async () => {
      const [real, ours] = engines as [Engine, Engine];
      await fc.assert(
        fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 30 }), async (commands) => {
          expect(await run(ours, commands)).toEqual(await run(real, commands));
        }),
        { numRuns: 300 },
      );
    });
  },
);
