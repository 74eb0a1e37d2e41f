import { describe, expect, test } from "bun:test";
import { qstashForEachTest } from "./testing";

const qstash = qstashForEachTest();

describe("dead-letter queue", () => {
  const fail = async (count: number) => {
    qstash.endpoint.answers(() => new Response(null, { status: 500 }));
    for (let n = 1; n <= count; n += 1)
      await qstash.client.publish({ url: `${qstash.endpoint.url}/${n}`, retries: 0, body: `${n}` });
    await qstash.deliverAll();
    qstash.endpoint.answers(() => new Response("ok"));
    qstash.endpoint.calls.length = 0;
  };

  test("publishes a dead letter again as a new message", async () => {
    await fail(1);
    const [dead] = (await qstash.client.dlq.listMessages()).messages;
    const { responses } = await qstash.client.dlq.retry(dead?.dlqId ?? "");
    await qstash.deliverAll();
    expect(qstash.endpoint.bodies()).toEqual(["1"]);
    expect(responses[0]?.messageId).not.toBe(dead?.messageId);
    expect((await qstash.client.dlq.listMessages()).messages).toEqual([]);
    expect(await qstash.messageBook(responses[0]?.messageId ?? "")).toMatchObject({
      state: "DELIVERED",
    });
  });

  test("applies other instructions to a retried message", async () => {
    await fail(1);
    qstash.endpoint.answers(() => new Response(null, { status: 500 }));
    const [dead] = (await qstash.client.dlq.listMessages()).messages;
    const response = await qstash.post(`dlq/retry?dlqIds=${dead?.dlqId}`, {
      "upstash-retries": "4",
    });
    expect(response.status).toBe(201);
    await qstash.deliverAll();
    const { responses } = (await response.json()) as { responses: { messageId: string }[] };
    const [{ messageId } = { messageId: "" }] = responses;
    expect((await qstash.client.messages.get(messageId)).maxRetries).toBe(4);
  });

  test("lists by page and deletes by id", async () => {
    await fail(3);
    const page = await qstash.client.dlq.listMessages({ count: 2 });
    expect(page.messages.map(({ body }) => body)).toEqual(["3", "2"]);
    const rest = await qstash.client.dlq.listMessages({ count: 2, cursor: page.cursor ?? "" });
    expect(rest.messages.map(({ body }) => body)).toEqual(["1"]);
    expect(rest.cursor).toBeUndefined();
    for (const { dlqId } of [...page.messages, ...rest.messages])
      await qstash.client.dlq.delete(dlqId);
    expect((await qstash.client.dlq.listMessages()).messages).toEqual([]);
    await expect(qstash.client.dlq.delete("nope")).rejects.toThrow("not found");
  });

  test("refuses every filter, so that a misspelt one does not select all", async () => {
    await fail(1);
    const filter = { url: qstash.endpoint.url };
    await expect(qstash.client.dlq.listMessages({ filter })).rejects.toThrow("unknown filter: url");
    await expect(qstash.client.dlq.retry({ all: true })).rejects.toThrow("unknown filter: count");
    await expect(qstash.client.dlq.retry({ filter })).rejects.toThrow("unknown filter: url");
    await expect(qstash.client.dlq.delete({ all: true })).rejects.toThrow("not found");
    expect((await qstash.client.dlq.listMessages()).messages).toHaveLength(1);
  });
});
