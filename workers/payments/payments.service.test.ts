import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { inCall } from "#kernel/testing";
import { orderOf, type TestPayments, testPayments } from "./testing";

let worker: TestPayments;
beforeAll(async () => {
  worker = await testPayments();
});
afterEach(() => worker.faults.clear());
afterAll(() => worker.stop());

test("returns the stored payments of orders without calling the provider", async () => {
  const [sold, ended, unknown] = [orderOf(), orderOf(), orderOf()];
  const payment = await worker.authorise(sold);
  await inCall(() => worker.payments.cancel(ended));
  const [intent] = await worker.intentsOf(sold.orderId);
  const calls = (await worker.journal()).length;
  const ids = [sold, ended, unknown].map(({ orderId }) => orderId);
  expect(await inCall(() => worker.payments.ofOrders(ids))).toEqual([
    {
      ...payment,
      provider: "stripe",
      providerRef: intent?.id ?? "",
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    },
  ]);
  expect(await inCall(() => worker.payments.ofOrders([]))).toEqual([]);
  expect((await worker.journal()).length).toBe(calls);
});
