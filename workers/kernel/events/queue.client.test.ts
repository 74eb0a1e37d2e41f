import { afterAll, beforeAll, expect, spyOn, test } from "bun:test";
import * as z from "zod";
import { defineEvent, newEvent } from "#kernel/events/events";
import { qstashQueue } from "#kernel/events/queue.client";

const TOKEN = "bodega-dev";

interface Sent {
  destination: string;
  headers: Record<string, string>;
}

const sent: Sent[] = [];
let answers: object[] = [];
let server: ReturnType<typeof Bun.serve>;
beforeAll(() => {
  server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: async (request) => {
      sent.push(...((await request.json()) as Sent[]));
      return Response.json(answers);
    },
  });
});
afterAll(() => server.stop(true));

const eventFor = (...handlers: string[]) =>
  newEvent(defineEvent("thing.happened", z.object({}), handlers), {
    source: "orders",
    subject: "s",
    sequence: 1,
    data: {},
    nowMs: Date.now(),
  });
const queue = () =>
  qstashQueue({
    url: `http://127.0.0.1:${server.port}`,
    token: TOKEN,
    destination: "https://shop.test/events",
    mailPerSecond: 4,
  });

test("publishes mail in a separate flow, and deduplicates each event by its id", async () => {
  const events = [eventFor("cart"), eventFor("notifications")];
  sent.length = 0;
  answers = [{ messageId: "1" }, { messageId: "2" }];
  await queue().publish(events);
  const said = sent.map(({ headers }) =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  );
  expect(said.map((headers) => headers["upstash-deduplication-id"])).toEqual(
    events.map(({ id }) => id),
  );
  expect(said.map((headers) => headers["upstash-flow-control-key"])).toEqual([undefined, "mail"]);
  expect(said[1]?.["upstash-flow-control-value"]).toContain("rate=4");
  expect(said[1]?.["upstash-flow-control-value"]).toContain("parallelism=4");
});

test("logs id, type and reason of each event that the queue refuses", async () => {
  const events = [eventFor("cart"), eventFor("cart")];
  answers = [{ messageId: "1" }, { error: "daily quota exceeded" }];
  const logged = spyOn(console, "error").mockImplementation(() => undefined);
  await queue().publish(events);
  const lines = logged.mock.calls.map(([line]) => JSON.parse(String(line)));
  logged.mockRestore();
  expect(lines).toMatchObject([
    {
      event: "outbox.not_published",
      eventId: events[1]?.id,
      type: "thing.happened",
      reason: "daily quota exceeded",
    },
  ]);
});
