import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Receiver } from "@upstash/qstash";
import { KEYS, qstashForEachTest, TOKEN } from "./testing";

const qstash = qstashForEachTest();

describe("publishing", () => {
  test("delivers a message to its URL with body, content type and forwarded headers", async () => {
    const { messageId } = await qstash.client.publishJSON({
      url: `${qstash.endpoint.url}/events?shop=1&x=a%20b`,
      body: { hello: "wörld" },
      headers: { "X-Trace": "abc" },
    });
    const { request, body } = await qstash.endpoint.call(1);
    expect(JSON.parse(body)).toEqual({ hello: "wörld" });
    expect(request.url).toBe(`${qstash.endpoint.url}/events?shop=1&x=a%20b`);
    expect(request.method).toBe("POST");
    expect(request.headers.get("content-type")).toBe("application/json");
    expect(request.headers.get("x-trace")).toBe("abc");
    expect(request.headers.get("upstash-message-id")).toBe(messageId);
    expect(request.headers.get("upstash-retried")).toBe("0");
    expect(request.headers.get("authorization")).toBeNull();
  });

  test("signs a delivery, so that the official receiver accepts it and refuses forged ones", async () => {
    const url = `${qstash.endpoint.url}/events`;
    await qstash.client.publish({ url, body: "plain" });
    const { request, body } = await qstash.endpoint.call(1);
    const signature = request.headers.get("upstash-signature") ?? "";
    const receiver = new Receiver(KEYS);
    expect(await receiver.verify({ signature, body, url })).toBe(true);
    await expect(receiver.verify({ signature, body: "other", url })).rejects.toThrow("body hash");
    await expect(receiver.verify({ signature, body, url: `${url}/x` })).rejects.toThrow("subject");
    const stranger = new Receiver({ currentSigningKey: "a", nextSigningKey: "b" });
    await expect(stranger.verify({ signature, body, url })).rejects.toThrow("signature");
  });

  test("signs a delivery so that a receiver with the keys from before a rotation accepts it", async () => {
    const rotated = await qstash.post("keys/rotate");
    expect(await rotated.json()).toMatchObject({ current: KEYS.nextSigningKey });
    await qstash.client.publish({ url: qstash.endpoint.url, body: "x" });
    const { request, body } = await qstash.endpoint.call(1);
    const signature = request.headers.get("upstash-signature") ?? "";
    expect(await new Receiver(KEYS).verify({ signature, body })).toBe(true);
  });

  test("uses the requested method and delivers binary bodies unchanged", async () => {
    const bytes = new Uint8Array([0, 255, 254, 10]);
    await qstash.client.publish({
      url: qstash.endpoint.url,
      method: "PUT",
      body: new Blob([bytes]),
    });
    const call = await qstash.endpoint.call(1);
    expect(call.request.method).toBe("PUT");
    expect(call.bytes).toEqual(bytes);
  });

  test("delivers a message after its delay", async () => {
    await qstash.startWithTestClock();
    await qstash.client.publish({ url: qstash.endpoint.url, delay: "90m", body: "later" });
    await qstash.deliverDue();
    expect(qstash.endpoint.calls).toHaveLength(0);
    qstash.now += 90 * 60_000;
    await qstash.deliverDue();
    expect(qstash.endpoint.bodies()).toEqual(["later"]);
  });

  test("delivers a message after its not-before time", async () => {
    await qstash.startWithTestClock();
    const notBefore = Math.floor(qstash.now / 1_000) + 60;
    const { messageId } = await qstash.client.publish({ url: qstash.endpoint.url, notBefore });
    expect((await qstash.client.messages.get(messageId)).notBefore).toBe(notBefore * 1_000);
    await qstash.deliverDue();
    expect(qstash.endpoint.calls).toHaveLength(0);
    qstash.now += 61_000;
    await qstash.deliverDue();
    expect(qstash.endpoint.calls).toHaveLength(1);
  });

  test("delivers a due message without a call to `/_dev/deliver`", async () => {
    const headers = { "Upstash-Delay": "30ms" };
    await qstash.client.publish({ url: qstash.endpoint.url, headers, body: "soon" });
    expect((await qstash.endpoint.call(1)).body).toBe("soon");
  });

  test("does not deliver a message that was cancelled while it waited", async () => {
    const { messageId } = await qstash.client.publish({ url: qstash.endpoint.url, delay: 60 });
    expect(await qstash.client.messages.cancel(messageId)).toEqual({ cancelled: 1 });
    await qstash.deliverAll();
    expect(qstash.endpoint.calls).toHaveLength(0);
    await expect(qstash.client.messages.get(messageId)).rejects.toThrow("not found");
    expect((await qstash.messageBook(messageId))?.state).toBe("CANCELED");
  });
});

