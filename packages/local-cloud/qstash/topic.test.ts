import { describe, expect, test } from "bun:test";
import { qstashForEachTest } from "./testing";

const qstash = qstashForEachTest();

describe("URL groups", () => {
  test("send a message to every endpoint, and to none that was removed", async () => {
    await qstash.client.urlGroups.addEndpoints({
      name: "orders",
      endpoints: [
        { name: "mail", url: `${qstash.endpoint.url}/mail` },
        { name: "stock", url: `${qstash.endpoint.url}/stock` },
      ],
    });
    const answers = await qstash.client.publishJSON({ urlGroup: "orders", body: {} });
    expect(answers.map(({ url }) => url)).toEqual([
      `${qstash.endpoint.url}/mail`,
      `${qstash.endpoint.url}/stock`,
    ]);
    await qstash.endpoint.call(2);
    expect(qstash.endpoint.calls.map(({ path }) => path).sort()).toEqual(["/mail", "/stock"]);
    expect(qstash.endpoint.calls[0]?.request.headers.get("upstash-topic-name")).toBe("orders");

    await qstash.client.urlGroups.removeEndpoints({
      name: "orders",
      endpoints: [{ name: "mail" }],
    });
    expect((await qstash.client.urlGroups.get("orders")).endpoints).toHaveLength(1);
    await qstash.client.urlGroups.delete("orders");
    expect(await qstash.client.urlGroups.list()).toEqual([]);
    await expect(qstash.client.publishJSON({ urlGroup: "orders" })).rejects.toThrow("not found");
  });
});
