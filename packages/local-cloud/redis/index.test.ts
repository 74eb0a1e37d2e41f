import { afterEach, describe, expect, test } from "bun:test";
import { endAll } from "#cloud/frame/testing";
import { describeOnEachEngine, serve } from "./testing";

afterEach(endAll);

describeOnEachEngine("Redis commands", (engine) => {
  test("stores texts, numbers and objects as the client sent them", async () => {
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

  test("stores a hash with unicode fields, increments one, and deletes the hash with its last field", async () => {
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

  test("expires keys on time, whatever the case of the options", async () => {
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

  test("sorts a sorted set by score and returns members by score", async () => {
    const redis = (await serve(engine)).client();
    await redis.zadd("idle", { score: 1795390416149, member: "b" }, { score: 17.5, member: "a" });
    expect(await redis.zrange("idle", 0, 100, { byScore: true, withScores: true })).toEqual([
      "a",
      17.5,
    ]);
    expect(await redis.zrange<string[]>("idle", 0, -1, { rev: true })).toEqual(["b", "a"]);
  });

  test("finds fields, members and keys by patterns with and without wildcards", async () => {
    const redis = (await serve(engine)).client();
    await redis.hset("cart:1", { tea: "1", "tea*": "2", cup: "3" });
    await redis.zadd("idle", { score: 1, member: "abc" }, { score: 2, member: "abd" });
    await redis.sadd("tags", "new", "now");
    expect(await redis.hscan("cart:1", 0, { match: "tea" })).toEqual(["0", ["tea", 1]]);
    expect(await redis.hscan("cart:1", 0, { match: "tea\\*" })).toEqual(["0", ["tea*", 2]]);
    expect(await redis.hscan("cart:1", 0, { match: "c?p" })).toEqual(["0", ["cup", 3]]);
    expect(await redis.zscan("idle", 0, { match: "abc" })).toEqual(["0", ["abc", 1]]);
    expect(await redis.zscan("idle", 0, { match: "ab[^c]" })).toEqual(["0", ["abd", 2]]);
    expect(await redis.sscan("tags", 0, { match: "n[a-f]w" })).toEqual(["0", ["new"]]);
    const found = await redis.scan(0, { match: "*a*", count: 100, type: "hash" });
    expect(found).toEqual(["0", ["cart:1"]]);
  });

  test("counts bytes, and increments plain integers only", async () => {
    const redis = (await serve(engine)).client();
    expect([await redis.append("note", "é"), await redis.strlen("note")]).toEqual([2, 2]);
    for (const written of ["007", " 1", "+1", "-0"]) {
      await redis.set("count", written);
      await expect(redis.incr("count")).rejects.toThrow("not an integer");
    }
  });

  describe("a script", () => {
    test.each([
      "return redis.call('DEL', KEYS[1])",
      "return redis.call('hset', KEYS[1], 'f', 2)",
      "return redis.call('GETEX', KEYS[1])",
    ])("is refused when called read-only and %p writes", async (source) => {
      const redis = (await serve(engine)).client();
      await redis.hset("h", { f: 1 });
      const refused = "Write commands are not allowed from read-only scripts";
      await expect(redis.evalRo(source, ["h"], [])).rejects.toThrow(refused);
      const sha = await redis.scriptLoad(source);
      await expect(redis.evalshaRo(sha, ["h"], [])).rejects.toThrow(refused);
      const readOnly = redis.createScript(source, { readonly: true });
      await expect(readOnly.exec(["h"], [])).rejects.toThrow(refused);
      await expect(redis.eval(`#!lua flags=no-writes\n${source}`, ["h"], [])).rejects.toThrow(
        refused,
      );
      expect(await redis.hgetall<Record<string, unknown>>("h")).toEqual({ f: 1 });
    });

    test("may read when called read-only, unless its first line lets it write", async () => {
      const redis = (await serve(engine)).client();
      await redis.set("k", "tea");
      const read = "return redis.call('GET', KEYS[1])";
      expect(await redis.evalRo<[], string>(read, ["k"], [])).toBe("tea");
      expect(await redis.evalRo<[], string>(`#!lua flags=no-writes\n${read}`, ["k"], [])).toBe(
        "tea",
      );
      await expect(redis.evalRo(`#!lua\n${read}`, ["k"], [])).rejects.toThrow("write flag");
      expect(await redis.eval<[], string>("return redis.call('GETDEL', KEYS[1])", ["k"], [])).toBe(
        "tea",
      );
    });

    const ADD = `
      local now = redis.call("TIME")
      local version = redis.call("HINCRBY", KEYS[1], "version", 1)
      if ARGV[1] == "" then redis.call("HDEL", KEYS[1], "note")
      else redis.call("HSET", KEYS[1], "note", ARGV[1], "half", version / 2) end
      redis.call("EXPIRE", KEYS[1], 60)
      redis.call("PEXPIRE", KEYS[1], 90000)
      return { version, redis.call("HGET", KEYS[1], "note"), now[1] * 1000 + math.floor(now[2] / 1000),
        redis.call("HGETALL", KEYS[1]) }`;

    test("changes a hash atomically and returns it", async () => {
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

    test("runs by its hash after it was sent once", async () => {
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

    test("stops at an error, keeps earlier writes, and can return an error of its own", async () => {
      const redis = (await serve(engine)).client();
      const broken = `redis.call("SET", KEYS[1], "kept") return redis.call("INCR", KEYS[1])`;
      await expect(redis.eval(broken, ["k"], [])).rejects.toThrow("not an integer");
      expect(await redis.get<string>("k")).toBe("kept");
      const refusing = `return redis.error_reply("CONFLICT version 3")`;
      await expect(redis.eval(refusing, [], [])).rejects.toThrow("CONFLICT version 3");
      const careful = `return redis.pcall("INCR", KEYS[1]).err`;
      expect(await redis.eval<[], string>(careful, ["k"], [])).toContain("not an integer");
    });

    test("decodes and encodes JSON", async () => {
      const redis = (await serve(engine)).client({ automaticDeserialization: false });
      const script = `local o = cjson.decode(ARGV[1]) o.n = o.n + 1 o.list[3] = "c/d" return cjson.encode(o)`;
      const text = await redis.eval<string[], string>(script, [], ['{"n":1.5,"list":["a",null]}']);
      expect(JSON.parse(text)).toEqual({ n: 2.5, list: ["a", null, "c/d"] });
    });
  });
});
