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

/** What the shop sends: k is a key, f a field or member, t a text, n a number, p a pattern; the rest is literal. */
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
  // The client of redis-server may round integers of 16 digits, so none is near that.
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

/** Hashes and sets come in no order; of two faults in one command either may be named. */
const comparable = (reply: Reply): unknown => {
  if (reply instanceof CommandError) return "refused";
  return Array.isArray(reply) ? JSON.stringify(sorted(reply)) : reply;
};

/** A millisecond may pass in one engine and not in the other, so time left is compared in seconds. */
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
    test("answers as redis-server does when random commands of the shop's kinds are sent", async () => {
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
