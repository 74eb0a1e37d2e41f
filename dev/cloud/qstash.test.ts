import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, Receiver } from "@upstash/qstash";
import { type QstashOptions, qstashStandIn } from "./qstash";
import { type StandIn, serveStandIn } from "./stand-in";

const TOKEN = "bodega-dev";
const KEYS = { currentSigningKey: "sig_current", nextSigningKey: "sig_next" };

/** An endpoint that remembers what it got and answers what it is told to. */
const openEndpoint = () => {
  const calls: { request: Request; bytes: Uint8Array; body: string; path: string }[] = [];
  let waiting: { count: number; resolve: () => void }[] = [];
  let answer: (request: Request, nth: number) => Response | Promise<Response> = () =>
    new Response("ok");
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const bytes = new Uint8Array(await request.arrayBuffer());
      const body = new TextDecoder().decode(bytes);
      calls.push({ request, bytes, body, path: new URL(request.url).pathname });
      for (const { count, resolve } of waiting) if (calls.length >= count) resolve();
      waiting = waiting.filter(({ count }) => calls.length < count);
      return answer(request, calls.length);
    },
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    calls,
    bodies: () => calls.map(({ body }) => body),
    answers(next: typeof answer) {
      answer = next;
    },
    /** The nth call, when it has come. */
    async call(count: number) {
      if (calls.length < count)
        await new Promise<void>((resolve) => waiting.push({ count, resolve }));
      const call = calls[count - 1];
      if (!call) throw new Error("no such call");
      return call;
    },
    stop: () => server.stop(true),
  };
};

let endpoint: ReturnType<typeof openEndpoint>;
let standIn: StandIn;
let server: ReturnType<typeof serveStandIn>;
let client: Client;
let now: number;

const boot = (options: Partial<QstashOptions> = {}) => {
  standIn = qstashStandIn({ dataDir: ":memory:", token: TOKEN, ...KEYS, ...options });
  server = serveStandIn(standIn, 0);
  client = new Client({ baseUrl: server.url, token: TOKEN, retry: false, enableTelemetry: false });
};

/** Starts over with a clock that only a test moves, and so with nothing retried by itself. */
const bootStill = async (options: Partial<QstashOptions> = {}) => {
  await server.stop();
  now = Date.now();
  boot({ clock: () => now, ...options });
};

