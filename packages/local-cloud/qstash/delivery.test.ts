import { describe, expect, test } from "bun:test";
import { openEndpoint, qstashForEachTest } from "./testing";

const qstash = qstashForEachTest();

describe("a failing endpoint", () => {
  test("gets retries after doubling waits, and then the message becomes a dead letter", async () => {
    await qstash.startWithTestClock({ retryBaseMs: 1_000 });
    qstash.endpoint.answers(() => new Response("no", { status: 500 }));
    const { messageId } = await qstash.client.publish({
      url: qstash.endpoint.url,
      retries: 2,
      body: "x",
    });
    await qstash.deliverDue();
    qstash.now += 999;
    await qstash.deliverDue();
    expect(qstash.endpoint.calls).toHaveLength(1);
    qstash.now += 1;
    await qstash.deliverDue();
    expect(qstash.endpoint.calls[1]?.request.headers.get("upstash-retried")).toBe("1");
    qstash.now += 2_000;
    await qstash.deliverDue();
    expect(qstash.endpoint.calls).toHaveLength(3);
    const { messages } = await qstash.client.dlq.listMessages();
    expect(messages).toMatchObject([
      { messageId, responseStatus: 500, responseBody: "no", body: "x", maxRetries: 2 },
    ]);
    expect((await qstash.messageBook(messageId))?.deliveries.map(({ status }) => status)).toEqual([
      500, 500, 500,
    ]);
  });

  test("gets retries without a call to `/_dev/deliver`", async () => {
    await qstash.start({ retryBaseMs: 5 });
    qstash.endpoint.answers((_, nth) => new Response(null, { status: nth < 3 ? 503 : 200 }));
    const { messageId } = await qstash.client.publish({ url: qstash.endpoint.url });
    await qstash.endpoint.call(3);
    await qstash.deliverAll();
    expect(await qstash.messageBook(messageId)).toMatchObject({ state: "DELIVERED", retried: 2 });
  });

  test("sets the time of the next attempt by Retry-After", async () => {
    await qstash.startWithTestClock();
    qstash.endpoint.answers(
      () => new Response(null, { status: 429, headers: { "retry-after": "5m" } }),
    );
    await qstash.client.publish({ url: qstash.endpoint.url });
    await qstash.deliverDue();
    qstash.now += 299_999;
    await qstash.deliverDue();
    expect(qstash.endpoint.calls).toHaveLength(1);
    qstash.now += 1;
    await qstash.deliverDue();
    expect(qstash.endpoint.calls).toHaveLength(2);
  });

  test("prevents retries by answering 489", async () => {
    qstash.endpoint.answers(
      () =>
        new Response("poison", {
          status: 489,
          headers: { "Upstash-NonRetryable-Error": "true" },
        }),
    );
    await qstash.client.publish({ url: qstash.endpoint.url, retries: 5 });
    await qstash.deliverAll();
    expect(qstash.endpoint.calls).toHaveLength(1);
    expect((await qstash.books()).deadLetters).toMatchObject([{ responseStatus: 489 }]);
  });

  test("causes a failed attempt when it does not answer in time", async () => {
    const hanging = Promise.withResolvers<Response>();
    qstash.endpoint.answers(() => hanging.promise);
    const headers = { "Upstash-Timeout": "50ms" };
    const { messageId } = await qstash.client.publish({
      url: qstash.endpoint.url,
      retries: 0,
      headers,
    });
    await qstash.endpoint.call(1);
    await qstash.deliverAll();
    hanging.resolve(new Response());
    expect(await qstash.messageBook(messageId)).toMatchObject({
      state: "FAILED",
      deliveries: [{ status: 0 }],
    });
  });

  test("causes a failed attempt when it cannot be reached", async () => {
    const gone = openEndpoint();
    gone.stop();
    const { messageId } = await qstash.client.publish({ url: gone.url, retries: 0 });
    await qstash.deliverAll();
    expect((await qstash.messageBook(messageId))?.state).toBe("FAILED");
  });

  test("gets no retry of a message that was cancelled during its attempt", async () => {
    const hanging = Promise.withResolvers<Response>();
    qstash.endpoint.answers(() => hanging.promise);
    const { messageId } = await qstash.client.publish({ url: qstash.endpoint.url, retries: 5 });
    await qstash.endpoint.call(1);
    await qstash.client.messages.cancel(messageId);
    hanging.resolve(new Response(null, { status: 500 }));
    await qstash.deliverAll();
    expect(qstash.endpoint.calls).toHaveLength(1);
    expect((await qstash.messageBook(messageId))?.state).toBe("CANCELED");
  });
});
