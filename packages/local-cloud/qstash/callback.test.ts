import { describe, expect, test } from "bun:test";
import { Receiver } from "@upstash/qstash";
import { KEYS, qstashForEachTest } from "./testing";

const qstash = qstashForEachTest();

describe("callbacks", () => {
  test("tell what the endpoint answered", async () => {
    qstash.endpoint.answers(
      (request) => new Response(request.url.endsWith("/work") ? "done" : null),
    );
    const { messageId } = await qstash.client.publishJSON({
      url: `${qstash.endpoint.url}/work`,
      callback: `${qstash.endpoint.url}/callback`,
      headers: { "Upstash-Callback-Forward-Trace": "abc" },
      body: { n: 1 },
    });
    const { body, request } = await qstash.endpoint.call(2);
    const report = JSON.parse(body);
    expect(report).toMatchObject({ status: 200, sourceMessageId: messageId, retried: 0 });
    expect(atob(report.body)).toBe("done");
    expect(JSON.parse(atob(report.sourceBody))).toEqual({ n: 1 });
    expect(request.headers.get("trace")).toBe("abc");
    const signature = request.headers.get("upstash-signature") ?? "";
    const url = `${qstash.endpoint.url}/callback`;
    expect(await new Receiver(KEYS).verify({ signature, body, url })).toBe(true);
  });

  test("of failure come once, when the message is dead", async () => {
    qstash.endpoint.answers(
      (request) => new Response(null, { status: request.url.endsWith("/work") ? 500 : 200 }),
    );
    const { messageId } = await qstash.client.publish({
      url: `${qstash.endpoint.url}/work`,
      failureCallback: `${qstash.endpoint.url}/failed`,
      retries: 1,
    });
    await qstash.deliverAll();
    await qstash.deliverAll();
    const failures = qstash.endpoint.calls.filter(({ path }) => path === "/failed");
    expect(failures.map(({ body }) => JSON.parse(body))).toMatchObject([
      { status: 500, retried: 1, maxRetries: 1, sourceMessageId: messageId },
    ]);
    const [dead] = (await qstash.books()).deadLetters;
    expect(JSON.parse(failures[0]?.body ?? "").dlqId).toBe(dead?.dlqId);
  });
});
