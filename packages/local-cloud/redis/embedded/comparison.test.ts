import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Command } from "#cloud/redis/command";
import type { Engine } from "#cloud/redis/engine";
import { CommandError, type Reply } from "#cloud/redis/reply";
import { ownRedis } from "#cloud/redis/server";
import { embedded } from "./engine";

const program = Bun.which("redis-server");
const engines: { real?: Engine; ours?: Engine } = {};

beforeAll(async () => {
  engines.ours = embedded(":memory:");
  if (program) engines.real = await ownRedis(program, ":memory:");
});
afterAll(async () => {
  await engines.real?.close();
  await engines.ours?.close();
});

/** Commands whose replies Redis returns in no fixed order. */
const UNORDERED = new Set(["KEYS", "SMEMBERS", "SINTER", "SUNION", "SDIFF", "SCAN", "SSCAN"]);

const comparable = (name: string, reply: Reply): unknown => {
  if (reply instanceof CommandError) return `(error) ${reply.message}`;
  if (!Array.isArray(reply)) return reply;
  const items = reply.map((item) => comparable(name, item));
  return UNORDERED.has(name) ? items.toSorted() : items;
};

const commandOf = (line: string): Command => {
  const [name = "", ...args] = line.split(" ");
  return [name.toUpperCase(), ...args];
};

const outcome = async (engine: Engine | undefined, command: Command) =>
  engine ? comparable(command[0], await engine.run(command)) : undefined;

const compare = async (commands: Command[]) => {
  for (const engine of [engines.real, engines.ours]) await engine?.run(["FLUSHALL"]);
  const [real, ours]: [unknown[], unknown[]] = [[], []];
  for (const command of commands) {
    real.push([command, await outcome(engines.real, command)]);
    ours.push([command, await outcome(engines.ours, command)]);
  }
  expect(ours).toEqual(real);
};

const linesOf = (text: string) =>
  text
    .split("\n")
    .flatMap((line) => line.split("|"))
    .map((line) => line.trim())
    .filter((line) => line !== "");

