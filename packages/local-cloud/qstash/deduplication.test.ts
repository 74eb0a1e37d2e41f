import { describe, expect, test } from "bun:test";
import { qstashForEachTest } from "./testing";

const qstash = qstashForEachTest();

describe("deduplication", () => {
  test("accepts the same id again without delivering it, for ten minutes", async () => {
    await qstash.startStill();
    const publish = () =>
      qstash.post(`publish/${qstash.endpoint.url}`, { "upstash-deduplication-id": "evt_1.0" });
    const [first, second] = [await publish(), await publish()];
    expect([first.status, second.status]).toEqual([200, 202]);
    const { messageId } = (await first.json()) as { messageId: string };
    expect(await second.json()).toEqual({ messageId, deduplicated: true });
    qstash.now += 10 * 60_000;
    expect((await publish()).status).toBe(200);
    await qstash.deliverAll();
    expect(qstash.endpoint.calls).toHaveLength(2);
  });

  test("by content tells apart destination, body and forwarded headers", async () => {
    const publish = (path: string, body: string, trace: string) =>
      qstash.client.publish({
        url: `${qstash.endpoint.url}/${path}`,
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
    const endpoints = [{ url: `${qstash.endpoint.url}/a` }, { url: `${qstash.endpoint.url}/b` }];
    await qstash.client.urlGroups.addEndpoints({ name: "g", endpoints });
    const first = await qstash.client.publish({ urlGroup: "g", deduplicationId: "d" });
    const second = await qstash.client.publish({ urlGroup: "g", deduplicationId: "d" });
    expect(second).toEqual(first.map((message) => ({ ...message, deduplicated: true })));
    await qstash.deliverAll();
    expect(qstash.endpoint.calls).toHaveLength(2);
  });
});
