import { describe, expect, test } from "bun:test";
import { qstashForEachTest } from "./testing";

const qstash = qstashForEachTest();

describe("deduplication", () => {
  test("answers a repeated id with the first message for ten minutes, without delivering it again", async () => {
    await qstash.startWithTestClock();
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
});