const dev = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`${server.url}/_dev/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.status === 204 ? undefined : response.json();
};
const deliverAll = () => dev("POST", "deliver");
const deliverDue = () => dev("POST", "deliver?only=due");
const arm = (...rules: unknown[]) => dev("PUT", "faults", { seed: 7, rules });

interface BookMessage {
  messageId: string;
  state: string;
  url: string;
  body: string;
  fault?: string;
  deliveries: { at: number; status: number }[];
}
const readBooks = () =>
  dev("GET", "books") as Promise<{
    messages: BookMessage[];
    deadLetters: { messageId: string; dlqId: string; responseStatus: number }[];
  }>;
const messageBook = async (messageId: string) =>
  (await readBooks()).messages.find((message) => message.messageId === messageId);

beforeEach(() => {
  endpoint = openEndpoint();
  boot();
});
afterEach(async () => {
  await server.stop();
  endpoint.stop();
});

describe("a published message", () => {
  test("arrives at its URL with body, content type and forwarded headers", async () => {
    const { messageId } = await client.publishJSON({
      url: `${endpoint.url}/events?shop=1&x=a%20b`,
      body: { hello: "wörld" },
      headers: { "X-Trace": "abc" },
    });
    const { request, body } = await endpoint.call(1);
    expect(JSON.parse(body)).toEqual({ hello: "wörld" });
    expect(request.url).toBe(`${endpoint.url}/events?shop=1&x=a%20b`);
    expect(request.method).toBe("POST");
    expect(request.headers.get("content-type")).toBe("application/json");
    expect(request.headers.get("x-trace")).toBe("abc");
    expect(request.headers.get("upstash-message-id")).toBe(messageId);
    expect(request.headers.get("upstash-retried")).toBe("0");
    expect(request.headers.get("authorization")).toBeNull();
  });

  test("is signed so that the official receiver accepts it, and nothing forged", async () => {
    const url = `${endpoint.url}/events`;
    await client.publish({ url, body: "plain" });
    const { request, body } = await endpoint.call(1);
    const signature = request.headers.get("upstash-signature") ?? "";
    const receiver = new Receiver(KEYS);
    expect(await receiver.verify({ signature, body, url })).toBe(true);
    await expect(receiver.verify({ signature, body: "other", url })).rejects.toThrow("body hash");
    await expect(receiver.verify({ signature, body, url: `${url}/x` })).rejects.toThrow("subject");
    const stranger = new Receiver({ currentSigningKey: "a", nextSigningKey: "b" });
    await expect(stranger.verify({ signature, body, url })).rejects.toThrow("signature");
  });

  test("is still accepted by a receiver that was not told of a key rotation", async () => {
    const rotated = await fetch(`${server.url}/v2/keys/rotate`, {
      method: "POST",
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    expect(await rotated.json()).toMatchObject({ current: KEYS.nextSigningKey });
    await client.publish({ url: endpoint.url, body: "x" });
    const { request, body } = await endpoint.call(1);
    const signature = request.headers.get("upstash-signature") ?? "";
    expect(await new Receiver(KEYS).verify({ signature, body })).toBe(true);
  });

  test("uses the method it was given, and bytes stay bytes", async () => {
    const bytes = new Uint8Array([0, 255, 254, 10]);
    await client.publish({ url: endpoint.url, method: "PUT", body: new Blob([bytes]) });
    const call = await endpoint.call(1);
    expect(call.request.method).toBe("PUT");
    expect(call.bytes).toEqual(bytes);
  });

  test("waits for its delay, and arrives when the time has come", async () => {
    await bootStill();
    await client.publish({ url: endpoint.url, delay: "90m", body: "later" });
    await deliverDue();
    expect(endpoint.calls).toHaveLength(0);
    now += 90 * 60_000;
    await deliverDue();
    expect(endpoint.bodies()).toEqual(["later"]);
  });

  test("waits for its not-before time", async () => {
    await bootStill();
    const notBefore = Math.floor(now / 1_000) + 60;
    const { messageId } = await client.publish({ url: endpoint.url, notBefore });
    expect((await client.messages.get(messageId)).notBefore).toBe(notBefore * 1_000);
    await deliverDue();
    expect(endpoint.calls).toHaveLength(0);
    now += 61_000;
    await deliverDue();
    expect(endpoint.calls).toHaveLength(1);
  });

  test("that came due on its own is delivered without being asked for", async () => {
    const headers = { "Upstash-Delay": "30ms" };
    await client.publish({ url: endpoint.url, headers, body: "soon" });
    expect((await endpoint.call(1)).body).toBe("soon");
  });

  test("can be cancelled while it waits", async () => {
    const { messageId } = await client.publish({ url: endpoint.url, delay: 60 });
    expect(await client.messages.cancel(messageId)).toEqual({ cancelled: 1 });
    await deliverAll();
    expect(endpoint.calls).toHaveLength(0);
    await expect(client.messages.get(messageId)).rejects.toThrow("not found");
    const { logs } = await client.logs({ messageIds: [messageId] });
    expect(logs.map(({ state }) => String(state))).toEqual([
      "CANCELED",
      "CANCEL_REQUESTED",
      "CREATED",
    ]);
  });

  test("can be cancelled together with others by label", async () => {
    await client.publish({ url: endpoint.url, delay: 60, label: ["red", "big"], body: "a" });
    await client.publish({ url: endpoint.url, delay: 60, label: "blue", body: "b" });
    expect(await client.messages.cancel({ filter: { label: ["red", "green"] } })).toEqual({
      cancelled: 1,
    });
    await deliverAll();
    expect(endpoint.bodies()).toEqual(["b"]);
  });
});

describe("a batch", () => {
  test("delivers each item, and one refused item does not keep the others back", async () => {
    const answers = await client.batchJSON([
      { url: `${endpoint.url}/a`, body: { n: 1 } },
      { url: "ftp://nowhere", body: { n: 2 } },
      { queueName: "line", url: `${endpoint.url}/c`, body: { n: 3 } },
    ]);
    expect(answers).toHaveLength(3);
    expect(answers[1]).toMatchObject({ error: expect.stringContaining("scheme") });
    await endpoint.call(2);
    expect(endpoint.calls.map(({ path }) => path).sort()).toEqual(["/a", "/c"]);
  });
});

describe("URL groups", () => {
  test("send a message to every endpoint, and to none that was removed", async () => {
    await client.urlGroups.addEndpoints({
      name: "orders",
      endpoints: [
        { name: "mail", url: `${endpoint.url}/mail` },
        { name: "stock", url: `${endpoint.url}/stock` },
      ],
    });
    const answers = await client.publishJSON({ urlGroup: "orders", body: {} });
    expect(answers.map(({ url }) => url)).toEqual([
      `${endpoint.url}/mail`,
      `${endpoint.url}/stock`,
    ]);
    await endpoint.call(2);
    expect(endpoint.calls.map(({ path }) => path).sort()).toEqual(["/mail", "/stock"]);
    expect(endpoint.calls[0]?.request.headers.get("upstash-topic-name")).toBe("orders");

    await client.urlGroups.removeEndpoints({ name: "orders", endpoints: [{ name: "mail" }] });
    expect((await client.urlGroups.get("orders")).endpoints).toHaveLength(1);
    await client.urlGroups.delete("orders");
    expect(await client.urlGroups.list()).toEqual([]);
    await expect(client.publishJSON({ urlGroup: "orders" })).rejects.toThrow("not found");
  });
});

describe("deduplication", () => {
  test("accepts the same id again without delivering it, for ten minutes", async () => {
    await bootStill();
    const publish = () =>
      fetch(`${server.url}/v2/publish/${endpoint.url}`, {
        method: "POST",
        headers: { authorization: `Bearer ${TOKEN}`, "upstash-deduplication-id": "evt_1.0" },
      });
    const [first, second] = [await publish(), await publish()];
    expect([first.status, second.status]).toEqual([200, 202]);
    const { messageId } = (await first.json()) as { messageId: string };
    expect(await second.json()).toEqual({ messageId, deduplicated: true });
    now += 10 * 60_000;
    expect((await publish()).status).toBe(200);
    await deliverAll();
    expect(endpoint.calls).toHaveLength(2);
  });

  test("by content tells apart destination, body and forwarded headers", async () => {
    const publish = (path: string, body: string, trace: string) =>
      client.publish({
        url: `${endpoint.url}/${path}`,
        body,
        headers: { trace },
        contentBasedDeduplication: true,
      });
    const answers = [
      await publish("a", "1", "x"),
      await publish("a", "1", "x"),
      await publish("b", "1", "x"),
      await publish("a", "2", "x"),
      await publish("a", "1", "y"),
    ];
    expect(answers.map(({ deduplicated }) => deduplicated ?? false)).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
  });

  test("of a URL group is of the whole publish call", async () => {
    const endpoints = [{ url: `${endpoint.url}/a` }, { url: `${endpoint.url}/b` }];
    await client.urlGroups.addEndpoints({ name: "g", endpoints });
    const first = await client.publish({ urlGroup: "g", deduplicationId: "d" });
    const second = await client.publish({ urlGroup: "g", deduplicationId: "d" });
    expect(second).toEqual(first.map((message) => ({ ...message, deduplicated: true })));
    await deliverAll();
    expect(endpoint.calls).toHaveLength(2);
  });
});

describe("an endpoint that fails", () => {
  test("is asked again after waits that double, and then the message is a dead letter", async () => {
    await bootStill({ retryBaseMs: 1_000 });
    endpoint.answers(() => new Response("no", { status: 500 }));
    const { messageId } = await client.publish({ url: endpoint.url, retries: 2, body: "x" });
    await deliverDue();
    now += 999;
    await deliverDue();
    expect(endpoint.calls).toHaveLength(1);
    now += 1;
    await deliverDue();
    expect(endpoint.calls[1]?.request.headers.get("upstash-retried")).toBe("1");
    now += 2_000;
    await deliverDue();
    expect(endpoint.calls).toHaveLength(3);
    const { messages } = await client.dlq.listMessages();
    expect(messages).toMatchObject([
      { messageId, responseStatus: 500, responseBody: "no", body: "x", maxRetries: 2 },
    ]);
    expect((await messageBook(messageId))?.deliveries.map(({ status }) => status)).toEqual([
      500, 500, 500,
    ]);
  });

  test("is retried by itself", async () => {
    await server.stop();
    boot({ retryBaseMs: 5 });
    endpoint.answers((_, nth) => new Response(null, { status: nth < 3 ? 503 : 200 }));
    const { messageId } = await client.publish({ url: endpoint.url });
    await endpoint.call(3);
    await deliverAll();
    expect(await messageBook(messageId)).toMatchObject({ state: "DELIVERED", retried: 2 });
  });

  test("is asked again when the message's own formula says", async () => {
    await bootStill();
    endpoint.answers(() => new Response(null, { status: 500 }));
    const retryDelay = "max(500, pow(3, retried) * 1000)";
    await client.publish({ url: endpoint.url, retries: 2, retryDelay });
    await deliverDue();
    for (const wait of [1_000, 3_000]) {
      const before = endpoint.calls.length;
      now += wait - 1;
      await deliverDue();
      expect(endpoint.calls).toHaveLength(before);
      now += 1;
      await deliverDue();
      expect(endpoint.calls).toHaveLength(before + 1);
    }
  });

  test("can say itself when to be asked again", async () => {
    await bootStill();
    endpoint.answers(() => new Response(null, { status: 429, headers: { "retry-after": "5m" } }));
    await client.publish({ url: endpoint.url });
    await deliverDue();
    now += 299_999;
    await deliverDue();
    expect(endpoint.calls).toHaveLength(1);
    now += 1;
    await deliverDue();
    expect(endpoint.calls).toHaveLength(2);
  });

  test("can refuse a message for good with 489", async () => {
    endpoint.answers(
      () =>
        new Response("poison", {
          status: 489,
          headers: { "Upstash-NonRetryable-Error": "true" },
        }),
    );
    await client.publish({ url: endpoint.url, retries: 5 });
    await deliverAll();
    expect(endpoint.calls).toHaveLength(1);
    expect((await readBooks()).deadLetters).toMatchObject([{ responseStatus: 489 }]);
  });

  test("that answers nothing in time counts as failed", async () => {
    const hanging = Promise.withResolvers<Response>();
    endpoint.answers(() => hanging.promise);
    const headers = { "Upstash-Timeout": "50ms" };
    const { messageId } = await client.publish({ url: endpoint.url, retries: 0, headers });
    await endpoint.call(1);
    await deliverAll();
    hanging.resolve(new Response());
    expect(await messageBook(messageId)).toMatchObject({
      state: "FAILED",
      deliveries: [{ status: 0 }],
    });
  });

  test("that is not there at all counts as failed", async () => {
    const gone = openEndpoint();
    gone.stop();
    const { messageId } = await client.publish({ url: gone.url, retries: 0 });
    await deliverAll();
    expect((await messageBook(messageId))?.state).toBe("FAILED");
  });

  test("does not hear again of a message cancelled in flight", async () => {
    const hanging = Promise.withResolvers<Response>();
    endpoint.answers(() => hanging.promise);
    const { messageId } = await client.publish({ url: endpoint.url, retries: 5 });
    await endpoint.call(1);
    await client.messages.cancel(messageId);
    hanging.resolve(new Response(null, { status: 500 }));
    await deliverAll();
    expect(endpoint.calls).toHaveLength(1);
    expect((await messageBook(messageId))?.state).toBe("CANCELED");
  });
});

describe("the dead-letter queue", () => {
  const fail = async (count: number) => {
    endpoint.answers(() => new Response(null, { status: 500 }));
    for (let n = 1; n <= count; n += 1)
      await client.publish({ url: `${endpoint.url}/${n}`, retries: 0, body: `${n}` });
    await deliverAll();
    endpoint.answers(() => new Response("ok"));
    endpoint.calls.length = 0;
  };

  test("gives a message back for another life", async () => {
    await fail(1);
    const [dead] = (await client.dlq.listMessages()).messages;
    const { responses } = await client.dlq.retry(dead?.dlqId ?? "");
    await deliverAll();
    expect(endpoint.bodies()).toEqual(["1"]);
    expect(responses[0]?.messageId).not.toBe(dead?.messageId);
    expect((await client.dlq.listMessages()).messages).toEqual([]);
    expect(await messageBook(responses[0]?.messageId ?? "")).toMatchObject({ state: "DELIVERED" });
  });

  test("lets a retried message have other instructions", async () => {
    await fail(1);
    endpoint.answers(() => new Response(null, { status: 500 }));
    const [dead] = (await client.dlq.listMessages()).messages;
    const response = await fetch(`${server.url}/v2/dlq/retry/${dead?.dlqId}`, {
      method: "POST",
      headers: { authorization: `Bearer ${TOKEN}`, "upstash-retries": "4" },
    });
    expect(response.status).toBe(201);
    await deliverAll();
    const { messageId } = (await response.json()) as { messageId: string };
    expect((await client.messages.get(messageId)).maxRetries).toBe(4);
  });

  test("is filtered, paged and emptied", async () => {
    await fail(3);
    const filter = { url: `${endpoint.url}/2` };
    expect((await client.dlq.listMessages({ filter })).messages).toHaveLength(1);
    const page = await client.dlq.listMessages({ count: 2 });
    expect(page.messages.map(({ body }) => body)).toEqual(["3", "2"]);
    const rest = await client.dlq.listMessages({ count: 2, cursor: page.cursor ?? "" });
    expect(rest.messages.map(({ body }) => body)).toEqual(["1"]);
    expect(rest.cursor).toBeUndefined();
    expect(await client.dlq.delete({ filter })).toMatchObject({ deleted: 1 });
    expect(await client.dlq.delete({ all: true, count: 1 })).toMatchObject({
      deleted: 1,
      cursor: expect.any(String),
    });
    await client.dlq.delete(rest.messages[0]?.dlqId ?? "");
    expect((await client.dlq.listMessages()).messages).toEqual([]);
    await expect(client.dlq.delete("nope")).rejects.toThrow("not found");
  });
});

describe("callbacks", () => {
  test("tell what the endpoint answered", async () => {
    endpoint.answers((request) => new Response(request.url.endsWith("/work") ? "done" : null));
    const { messageId } = await client.publishJSON({
      url: `${endpoint.url}/work`,
      callback: `${endpoint.url}/callback`,
      headers: { "Upstash-Callback-Forward-Trace": "abc" },
      body: { n: 1 },
    });
    const { body, request } = await endpoint.call(2);
    const report = JSON.parse(body);
    expect(report).toMatchObject({ status: 200, sourceMessageId: messageId, retried: 0 });
    expect(atob(report.body)).toBe("done");
    expect(JSON.parse(atob(report.sourceBody))).toEqual({ n: 1 });
    expect(request.headers.get("trace")).toBe("abc");
    const signature = request.headers.get("upstash-signature") ?? "";
    const url = `${endpoint.url}/callback`;
    expect(await new Receiver(KEYS).verify({ signature, body, url })).toBe(true);
  });

  test("of failure come once, when the message is dead", async () => {
    endpoint.answers(
      (request) => new Response(null, { status: request.url.endsWith("/work") ? 500 : 200 }),
    );
    const { messageId } = await client.publish({
      url: `${endpoint.url}/work`,
      failureCallback: `${endpoint.url}/failed`,
      retries: 1,
    });
    await deliverAll();
    await deliverAll();
    const failures = endpoint.calls.filter(({ path }) => path === "/failed");
    expect(failures.map(({ body }) => JSON.parse(body))).toMatchObject([
      { status: 500, retried: 1, maxRetries: 1, sourceMessageId: messageId },
    ]);
    const [dead] = (await readBooks()).deadLetters;
    expect(JSON.parse(failures[0]?.body ?? "").dlqId).toBe(dead?.dlqId);
  });
});

describe("queues", () => {
  test("deliver in order: the second waits for the retries of the first", async () => {
    await server.stop();
    boot({ retryBaseMs: 1 });
    endpoint.answers((_, nth) => new Response(null, { status: nth <= 2 ? 500 : 200 }));
    const queue = client.queue({ queueName: "line" });
    await queue.enqueue({ url: endpoint.url, body: "a" });
    await queue.enqueue({ url: endpoint.url, body: "b" });
    await queue.enqueue({ url: endpoint.url, body: "c" });
    await endpoint.call(5);
    expect(endpoint.bodies()).toEqual(["a", "a", "a", "b", "c"]);
  });

  test("keep the next message waiting for the callback of the one before", async () => {
    const queue = client.queue({ queueName: "line" });
    await queue.upsert({ parallelism: 1, paused: true });
    await queue.enqueue({
      url: `${endpoint.url}/1`,
      callback: `${endpoint.url}/callback`,
    });
    await queue.enqueue({ url: `${endpoint.url}/2` });
    expect(await queue.get()).toMatchObject({ lag: 2, paused: true, parallelism: 1 });
    await queue.resume();
    await endpoint.call(3);
    expect(endpoint.calls.map(({ path }) => path)).toEqual(["/1", "/callback", "/2"]);
  });

  test("deliver nothing while paused, and as many at once as they may", async () => {
    const answer = Promise.withResolvers<void>();
    endpoint.answers(() => answer.promise.then(() => new Response()));
    const queue = client.queue({ queueName: "wide" });
    await queue.upsert({ parallelism: 3 });
    await queue.pause();
    for (let n = 0; n < 5; n += 1) await queue.enqueue({ url: endpoint.url });
    await deliverAll();
    expect(endpoint.calls).toHaveLength(0);
    await queue.resume();
    await endpoint.call(3);
    const states = (await readBooks()).messages.map(({ state }) => state);
    expect(states.reverse()).toEqual(["ACTIVE", "ACTIVE", "ACTIVE", "CREATED", "CREATED"]);
    answer.resolve();
    await endpoint.call(5);
  });

  test("that are deleted take what waits in them along", async () => {
    const queue = client.queue({ queueName: "line" });
    await queue.pause();
    await queue.enqueue({ url: endpoint.url });
    await queue.delete();
    await expect(queue.get()).rejects.toThrow("not found");
    await queue.upsert({ parallelism: 1 });
    expect(await queue.get()).toMatchObject({ lag: 0, paused: false });
    await deliverAll();
    expect(endpoint.calls).toHaveLength(0);
  });
});

describe("flow control", () => {
  test("holds the number of calls at once", async () => {
    const answer = Promise.withResolvers<void>();
    endpoint.answers(() => answer.promise.then(() => new Response()));
    const flowControl = { key: "mail", parallelism: 2 };
    for (let n = 0; n < 5; n += 1) await client.publish({ url: endpoint.url, flowControl });
    await endpoint.call(2);
    expect(await client.flowControl.get("mail")).toMatchObject({
      parallelismMax: 2,
      parallelismCount: 2,
      waitListSize: 3,
    });
    answer.resolve();
    await endpoint.call(5);
  });

  test("holds the number of calls in a period", async () => {
    await bootStill();
    const flowControl = { key: "mail", rate: 2, period: "1m" as const };
    for (let n = 0; n < 5; n += 1) await client.publish({ url: endpoint.url, flowControl });
    await deliverDue();
    expect(endpoint.calls).toHaveLength(2);
    expect(await client.flowControl.get("mail")).toMatchObject({
      waitListSize: 3,
      rateMax: 2,
      rateCount: 2,
      ratePeriod: 60,
    });
    now += 60_000;
    await deliverDue();
    expect(endpoint.calls).toHaveLength(4);
    await client.flowControl.resetRate("mail");
    await deliverDue();
    expect(endpoint.calls).toHaveLength(5);
  });

  test("can be paused, pinned and let go by hand", async () => {
    const flowControl = { key: "mail", parallelism: 5 };
    await client.flowControl.pause("mail");
    await client.publish({ url: endpoint.url, flowControl });
    await deliverAll();
    expect(endpoint.calls).toHaveLength(0);
    await client.flowControl.pin("mail", { parallelism: 1 });
    await client.publish({ url: endpoint.url, flowControl });
    expect(await client.flowControl.get("mail")).toMatchObject({
      parallelismMax: 1,
      isPinnedParallelism: true,
      isPaused: true,
    });
    await client.flowControl.unpin("mail", { parallelism: true });
    await client.flowControl.resume("mail");
    await endpoint.call(2);
  });
});

describe("schedules", () => {
  test("publish when their cron line says, until they are paused or deleted", async () => {
    await bootStill();
    now = Date.parse("2030-01-01T11:59:30Z");
    const { scheduleId } = await client.schedules.create({
      destination: `${endpoint.url}/tick`,
      cron: "0 * * * *",
      body: "tick",
    });
    await deliverDue();
    expect(endpoint.calls).toHaveLength(0);
    now = Date.parse("2030-01-01T12:00:00Z");
    await deliverDue();
    expect((await endpoint.call(1)).request.headers.get("upstash-schedule-id")).toBe(scheduleId);
    const schedule = await client.schedules.get(scheduleId);
    expect(schedule).toMatchObject({
      cron: "0 * * * *",
      lastScheduleTime: now,
      nextScheduleTime: now + 3_600_000,
      isPaused: false,
    });
    expect(Object.values(schedule.lastScheduleStates ?? {})).toEqual(["SUCCESS"]);

    await client.schedules.pause({ schedule: scheduleId });
    now += 3_600_000;
    await deliverDue();
    expect(endpoint.calls).toHaveLength(1);
    await client.schedules.resume({ schedule: scheduleId });
    now += 3_600_000;
    await deliverDue();
    expect(endpoint.calls).toHaveLength(2);
    await client.schedules.delete(scheduleId);
    expect(await client.schedules.list()).toEqual([]);
  });

  test("follow the zone they name, and keep their id when saved again", async () => {
    await bootStill();
    now = Date.parse("2030-01-01T00:00:00Z");
    const create = (cron: string) =>
      client.schedules.create({ destination: endpoint.url, scheduleId: "nightly", cron });
    await create("* * * * *");
    await create("CRON_TZ=America/New_York 0 4 * * *");
    expect(await client.schedules.list()).toMatchObject([
      { scheduleId: "nightly", nextScheduleTime: Date.parse("2030-01-01T09:00:00Z") },
    ]);
    await expect(create("every day")).rejects.toThrow("invalid cron");
  });
});

describe("logs", () => {
  test("tell the life of a message, under both names", async () => {
    endpoint.answers(
      (_, nth) => new Response(nth === 1 ? "no" : "ok", { status: nth === 1 ? 500 : 200 }),
    );
    const { messageId } = await client.publish({ url: endpoint.url, retries: 1 });
    await deliverAll();
    await deliverAll();
    const { logs } = await client.logs({ messageIds: [messageId] });
    expect(logs.map(({ state }) => state).reverse()).toEqual([
      "CREATED",
      "ACTIVE",
      "ERROR",
      "RETRY",
      "ACTIVE",
      "DELIVERED",
    ]);
    const response = await fetch(`${server.url}/v2/logs?state=ERROR&count=1`, {
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    const answer = (await response.json()) as { logs: { responseStatus: number }[] };
    expect(answer.logs).toMatchObject([{ responseStatus: 500, responseBody: btoa("no") }]);
  });

  test("hide what a message asked to hide", async () => {
    const { messageId } = await client.publish({
      url: endpoint.url,
      body: "secret",
      headers: { authorization: "Bearer x", plain: "y" },
      redact: { body: true, header: ["Authorization"] },
      delay: 60,
    });
    const message = await client.messages.get(messageId);
    expect(message.body).toStartWith("REDACTED:");
    expect(message.header?.authorization?.[0]).toStartWith("REDACTED:");
    expect(message.header?.plain).toEqual(["y"]);
    await deliverAll();
    expect(endpoint.bodies()).toEqual(["secret"]);
  });
});

describe("faults", () => {
  test("duplicate: the message is delivered twice under one id", async () => {
    await arm({ kind: "duplicate", rate: 1, match: { pathPrefix: "/v2/publish" } });
    const { messageId } = await client.publish({ url: endpoint.url, body: "x" });
    await deliverAll();
    const ids = endpoint.calls.map(({ request }) => request.headers.get("upstash-message-id"));
    expect(ids).toEqual([messageId, messageId]);
    const { messages } = await readBooks();
    expect(messages).toMatchObject([
      { fault: "duplicate", deliveries: [{ status: 200 }, { status: 200 }] },
    ]);
  });

  test("reorder: a later message to the same URL arrives first", async () => {
    await arm({ kind: "reorder", rate: 1, times: 1, ms: 60_000 });
    await client.publish({ url: `${endpoint.url}/a`, body: "1" });
    await client.publish({ url: `${endpoint.url}/b`, body: "other" });
    await endpoint.call(1);
    await client.publish({ url: `${endpoint.url}/a`, body: "2" });
    await endpoint.call(3);
    expect(endpoint.bodies()).toEqual(["other", "2", "1"]);
  });

  test("reorder: a message that nothing overtakes arrives in the end", async () => {
    await arm({ kind: "reorder", rate: 1, ms: 20 });
    await client.publish({ url: endpoint.url, body: "1" });
    expect((await endpoint.call(1)).body).toBe("1");
  });

  test("forget: accepted, never delivered, also when published again under the same id", async () => {
    await arm({ kind: "forget", rate: 1, times: 1 });
    const publish = () => client.publish({ url: endpoint.url, deduplicationId: "e.0" });
    const { messageId } = await publish();
    expect(await publish()).toMatchObject({ messageId, deduplicated: true });
    await deliverAll();
    expect(endpoint.calls).toHaveLength(0);
    expect((await messageBook(messageId))?.state).toBe("FORGOTTEN");
  });

  test("apply-then-drop: the publisher sees an error and the message arrives all the same", async () => {
    await arm({ kind: "apply-then-drop", rate: 1, times: 1 });
    await expect(client.publish({ url: endpoint.url, body: "x" })).rejects.toThrow();
    expect((await endpoint.call(1)).body).toBe("x");
  });
});

describe("what makes no sense", () => {
  const post = (path: string, headers: Record<string, string> = {}, body = "") =>
    fetch(`${server.url}/v2/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${TOKEN}`, ...headers },
      body,
    });

  const cases: [string, number, string, Record<string, string>, string?][] = [
    ["an unknown URL group", 404, "publish/nobody", {}],
    ["a destination without a scheme", 400, "publish/localhost:3000/x", {}],
    ["negative retries", 400, "publish/http://a", { "upstash-retries": "-1" }],
    ["a delay without a unit", 400, "publish/http://a", { "upstash-delay": "50" }],
    ["an unknown method", 400, "publish/http://a", { "upstash-method": "BREW" }],
    ["a callback that is no URL", 400, "publish/http://a", { "upstash-callback": "me" }],
    [
      "a formula with an unknown name",
      400,
      "publish/http://a",
      { "upstash-retry-delay": "fib(2)" },
    ],
    ["a flow key without limits", 400, "publish/http://a", { "upstash-flow-control-key": "k" }],
    ["a message over the quota", 413, "publish/http://a", {}, "x".repeat(1024 * 1024 + 1)],
    ["a batch that is no list", 400, "batch", {}, "{}"],
    ["a batch that is no JSON", 400, "batch", {}, "{"],
    ["a queue name with a slash", 400, "enqueue/a%2Fb/http://a", {}],
    ["a queue without parallelism", 400, "queues", {}, '{"queueName":"q","parallelism":0}'],
    ["a schedule without a cron line", 400, "schedules/http://a", {}],
    ["an endpoint that is no URL", 400, "topics/g/endpoints", {}, '{"endpoints":[{"url":"x"}]}'],
    ["a dead letter that is not there", 404, "dlq/retry/none", {}],
    ["an unknown path", 404, "nothing/here", {}],
  ];
  for (const [title, status, path, headers, body] of cases)
    test(`${title} is refused with ${status} and changes nothing`, async () => {
      const response = await post(path, headers, body);
      expect(response.status).toBe(status);
      expect(await response.json()).toEqual({ error: expect.any(String) });
      expect((await readBooks()).messages).toEqual([]);
    });

  test("a wrong token is refused", async () => {
    const response = await post("publish/http://a", { authorization: "Bearer nope" });
    expect(response.status).toBe(401);
    expect((await fetch(`${server.url}/v2/keys`)).status).toBe(401);
    expect((await fetch(`${server.url}/v2/keys?qstash_token=${TOKEN}`)).status).toBe(200);
  });
});

describe("a restart", () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), "qstash-"));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  test("loses no message that waits, and none that was in flight", async () => {
    await bootStill({ dataDir });
    const hanging = Promise.withResolvers<Response>();
    endpoint.answers(() => hanging.promise);
    await client.publish({ url: endpoint.url, body: "in flight" });
    await client.publish({ url: endpoint.url, delay: 60, body: "delayed" });
    const queue = client.queue({ queueName: "line" });
    await queue.pause();
    await queue.enqueue({ url: endpoint.url, body: "queued" });
    await endpoint.call(1);

    await bootStill({ dataDir });
    hanging.resolve(new Response());
    endpoint.answers(() => new Response());
    await endpoint.call(2);
    await client.queue({ queueName: "line" }).resume();
    await endpoint.call(3);
    now += 61_000;
    await deliverDue();
    expect(endpoint.bodies().slice(1)).toEqual(["in flight", "queued", "delayed"]);
  });
});
