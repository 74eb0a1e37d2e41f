import { beforeEach, describe, expect, test } from "bun:test";
import { qstashForEachTest } from "./testing";

const qstash = qstashForEachTest();

/** Two dead letters, and two messages that wait for a minute. */
beforeEach(async () => {
  qstash.endpoint.answers(() => new Response(null, { status: 500 }));
  const { url } = qstash.endpoint;
  for (const label of ["red", "blue"]) {
    await qstash.client.publish({ url, retries: 0, label });
  }
  await qstash.deliverAll();
  for (const label of ["red", "blue"]) await qstash.client.publish({ url, delay: 60, label });
});

const states = async () => (await qstash.books()).messages.map(({ state }) => state).sort();

describe("a filter", () => {
  // Filters that the types of the client forbid, as a misspelling in plain JavaScript sends them.
  const misspelt = { labeel: "x" } as object as { label: string };
  const ofHost = { host: "example.com" } as object as { label: string };

  const calls: [string, () => Promise<unknown>][] = [
    ["messages.cancel", () => qstash.client.messages.cancel({ filter: misspelt })],
    ["dlq.delete", () => qstash.client.dlq.delete({ filter: misspelt })],
    ["dlq.retry", () => qstash.client.dlq.retry({ filter: misspelt })],
    ["dlq.listMessages", () => qstash.client.dlq.listMessages({ filter: misspelt })],
    ["logs", () => qstash.client.logs({ filter: misspelt })],
    ["dlq.delete by host", () => qstash.client.dlq.delete({ filter: ofHost })],
  ];
  test.each(calls)("is refused and changes nothing when %s does not know it", async (_, call) => {
    const before = await states();
    await expect(call()).rejects.toThrow(/unknown filter: (labeel|host)/);
    expect(await states()).toEqual(before);
  });

  test.each(["dlq", "messages"])(
    "is refused and changes nothing when it comes in the body of DELETE %s",
    async (path) => {
      const before = await states();
      const answer = await qstash.delete(path, JSON.stringify({ messageIds: ["msg_1"] }));
      expect([answer.status, await answer.json()]).toEqual([
        400,
        { error: "filters belong in the query" },
      ]);
      expect(await states()).toEqual(before);
    },
  );

  test("selects by each field when the endpoint knows it", async () => {
    const { client, endpoint } = qstash;
    const date = { fromDate: 1, toDate: Date.now() + 60_000 };
    const common = { ...date, label: "red", callerIp: "127.0.0.1", url: endpoint.url };
    const { messages } = await client.dlq.listMessages({
      filter: { ...common, responseStatus: [404, 500] },
    });
    expect(messages).toHaveLength(1);
    const { logs } = await client.logs({ filter: { ...common, state: "CREATED" }, count: 9 });
    expect(logs).toHaveLength(2);
    const filter = { ...common, host: new URL(endpoint.url).host, path: "/" };
    expect(await client.messages.cancel({ filter })).toEqual({ cancelled: 1 });
  });
});

test("cancels everything that matches when a client still sends the count of older servers", async () => {
  expect(await qstash.client.messages.cancel({ all: true, count: 1 })).toEqual({ cancelled: 2 });
});