const FAMILIES: Record<string, string> = {
  "strings and expiry": `
    set a 1|get a|set a 2 ex 100|ttl a|set a 3|ttl a|set a 4 px 5000 nx|set b 4 px 5000 NX|ttl b
    set a 5 keepttl|set b 6 keepttl|ttl b|set a 7 get|set a 8 xx get ex 10|set zz 1 xx|set a 1 foo
    set a 1 ex 0|set a 1 ex abc|set a 1 ex|set a 1 nx xx|set a 1 ex 10 px 10|set a 1 keepttl ex 3
    setex s 10 v|setex s 0 v|setnx s w|setnx s4 w|getset a 9|getdel a|get a|getdel a|getex b ex 50
    ttl b|getex b persist|ttl b|getex b foo|getex none ex 4|psetex ps 1000 x|append t def|append t x
    strlen t|strlen none|getrange t 0 2|getrange t -3 -1|getrange t 5 2|getrange none 0 -1
    setrange t 1 ZZ|get t|mset k1 1 k2 2|mset k1|mget k1 k2 k3|msetnx k1 1 k2 3|msetnx k5 1 k6 3`,
  counters: `
    incr n|incrby n 5|decr n|decrby n 2|incrbyfloat n 1.5|incr n|set t abc|incr t|incrbyfloat t 1
    incrbyfloat n x|incrbyfloat n -0.25|incrbyfloat n 5e3|incrby n2 x|set big 9223372036854775806
    incr big|incr big|get big|incrby n3 -20|incr n x`,
  hashes: `
    hset h f 1 g 2|hset h f 3|hget h f|hget h x|hget none x|hmget h f x g|hmget none a b|hgetall h
    hgetall none|hincrby h f 4|hincrby h new 4|hincrbyfloat h f 0.5|hincrbyfloat h zz 0.5
    hincrby h f 1|hset h s abc|hincrby h s 1|hincrbyfloat h s 1|hdel h f x|hdel none f|hexists h g
    hexists none g|hlen h|hlen none|hkeys h|hkeys none|hvals h|hvals none|hsetnx h g 9|hsetnx h gg 9
    hstrlen h g|hstrlen h nope|hmset h q 1|hset h odd|hmset h odd|hscan h 0|hdel h new zz s gg q g
    exists h|hset h|hget h a b`,
  "expiry of keys": `
    hset h f 1|expire h 100|ttl h|pexpire h 50000|expire h 10 nx|expire h 10 gt|expire h 1000 gt
    ttl h|expire h 10 lt|ttl h|persist h|persist h|expire h 10 gt|expire h 10 xx|expire h 10 lt|ttl h
    expire none 10|expire h 5 foo|expireat h 4000000000|expiretime h|pexpiretime h|hset h a 1|ttl h
    expire h -1|exists h|set b 1|expire b abc|ttl none|pttl none|expire b`,
  "wrong types": `
    set t x|hset t f 1|lpush t 1|sadd t 1|zadd t 1 a|hgetall t|hset hh a 1|get hh|incr hh|lpush hh 1
    set hh v get|mget hh t|append hh x|getdel hh|strlen hh|type t|type hh|type none|set hh v|get hh`,
  lists: `
    lpush l a b|rpush l c|lrange l 0 -1|lrange l -2 -1|lrange l 5 9|lrange none 0 -1|llen l|llen none
    lpop l|rpop l|lindex l 0|lindex l 9|lindex l x|lindex none 0|lpop none|lpop none 2|lpop l 2|exists l
    rpush l 1 2 3 4 2|lrem l 0 2|lrem l -1 4|lrem none 0 x|ltrim l 0 1|lrange l 0 -1|lset l 0 z
    lset l 9 z|lset none 0 z|ltrim l 5 9|exists l|rpop none`,
  sets: `
    sadd s1 a b c|sadd s1 a|sismember s1 a|sismember none a|smismember s1 a z|smismember none a
    scard s1|scard none|srem s1 a z|srem none a|sadd s2 b x|sinter s1 s2|sinter s1 none|sdiff s1 s2
    sunion s1 s2|smove s1 s2 c|smove s1 s2 nope|smembers s1|smembers none|srem s1 b|exists s1
    sscan s2 0 match b`,
  "sorted sets": `
    zadd z 1 a 2 b|zadd z 1.5 ab|zadd z 2 aa|zadd z nx 5 a|zadd z xx ch 7 a|zadd z incr 1 a
    zadd z gt 3 a|zadd z gt ch 30 a|zadd z lt 3 a|zadd z x a|zadd z 1|zadd z nx gt 1 a|zadd z nx incr 1 a
    zrange z 0 -1|zrange z 0 -1 withscores|zrange z 0 100 byscore|zrange z 2 2 byscore limit 0 1
    zrange z 100 0 byscore rev|zrange z 0 -1 rev|zrange none 0 -1|zrange z 0 1 limit 0 1|zscore z a
    zscore z none|zscore none a|zmscore z a q|zincrby z 1.5 b|zincrby z 2 new|zrank z a|zrank z q
    zrevrank z a|zcard z|zcard none|zcount z -inf +inf|zcount z (1.4 3|zrangebyscore z 1.4 1.6
    zrangebyscore z (2 +inf withscores limit 0 1|zrangebyscore z -inf +inf limit 1 2
    zrangebyscore z 1 (2|zrevrangebyscore z +inf -inf withscores|zrevrange z 0 1 withscores
    zrangebyscore none 0 1|zrangebyscore z x y|zrem z a nope|zremrangebyrank z 0 0
    zremrangebyscore z 0 2|zremrangebyscore z -inf +inf|exists z|zadd z 1 a 2 b 3 c|zpopmin z|zpopmax z
    zpopmin none|zpopmin z 5|exists z|zadd z inf b|zscore z b|zadd z 1795390416149 m|zscore z m`,
  keys: `
    set k1 1|set k2 2|hset h f 1|sadd s x|keys k*|keys k?|keys [kh]*|scan 0 match s* count 100
    scan 0 match k* count 100 type string|rename k1 kk|get kk|rename none x|renamenx kk k2|renamenx kk k9
    ping|ping hi|echo hi|touch k9 none|unlink k9|copy s s3|copy s s3|copy s s3 replace|smembers s3
    exists k1 k2 k2 h|dbsize|get|get a b|time x|del|flushdb|dbsize|randomkey`,
};

/**
 * Runs for more than a millisecond in every engine, so that the expiry time of the key passes during the script.
 */
