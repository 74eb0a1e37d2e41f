import { describe, expect, test } from "bun:test";
import { qstashForEachTest, TOKEN } from "./testing";

const qstash = qstashForEachTest();

describe("logs", () => {
  test("tell the life of a message, under both names", async () => {
    qstash.endpoint.answers(
      (_, nth) => new Response(nth === 1 ? "no" : "ok", { status: nth === 1 ? 500 : 200 }),
    );
    const { messageId } = await qstash.client.publish({ url: qstash.endpoint.url, retries: 1 });
    await qstash.deliverAll();
    await qstash.deliverAll();
    const { logs } = await qstash.client.logs({ messageIds: [messageId] });
    expect(logs.map(({ state }) => state).reverse()).toEqual([
      "CREATED",
      "ACTIVE",
      "ERROR",
      "RETRY",
      "ACTIVE",
      "DELIVERED",
    ]);
    const response = await fetch(`${qstash.url}/v2/logs?state=ERROR&count=1`, {
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    const answer = (await response.json()) as { logs: { responseStatus: number }[] };
    expect(answer.logs).toMatchObject([{ responseStatus: 500, responseBody: btoa("no") }]);
  });

  test("hide what a message asked to hide", async () => {
    const { messageId } = await qstash.client.publish({
      url: qstash.endpoint.url,
      body: "secret",
      headers: { authorization: "Bearer x", plain: "y" },
      redact: { body: true, header: ["Authorization"] },
      delay: 60,
    });
    const message = await qstash.client.messages.get(messageId);
    expect(message.body).toStartWith("REDACTED:");
    expect(message.header?.authorization?.[0]).toStartWith("REDACTED:");
    expect(message.header?.plain).toEqual(["y"]);
    await qstash.deliverAll();
    expect(qstash.endpoint.bodies()).toEqual(["secret"]);
  });
});
