import { describe, expect, test } from "bun:test";
import { qstashForEachTest } from "./testing";

const qstash = qstashForEachTest();

describe("flow control", () => {
  test("holds the number of calls at once", async () => {
    const answer = Promise.withResolvers<void>();
    qstash.endpoint.answers(() => answer.promise.then(() => new Response()));
    const flowControl = { key: "mail", parallelism: 2 };
    for (let n = 0; n < 5; n += 1)
      await qstash.client.publish({ url: qstash.endpoint.url, flowControl });
    await qstash.endpoint.call(2);
    expect(await qstash.client.flowControl.get("mail")).toMatchObject({
      parallelismMax: 2,
      parallelismCount: 2,
      waitListSize: 3,
    });
    answer.resolve();
    await qstash.endpoint.call(5);
  });

  test("holds the number of calls in a period", async () => {
    await qstash.startStill();
    const flowControl = { key: "mail", rate: 2, period: "1m" as const };
    for (let n = 0; n < 5; n += 1)
      await qstash.client.publish({ url: qstash.endpoint.url, flowControl });
    await qstash.deliverDue();
    expect(qstash.endpoint.calls).toHaveLength(2);
    expect(await qstash.client.flowControl.get("mail")).toMatchObject({
      waitListSize: 3,
      rateMax: 2,
      rateCount: 2,
      ratePeriod: 60,
    });
    qstash.now += 60_000;
    await qstash.deliverDue();
    expect(qstash.endpoint.calls).toHaveLength(4);
    await qstash.client.flowControl.resetRate("mail");
    await qstash.deliverDue();
    expect(qstash.endpoint.calls).toHaveLength(5);
  });

  test("can be paused, pinned and let go by hand", async () => {
    const flowControl = { key: "mail", parallelism: 5 };
    await qstash.client.flowControl.pause("mail");
    await qstash.client.publish({ url: qstash.endpoint.url, flowControl });
    await qstash.deliverAll();
    expect(qstash.endpoint.calls).toHaveLength(0);
    await qstash.client.flowControl.pin("mail", { parallelism: 1 });
    await qstash.client.publish({ url: qstash.endpoint.url, flowControl });
    expect(await qstash.client.flowControl.get("mail")).toMatchObject({
      parallelismMax: 1,
      isPinnedParallelism: true,
      isPaused: true,
    });
    await qstash.client.flowControl.unpin("mail", { parallelism: true });
    await qstash.client.flowControl.resume("mail");
    await qstash.endpoint.call(2);
  });
});