const SLOW_LOOP = "for i = 1, 100000 do end";
const SCRIPTS: [source: string, ...rest: string[]][] = [
  [
    `redis.call('SET', KEYS[1], 'v', 'PX', 1) ${SLOW_LOOP} return redis.call('GET', KEYS[1])`,
    "1",
    "s",
  ],
  ["return 1", "0"],
  ["return { 1, 2, { 3, 'x' }, false, nil, 5 }", "0"],
  ["return 3.99", "0"],
  ["return -3.99", "0"],
  ["return true", "0"],
  ["return false", "0"],
  ["return {}", "0"],
  ["return { ok = 'FINE' }", "0"],
  ["return { err = 'CONFLICT nope' }", "0"],
  ["return redis.error_reply('MY thing')", "0"],
  ["return redis.status_reply('YES')", "0"],
  ["return { KEYS[1], ARGV[1], ARGV[2], #KEYS, #ARGV }", "1", "k", "v", "w"],
  ["return redis.call('HSET', KEYS[1], 'f', ARGV[1], 'n', 5)", "1", "h", "v"],
  ["return redis.call('HGETALL', KEYS[1])", "1", "h"],
  ["return redis.call('HGET', KEYS[1], 'nope') == false", "1", "h"],
  ["return redis.call('HMGET', KEYS[1], 'nope', 'f')", "1", "h"],
  ["return redis.call('SET', KEYS[1], 'v').ok", "1", "s"],
  ["return redis.call('SET', KEYS[1], 'v', 'NX')", "1", "s"],
  ["return type(redis.call('SET', KEYS[1], 'v', 'NX'))", "1", "s"],
  ["return redis.call('TYPE', KEYS[1]).ok", "1", "h"],
  ["return redis.call('HINCRBY', KEYS[1], 'n', 10 / 2)", "1", "h"],
  ["return redis.call('HSET', KEYS[1], 'q', 0.1) and redis.call('HGET', KEYS[1], 'q')", "1", "h"],
  ["return redis.call('INCR', KEYS[1])", "1", "h"],
  ["return redis.pcall('INCR', KEYS[1]).err", "1", "h"],
  ["return redis.pcall('INCR', KEYS[1])", "1", "h"],
  ["local fine, e = pcall(redis.call, 'INCR', KEYS[1]) return { tostring(fine), e }", "1", "h"],
  ["x = 1", "0"],
  ["return x", "0"],
  ["return type(os)", "0"],
  ["error('boom')", "0"],
  ["local a = 1\nerror('on the second line')", "0"],
  ["return cjson.encode({ 1, 2, { a = 'x/y' } })", "0"],
  ["return cjson.encode({})", "0"],
  ["return cjson.decode(ARGV[1]).a[2]", "0", '{"a":[1,"two"]}'],
  ["return tostring(cjson.decode(ARGV[1]).a == cjson.null)", "0", '{"a":null}'],
  ["return cjson.encode(cjson.decode(ARGV[1]))", "0", '{"a":[1,2.5,null,true,"é"]}'],
  ["return tostring(10 / 2) .. ' ' .. 10 / 2 .. ' ' .. 7 / 2", "0"],
  ["return tostring(1795390416 * 1000 + 7)", "0"],
  ["return ARGV[1] * 1000 .. ''", "0", "1795390416"],
  ["return tostring(math.floor(1795390416149 / 1000) * 1000)", "0"],
  ["return string.format('%d %05d %s %.2f', 1795390416149, 42, 'x', 1.5)", "0"],
  ["return { unpack(ARGV, 2) }", "0", "a", "b", "c"],
  ["return redis.sha1hex('abc')", "0"],
  ["local t = {} for i = 1, 3 do t[#t + 1] = i * 2 end return t", "0"],
  ["local t = { 'b', 'a' } table.sort(t) return t", "0"],
  ["return { string.find('abc:1', 'c:', 1, true) }", "0"],
  ["return { #ARGV[1], ARGV[1] }", "0", "é😀"],
  ["return { 5 % 3, -5 % 3, 2 ^ 10, '10' + 5, math.max(1, 5, 3) }", "0"],
  ["return tostring(0.1 + 0.2)", "0"],
  ["return redis.call('EVAL', 'return 1', '0')", "0"],
  ["return redis.call('GET', {})", "0"],
  ["return redis.call()", "0"],
  ["return 1", "x"],
  ["return 1", "5", "a"],
  ["return 1", "-1"],
];

describe.skipIf(!program)(
  program
    ? "the embedded engine replies as redis-server does to"
    : "the embedded engine: NOT COMPARED with redis-server, there is none on PATH",
  () => {
    for (const [family, lines] of Object.entries(FAMILIES)) {
      test(family, () => compare(linesOf(lines).map(commandOf)));
    }
    test("scripts", () =>
      compare(SCRIPTS.map(([source, ...rest]): Command => ["EVAL", source, ...rest])));
  },
);
