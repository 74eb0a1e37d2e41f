import { describe, expect, test } from "bun:test";
import { qstashForEachTest } from "./testing";

const qstash = qstashForEachTest();

describe("queues", () => {
  test("deliver in order: the second waits for the retries of the first", async () => {
    await qstash.start({ retryBaseMs: 1 });
    qstash.endpoint.answers((_, nth) => new Response(null, { status: nth <= 2 ? 500 : 200 }));
    const queue = qstash.client.queue({ queueName: "line" });
    await queue.enqueue({ url: qstash.endpoint.url, body: "a" });
    await queue.enqueue({ url: qstash.endpoint.url, body: "b" });
    await queue.enqueue({ url: qstash.endpoint.url, body: "c" });
    await qstash.endpoint.call(5);
    expect(qstash.endpoint.bodies()).toEqual(["a", "a", "a", "b", "c"]);
  });

  test("keep the next message waiting for the callback of the one before", async () => {
    const queue = qstash.client.queue({ queueName: "line" });
    await queue.upsert({ parallelism: 1, paused: true });
    await queue.enqueue({
      url: `${qstash.endpoint.url}/1`,
      callback: `${qstash.endpoint.url}/callback`,
    });
    await queue.enqueue({ url: `${qstash.endpoint.url}/2` });
    expect(await queue.get()).toMatchObject({ lag: 2, paused: true, parallelism: 1 });
    await queue.resume();
    await qstash.endpoint.call(3);
    expect(qstash.endpoint.calls.map(({ path }) => path)).toEqual(["/1", "/callback", "/2"]);
  });

  test("deliver nothing while paused, and as many at once as they may", async () => {
    const answer = Promise.withResolvers<void>();
    qstash.endpoint.answers(() => answer.promise.then(() => new Response()));
    const queue = qstash.client.queue({ queueName: "wide" });
    await queue.upsert({ parallelism: 3 });
    await queue.pause();
    for (let n = 0; n < 5; n += 1) await queue.enqueue({ url: qstash.endpoint.url });
    await qstash.deliverAll();
    expect(qstash.endpoint.calls).toHaveLength(0);
    await queue.resume();
    await qstash.endpoint.call(3);
    const states = (await qstash.books()).messages.map(({ state }) => state);
    expect(states.reverse()).toEqual(["ACTIVE", "ACTIVE", "ACTIVE", "CREATED", "CREATED"]);
    answer.resolve();
    await qstash.endpoint.call(5);
  });

  test("that are deleted take what waits in them along", async () => {
    const queue = qstash.client.queue({ queueName: "line" });
    await queue.pause();
    await queue.enqueue({ url: qstash.endpoint.url });
    await queue.delete();
    await expect(queue.get()).rejects.toThrow("not found");
    await queue.upsert({ parallelism: 1 });
    expect(await queue.get()).toMatchObject({ lag: 0, paused: false });
    await qstash.deliverAll();
    expect(qstash.endpoint.calls).toHaveLength(0);
  });
});
