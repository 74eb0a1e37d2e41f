import { describe, expect, test } from "bun:test";
import { qstashForEachTest } from "./testing";

const qstash = qstashForEachTest();

describe("an injected fault", () => {
  test("delivers a message twice under one id (duplicate)", async () => {
    await qstash.arm({ kind: "duplicate", rate: 1, match: { pathPrefix: "/v2/publish" } });
    const { messageId } = await qstash.client.publish({ url: qstash.endpoint.url, body: "x" });
    await qstash.deliverAll();
    const ids = qstash.endpoint.calls.map(({ request }) =>
      request.headers.get("upstash-message-id"),
    );
    expect(ids).toEqual([messageId, messageId]);
    const { messages } = await qstash.books();
    expect(messages).toMatchObject([
      { fault: "duplicate", deliveries: [{ status: 200 }, { status: 200 }] },
    ]);
  });

  test("delivers a later message to the same URL first (reorder)", async () => {
    await qstash.arm({ kind: "reorder", rate: 1, times: 1, ms: 60_000 });
    await qstash.client.publish({ url: `${qstash.endpoint.url}/a`, body: "1" });
    await qstash.client.publish({ url: `${qstash.endpoint.url}/b`, body: "other" });
    await qstash.endpoint.call(1);
    await qstash.client.publish({ url: `${qstash.endpoint.url}/a`, body: "2" });
    await qstash.endpoint.call(3);
    expect(qstash.endpoint.bodies()).toEqual(["other", "2", "1"]);
  });

  test("delivers a message after a delay when no later one follows (reorder)", async () => {
    await qstash.arm({ kind: "reorder", rate: 1, ms: 20 });
    await qstash.client.publish({ url: qstash.endpoint.url, body: "1" });
    expect((await qstash.endpoint.call(1)).body).toBe("1");
  });

  test("never delivers an accepted message, not even when published again with its id (forget)", async () => {
    await qstash.arm({ kind: "forget", rate: 1, times: 1 });
    const publish = () =>
      qstash.client.publish({ url: qstash.endpoint.url, deduplicationId: "e.0" });
    const { messageId } = await publish();
    expect(await publish()).toMatchObject({ messageId, deduplicated: true });
    await qstash.deliverAll();
    expect(qstash.endpoint.calls).toHaveLength(0);
    expect((await qstash.messageBook(messageId))?.state).toBe("FORGOTTEN");
  });

  test("delivers a message although its publisher got an error (apply-then-drop)", async () => {
    await qstash.arm({ kind: "apply-then-drop", rate: 1, times: 1 });
    await expect(qstash.client.publish({ url: qstash.endpoint.url, body: "x" })).rejects.toThrow();
    expect((await qstash.endpoint.call(1)).body).toBe("x");
  });
});