describe("batch", () => {
  test("delivers the valid items when one is refused", async () => {
    const answers = await qstash.client.batchJSON([
      { url: `${qstash.endpoint.url}/a`, body: { n: 1 } },
      { url: "ftp://nowhere", body: { n: 2 } },
      { url: `${qstash.endpoint.url}/c`, body: { n: 3 } },
    ]);
    expect(answers).toHaveLength(3);
    expect(answers[1]).toMatchObject({ error: expect.stringContaining("scheme") });
    await qstash.endpoint.call(2);
    expect(qstash.endpoint.calls.map(({ path }) => path).sort()).toEqual(["/a", "/c"]);
  });
});

describe("invalid requests", () => {
  const cases: [string, number, string, Record<string, string>, string?][] = [
    ["a destination without a scheme", 400, "publish/localhost:3000/x", {}],
    ["negative retries", 400, "publish/http://a", { "upstash-retries": "-1" }],
    ["a delay without a unit", 400, "publish/http://a", { "upstash-delay": "50" }],
    ["an unknown method", 400, "publish/http://a", { "upstash-method": "BREW" }],
    ["a callback", 400, "publish/http://a", { "upstash-callback": "http://b" }],
    ["a destination that is a URL group", 400, "publish/group", {}],
    ["a batch item for a queue", 400, "batch", {}, '[{"destination":"http://a","queue":"q"}]'],
    ["a queue", 404, "enqueue/q/http://a", {}],
    ["a schedule", 404, "schedules/http://a", { "upstash-cron": "* * * * *" }],
    ["a flow key without limits", 400, "publish/http://a", { "upstash-flow-control-key": "k" }],
    ["a message over the quota", 413, "publish/http://a", {}, "x".repeat(1024 * 1024 + 1)],
    ["a batch that is not a list", 400, "batch", {}, "{}"],
    ["a batch that is not JSON", 400, "batch", {}, "{"],
    ["a retry of all dead letters", 400, "dlq/retry", {}],
    ["an unknown dead letter", 404, "dlq/retry?dlqIds=none", {}],
    ["an unknown path", 404, "nothing/here", {}],
  ];
  for (const [title, status, path, headers, body] of cases)
    test(`refuses ${title} with ${status} and changes nothing`, async () => {
      const response = await qstash.post(path, headers, body);
      expect(response.status).toBe(status);
      expect(await response.json()).toEqual({ error: expect.any(String) });
      expect((await qstash.books()).messages).toEqual([]);
    });

  test("refuses a wrong token", async () => {
    const response = await qstash.post("publish/http://a", { authorization: "Bearer nope" });
    expect(response.status).toBe(401);
    expect((await fetch(`${qstash.url}/v2/keys`)).status).toBe(401);
    expect((await fetch(`${qstash.url}/v2/keys?qstash_token=${TOKEN}`)).status).toBe(200);
  });
});

describe("a restart", () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), "qstash-"));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  test("delivers messages that were waiting or being delivered before", async () => {
    await qstash.startWithTestClock({ dataDir });
    const hanging = Promise.withResolvers<Response>();
    qstash.endpoint.answers(() => hanging.promise);
    await qstash.client.publish({ url: qstash.endpoint.url, body: "in flight" });
    await qstash.client.publish({ url: qstash.endpoint.url, delay: 60, body: "delayed" });
    await qstash.endpoint.call(1);

    await qstash.startWithTestClock({ dataDir });
    hanging.resolve(new Response());
    qstash.endpoint.answers(() => new Response());
    await qstash.endpoint.call(2);
    qstash.now += 61_000;
    await qstash.deliverDue();
    expect(qstash.endpoint.bodies().slice(1)).toEqual(["in flight", "delayed"]);
  });
});
