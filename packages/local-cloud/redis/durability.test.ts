import { afterEach, expect, test } from "bun:test";
import { endAll, folder } from "#cloud/frame/testing";
import { describeOnEachEngine, serve } from "./testing";

afterEach(endAll);

describeOnEachEngine("durability", (engine) => {
  test("keeps values, expiry times and deletions after a restart", async () => {
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

  test("loses the last writes, also those of scripts, and no older ones in a failover", async () => {
    const { client, faults } = await serve(engine);
    const redis = client();
    await redis.hset("cart:1", { tea: 1 });
    // The rule starts the recording of writes but never fires.
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

  test("loses at most the writes of the last moment when the process is killed", async () => {
    const dataDir = folder();
    const killed = await serve(engine, dataDir);
    await killed.command("HSET", "cart:1", "tea", "2");
    // The first stand-in keeps running without being closed, which leaves the files as a kill would.
    const found = async () => {
      const next = await serve(engine, dataDir);
      const { result } = await next.command("HGET", "cart:1", "tea");
      await next.stop();
      return result;
    };
    const deadline = Date.now() + 1_000;
    while ((await found()) !== "2") expect(Date.now()).toBeLessThan(deadline);
  });

  test("keeps a write whose answer was lost", async () => {
    const { command, faults } = await serve(engine);
    faults.set({ seed: 1, rules: [{ kind: "apply-then-drop", rate: 1, times: 1 }] });
    await expect(command("INCR", "n")).rejects.toThrow();
    expect(await command("GET", "n")).toEqual({ result: "1" });
  });
});
