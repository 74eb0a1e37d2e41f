import { afterEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "@upstash/redis";
import { redisStandIn } from "#cloud/redis";
import { serveStandIn } from "#cloud/stand-in";

type EngineName = "embedded" | "server";

const token = "bodega-dev";
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const folder = () => {
  const path = mkdtempSync(join(tmpdir(), "redis-test-"));
  ends.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
};

const bodyOf = async (answer: Response | Promise<Response>) =>
  JSON.parse(await (await answer).text());

const serve = async (engine: EngineName, dataDir = ":memory:") => {
  const standIn = await redisStandIn({ dataDir, token, engine });
  const server = serveStandIn(standIn, 0);
  let stopped = false;
  const stop = async () => {
    if (!stopped) await server.stop();
    stopped = true;
  };
  ends.push(stop);
  const client = (more: { token?: string; automaticDeserialization?: boolean } = {}) =>
    new Redis({ url: server.url, token, retry: false, enableTelemetry: false, ...more });
  const send = (path: string, init: RequestInit = {}) =>
    fetch(`${server.url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...init.headers },
    });
  const command = (...parts: unknown[]) =>
    bodyOf(send("/", { method: "POST", body: JSON.stringify(parts) }));
  return {
    url: server.url,
    engine: standIn.engine,
    faults: standIn.faults,
    client,
    send,
    command,
    stop,
  };
};

/** Every promise holds on both engines. */
const promises = (engine: EngineName) => () => {
  test("keeps texts, numbers and objects as the client gave them", async () => {
    const redis = (await serve(engine)).client();
    await redis.set("greeting", "Čaj, prosím 😀\n");
    await redis.set("count", 7);
    await redis.set("cart", { lines: [{ sku: "tea", quantity: 2 }] });
    expect(await redis.mget("greeting", "count", "cart", "none")).toEqual([
      "Čaj, prosím 😀\n",
      7,
      { lines: [{ sku: "tea", quantity: 2 }] },
      null,
    ]);
    expect(await redis.ping()).toBe("PONG");
  });

  test("keeps a hash with its unicode fields, counts in it and drops it with its last field", async () => {
    const redis = (await serve(engine)).client();
    await redis.hset("cart:1", { "tea–green": "2", cup: "ž" });
    expect(await redis.hincrby("cart:1", "tea–green", 3)).toBe(5);
    expect(await redis.hgetall<Record<string, unknown>>("cart:1")).toEqual({
      "tea–green": 5,
      cup: "ž",
    });
    expect(Number(await redis.hdel("cart:1", "tea–green", "cup", "none"))).toBe(2);
    expect(await redis.exists("cart:1")).toBe(0);
  });

  test("ends keys when their time is over, whatever the case of the options", async () => {
    const redis = (await serve(engine)).client();
    expect(await redis.set("lock", "mine", { nx: true, ex: 30 })).toBe("OK");
    expect(await redis.set("lock", "yours", { nx: true, ex: 30 })).toBeNull();
    expect(await redis.ttl("lock")).toBe(30);
    await redis.set("short", "x", { px: 1 });
    while ((await redis.exists("short")) === 1) await Bun.sleep(1);
    expect(await redis.pexpire("lock", 5_000)).toBe(1);
    expect(await redis.pttl("lock")).toBeWithin(4_000, 5_001);
    expect(await redis.persist("lock")).toBe(1);
    expect(await redis.ttl("lock")).toBe(-1);
  });

  test("orders a sorted set by score and tells what is due", async () => {
    const redis = (await serve(engine)).client();
    await redis.zadd("idle", { score: 1795390416149, member: "b" }, { score: 17.5, member: "a" });
    expect(await redis.zrange("idle", 0, 100, { byScore: true, withScores: true })).toEqual([
      "a",
      17.5,
    ]);
    expect(await redis.zrange<string[]>("idle", 0, -1, { rev: true })).toEqual(["b", "a"]);
  });

  describe("scripts", () => {
    const ADD = `
      local now = redis.call("TIME")
      local version = redis.call("HINCRBY", KEYS[1], "version", 1)
      if ARGV[1] == "" then redis.call("HDEL", KEYS[1], "note")
      else redis.call("HSET", KEYS[1], "note", ARGV[1], "half", version / 2) end
      redis.call("EXPIRE", KEYS[1], 60)
      redis.call("PEXPIRE", KEYS[1], 90000)
      return { version, redis.call("HGET", KEYS[1], "note"), now[1] * 1000 + math.floor(now[2] / 1000),
        redis.call("HGETALL", KEYS[1]) }`;

    test("change a hash in one step and answer with it", async () => {
      const redis = (await serve(engine)).client();
      const before = Date.now();
      const [version, note, ms, whole] = await redis.eval<string[], unknown[]>(
        ADD,
        ["cart:é"],
        ["pečené"],
      );
      expect([version, note]).toEqual([1, "pečené"]);
      expect(ms).toBeWithin(before - 1, Date.now() + 1);
      expect(whole).toEqual(["version", 1, "note", "pečené", "half", 0.5]);
      expect(await redis.ttl("cart:é")).toBe(90);
      const [again, none] = await redis.eval<string[], unknown[]>(ADD, ["cart:é"], [""]);
      expect([again, none]).toEqual([2, null]);
    });

    test("are sent once and called by their hash from then on", async () => {
      const { client, command } = await serve(engine);
      const redis = client();
      const script = redis.createScript<number>("return tonumber(ARGV[1]) + 1");
      const unknown = await command("EVALSHA", script.sha1 || "0".repeat(40), "0");
      expect(unknown).toEqual({ error: "NOSCRIPT No matching script. Please use EVAL." });
      expect(await script.exec([], ["41"])).toBe(42);
      expect(await script.evalsha([], ["1"])).toBe(2);
      expect(await redis.scriptExists(script.sha1, "0".repeat(40))).toEqual([1, 0]);
      const loaded = await redis.scriptLoad("return KEYS[1]");
      expect(await redis.evalsha<[], string>(loaded, ["k"], [])).toBe("k");
    });

    test("stop at an error, with what they did before it kept, and pass on refusals of their own", async () => {
      const redis = (await serve(engine)).client();
      const broken = `redis.call("SET", KEYS[1], "kept") return redis.call("INCR", KEYS[1])`;
      await expect(redis.eval(broken, ["k"], [])).rejects.toThrow("not an integer");
      expect(await redis.get<string>("k")).toBe("kept");
      const refusing = `return redis.error_reply("CONFLICT version 3")`;
      await expect(redis.eval(refusing, [], [])).rejects.toThrow("CONFLICT version 3");
      const careful = `return redis.pcall("INCR", KEYS[1]).err`;
      expect(await redis.eval<[], string>(careful, ["k"], [])).toContain("not an integer");
    });

    test("read and write JSON", async () => {
      const redis = (await serve(engine)).client({ automaticDeserialization: false });
      const script = `local o = cjson.decode(ARGV[1]) o.n = o.n + 1 o.list[3] = "c/d" return cjson.encode(o)`;
      const text = await redis.eval<string[], string>(script, [], ['{"n":1.5,"list":["a",null]}']);
      expect(JSON.parse(text)).toEqual({ n: 2.5, list: ["a", null, "c/d"] });
    });
  });

  describe("over REST", () => {
    test("a pipeline answers each command, also behind one that fails", async () => {
      const { client, url } = await serve(engine);
      const pipeline = client().pipeline();
      pipeline.set("n", "tea").incr("n").get("n");
      const results = await pipeline.exec({ keepErrors: true });
      expect(results.map(({ error }) => error !== undefined)).toEqual([false, true, false]);
      expect(results[2]?.result).toBe("tea");
      const { entries } = await bodyOf(fetch(`${url}/_dev/journal`));
      expect(entries.map((entry: { summary: string }) => entry.summary)).toEqual([
        "pipeline 3: SET n, INCR n, GET n",
      ]);
    });

    test("a transaction runs as one, and not at all when a command cannot be", async () => {
      const { client, send } = await serve(engine);
      const redis = client();
      const done = await redis.multi().set("n", 1).incr("n").incrby("n", 5).exec();
      expect(done).toEqual(["OK", 2, 7]);
      const commands = [["SET", "n", "9"], ["NONSENSE"]];
      const answer = await send("/multi-exec", { method: "POST", body: JSON.stringify(commands) });
      expect(answer.status).toBe(400);
      expect((await bodyOf(answer)).error).toStartWith("EXECABORT");
      expect(await redis.get<number>("n")).toBe(7);
    });

    test("a path is a command, with the body as its last argument and the query behind it", async () => {
      const { send, url } = await serve(engine);
      expect(await bodyOf(send("/set/a%2Fb/1?EX=100"))).toEqual({ result: "OK" });
      const posted = send("/set/note?PX=5000&NX", { method: "POST", body: "a long / text" });
      expect(await bodyOf(posted)).toEqual({ result: "OK" });
      expect(await bodyOf(send("/get/note"))).toEqual({ result: "a long / text" });
      expect(await bodyOf(fetch(`${url}/ttl/a%2Fb?_token=${token}`))).toEqual({ result: 100 });
    });

    test("texts come in base64 where asked for, and the session's token comes back", async () => {
      const { send } = await serve(engine);
      await send("/set/k/é");
      const headers = { "upstash-encoding": "base64", "upstash-sync-token": "abc" };
      const answer = await send("/mget/k/none", { headers });
      expect(answer.headers.get("upstash-sync-token")).toBe("abc");
      expect(await bodyOf(answer)).toEqual({ result: ["w6k=", null] });
      const first = await send("/set/k/OK", { headers: { "upstash-encoding": "base64" } });
      expect(first.headers.get("upstash-sync-token")).toStartWith("bodega:");
      expect(await bodyOf(first)).toEqual({ result: "OK" });
    });

    test("a wrong token is answered 401 and changes nothing", async () => {
      const { client, send } = await serve(engine);
      const stranger = client({ token: "guessed" });
      await expect(stranger.set("k", "v")).rejects.toThrow("WRONGPASS");
      expect(await bodyOf(send("/exists/k"))).toEqual({ result: 0 });
    });

    test.each([
      ["no JSON", "{"],
      ["no array", `{"a":1}`],
      ["no command", "[]"],
      ["a nested argument", `["SET","k",{"a":1}]`],
      ["a command without its arguments", `["GET"]`],
      ["a word that is no command", `["NONSENSE","x"]`],
      ["a command on the wrong type", `["HGET","text","field"]`],
      ["a command that takes over the connection", `["SUBSCRIBE","x"]`],
      ["a command that waits", `["BLPOP","x","0"]`],
      ["a command that ends the server", `["SHUTDOWN"]`],
    ])("%s is answered 400 with a reason", async (_what, body) => {
      const { send } = await serve(engine);
      await send("/set/text/x");
      const answer = await send("/", { method: "POST", body });
      expect(answer.status).toBe(400);
      expect((await bodyOf(answer)).error).toMatch(/^(ERR|WRONGTYPE) /);
    });

    test("a request beyond the limit is answered 413", async () => {
      const { send } = await serve(engine);
      const body = JSON.stringify(["SET", "k", "x".repeat(10 * 1024 * 1024)]);
      expect((await send("/", { method: "POST", body })).status).toBe(413);
    });

    test("the books list every key with its type and its end", async () => {
      const { command, url } = await serve(engine);
      await command("SET", "a", "1", "PX", "60000");
      await command("HSET", "b", "f", "1");
      const { keys } = await bodyOf(fetch(`${url}/_dev/books`));
      expect(keys).toEqual([
        { key: "a", type: "string", ttlMs: expect.any(Number) },
        { key: "b", type: "hash", ttlMs: null },
      ]);
    });
  });

  describe("what is kept", () => {
    test("a cart, its end and the scripts' effects outlive a restart", async () => {
      const dataDir = folder();
      const first = await serve(engine, dataDir);
      await first.client().hset("cart:1", { tea: 2, note: "é" });
      await first.client().expire("cart:1", 1_000);
      await first.client().zadd("idle", { score: 5, member: "cart:1" });
      await first.client().rpush("log", "a", "b");
      await first.client().sadd("tags", "x");
      await first.client().set("gone", "x");
      await first.client().del("gone");
      await first.stop();
      const redis = (await serve(engine, dataDir)).client();
      expect(await redis.hgetall<Record<string, unknown>>("cart:1")).toEqual({ tea: 2, note: "é" });
      expect(await redis.ttl("cart:1")).toBeWithin(990, 1_001);
      expect(await redis.zscore("idle", "cart:1")).toBe(5);
      expect(await redis.lrange("log", 0, -1)).toEqual(["a", "b"]);
      expect(await redis.smembers("tags")).toEqual(["x"]);
      expect(await redis.exists("gone")).toBe(0);
    });

    test("a failover forgets the last writes, those of scripts too, and nothing older", async () => {
      const { client, faults } = await serve(engine);
      const redis = client();
      await redis.hset("cart:1", { tea: 1 });
      // Armed, but not yet to fire.
      faults.set({ seed: 1, rules: [{ kind: "forget", rate: 0 }] });
      await redis.hset("cart:1", { tea: 2 });
      await redis.eval(`return redis.call("HSET", KEYS[1], "cup", 1)`, ["cart:1"], []);
      await redis.set("new", "x", { ex: 100 });
      await redis.del("cart:1");
      expect(await redis.exists("cart:1")).toBe(0);
      faults.set({ seed: 1, rules: [{ kind: "forget", rate: 1, ms: 60_000, times: 1 }] });
      expect(await redis.hgetall<Record<string, unknown>>("cart:1")).toEqual({ tea: 1 });
      expect(await redis.exists("new")).toBe(0);
      expect(faults.report().rules[0]?.fired).toBe(1);
      await redis.hset("cart:1", { tea: 3 });
      expect(await redis.hget<number>("cart:1", "tea")).toBe(3);
    });

    test("a killed process loses no more than its last moment", async () => {
      const dataDir = folder();
      const killed = await serve(engine, dataDir);
      await killed.command("HSET", "cart:1", "tea", "2");
      // Left running as a kill leaves it: nothing was closed, nothing said goodbye.
      const found = async () => {
        const next = await serve(engine, dataDir);
        const { result } = await next.command("HGET", "cart:1", "tea");
        await next.stop();
        return result;
      };
      const deadline = Date.now() + 1_000;
      while ((await found()) !== "2") expect(Date.now()).toBeLessThan(deadline);
    });

    test("a lost answer leaves the write in place although the client saw an error", async () => {
      const { command, faults } = await serve(engine);
      faults.set({ seed: 1, rules: [{ kind: "apply-then-drop", rate: 1, times: 1 }] });
      await expect(command("INCR", "n")).rejects.toThrow();
      expect(await command("GET", "n")).toEqual({ result: "1" });
    });
  });
};

const program = Bun.which("redis-server");
describe("Upstash on the embedded engine", promises("embedded"));
describe.skipIf(!program)(
  program ? "Upstash on redis-server" : "Upstash on redis-server: NOT RUN, there is none on PATH",
  promises("server"),
);
