import { afterEach, expect, test } from "bun:test";
import { bodyOf, endAll } from "#cloud/frame/testing";
import { describeOnEachEngine, serve, token } from "./testing";

afterEach(endAll);

describeOnEachEngine("the REST protocol", (engine) => {
  test("answers each command of a pipeline, also after one that fails", async () => {
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

  test("runs a transaction as a whole, and not at all when a command is invalid", async () => {
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

  test("reads a command from the path, with the body as its last argument and the query after it", async () => {
    const { send, url } = await serve(engine);
    expect(await bodyOf(send("/set/a%2Fb/1?EX=100"))).toEqual({ result: "OK" });
    const posted = send("/set/note?PX=5000&NX", { method: "POST", body: "a long / text" });
    expect(await bodyOf(posted)).toEqual({ result: "OK" });
    expect(await bodyOf(send("/get/note"))).toEqual({ result: "a long / text" });
    expect(await bodyOf(fetch(`${url}/ttl/a%2Fb?_token=${token}`))).toEqual({ result: 100 });
  });

  test("answers texts in base64 on request", async () => {
    const { send } = await serve(engine);
    await send("/set/k/é");
    const headers = { "upstash-encoding": "base64" };
    expect(await bodyOf(send("/mget/k/none", { headers }))).toEqual({ result: ["w6k=", null] });
    expect(await bodyOf(send("/set/k/OK", { headers }))).toEqual({ result: "OK" });
  });

  test("changes the session's sync token with each write only", async () => {
    const { client } = await serve(engine);
    const redis = client();
    const { client: session } = redis as unknown as { client: { upstashSyncToken: string } };
    const tokenAfter = async (work: Promise<unknown>) => {
      await work;
      return session.upstashSyncToken;
    };
    const set = await tokenAfter(redis.set("k", 1));
    expect(set).toStartWith("bodega:");
    expect(await tokenAfter(redis.get("k"))).toBe(set);
    const script = await tokenAfter(redis.eval("return redis.call('INCR', KEYS[1])", ["k"], []));
    expect(script).not.toBe(set);
    const batch = await tokenAfter(redis.multi().incr("k").get("k").exec());
    expect(batch).not.toBe(script);
    expect(await tokenAfter(redis.pipeline().del("k").exec())).not.toBe(batch);
  });

  test("answers 401 to a wrong token and changes nothing", async () => {
    const { client, send } = await serve(engine);
    const stranger = client({ token: "guessed" });
    await expect(stranger.set("k", "v")).rejects.toThrow("WRONGPASS");
    expect(await bodyOf(send("/exists/k"))).toEqual({ result: 0 });
  });

  test.each([
    ["a body that is not JSON", "{"],
    ["an object", `{"a":1}`],
    ["an empty array", "[]"],
    ["a nested argument", `["SET","k",{"a":1}]`],
    ["a command without its arguments", `["GET"]`],
    ["an unknown command", `["NONSENSE","x"]`],
    ["a command on the wrong type", `["HGET","text","field"]`],
    ["a command that takes over the connection", `["SUBSCRIBE","x"]`],
    ["a blocking command", `["BLPOP","x","0"]`],
    ["a command that stops the server", `["SHUTDOWN"]`],
  ])("answers 400 with a reason to %s", async (_what, body) => {
    const { send } = await serve(engine);
    await send("/set/text/x");
    const answer = await send("/", { method: "POST", body });
    expect(answer.status).toBe(400);
    expect((await bodyOf(answer)).error).toMatch(/^(ERR|WRONGTYPE) /);
  });

  test("answers 413 to a request beyond the limit", async () => {
    const { send } = await serve(engine);
    const body = JSON.stringify(["SET", "k", "x".repeat(10 * 1024 * 1024)]);
    expect((await send("/", { method: "POST", body })).status).toBe(413);
  });

  test("lists every key with its type and remaining time in the books", async () => {
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
