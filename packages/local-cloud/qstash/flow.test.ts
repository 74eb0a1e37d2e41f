import { describe, expect, test } from "bun:test";
import { qstashForEachTest } from "./testing";

const qstash = qstashForEachTest();

describe("flow control", () => {
  test("limits the number of concurrent calls", async () => {
    const answer = Promise.withResolvers<void>();
    qstash.endpoint.answers(() => answer.promise.then(() => new Response()));
    const flowControl = { key: "mail", parallelism: 2 };
    for (let n = 0; n < 5; n += 1)
      await qstash.client.publish({ url: qstash.endpoint.url, flowControl });
    await qstash.endpoint.call(2);
    const states = (await qstash.books()).messages.map(({ state }) => state);
    expect(states.toReversed()).toEqual(["ACTIVE", "ACTIVE", "CREATED", "CREATED", "CREATED"]);
    answer.resolve();
    await qstash.endpoint.call(5);
  });

  test("limits the number of calls per period", async () => {
    await qstash.startWithTestClock();
    const flowControl = { key: "mail", rate: 2, period: "1m" as const };
    for (let n = 0; n < 5; n += 1)
      await qstash.client.publish({ url: qstash.endpoint.url, flowControl });
    await qstash.deliverDue();
    expect(qstash.endpoint.calls).toHaveLength(2);
    qstash.now += 60_000;
    await qstash.deliverDue();
    expect(qstash.endpoint.calls).toHaveLength(4);
    qstash.now += 59_999;
    await qstash.deliverDue();
    expect(qstash.endpoint.calls).toHaveLength(4);
    qstash.now += 1;
    await qstash.deliverDue();
    expect(qstash.endpoint.calls).toHaveLength(5);
  });

  test("does not limit messages without a key", async () => {
    await qstash.startWithTestClock();
    const flowControl = { key: "mail", rate: 1, period: "1m" as const };
    for (const body of ["mail 1", "mail 2"])
      await qstash.client.publish({ url: qstash.endpoint.url, flowControl, body });
    await qstash.client.publish({ url: qstash.endpoint.url, body: "free" });
    await qstash.deliverDue();
    expect(qstash.endpoint.bodies().sort()).toEqual(["free", "mail 1"]);
  });
});
