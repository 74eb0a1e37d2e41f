import { afterAll, beforeAll, expect, test } from "bun:test";
import { DependencyError } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { orderOf, type TestPayments, testPayments } from "./testing";

let worker: TestPayments;
beforeAll(async () => {
  worker = await testPayments();
});
afterAll(() => worker.stop());

const authorised = async (token: string) => {
  const request = orderOf(token);
  await worker.authorise(request);
  return request.orderId;
};

const refsOf = (orderIds: readonly string[]) =>
  orderIds.map((orderId) => ({ orderId, attempt: 1 }));

/** Returns the batches of an isolate for which Stripe does not answer about one payment. */
const batchesWithout = (unanswered: string | null) => {
  const { batches } = worker.isolate({
    async retrieve(ref) {
      if (ref === unanswered) throw new DependencyError("stripe");
      return worker.stripe.retrieve(ref);
    },
  });
  return batches;
};

test("ends payments without money, and blocks later payments of orders that have none", async () => {
  const waiting = await authorised("pm_card_threeDSecure2Required");
  const held = await authorised("pm_card_visa");
  const declined = await authorised("pm_card_chargeDeclined");
  const unknown = newId("order");
  const ids = [waiting, held, declined, unknown];
  const ended = await inCall(() => worker.batches.endAll(refsOf(ids)));
  expect(ended).toMatchObject([
    { ok: true, value: { orderId: waiting, state: "cancelled" } },
    { ok: true, value: { orderId: held, state: "authorized" } },
    { ok: true, value: { orderId: declined, state: "failed" } },
    { ok: true, value: null },
  ]);
  const late = { ...orderOf(), orderId: unknown };
  expect(await inCall(() => worker.batches.authoriseAll([late]))).toMatchObject([
    { ok: true, value: { state: "cancelled" } },
  ]);
});

test("ends the other payments when one fails, and ends that one when the call is repeated", async () => {
  const [broken, whole] = [
    await authorised("pm_card_threeDSecure2Required"),
    await authorised("pm_card_threeDSecure2Required"),
  ];
  const { providerRef } = await worker.rowOf(broken);
  const batches = batchesWithout(providerRef);
  expect(await inCall(() => batches.endAll(refsOf([broken, whole])))).toMatchObject([
    { ok: false, refusal: "dependency_unavailable" },
    { ok: true, value: { state: "cancelled" } },
  ]);
  expect((await worker.rowOf(broken)).state).toBe("requires_action");
  expect(await inCall(() => worker.batches.endAll(refsOf([broken])))).toMatchObject([
    { ok: true, value: { state: "cancelled" } },
  ]);
});

test("captures the authorised payments, and returns an error code for each other order", async () => {
  const [held, waiting] = [
    await authorised("pm_card_visa"),
    await authorised("pm_card_threeDSecure2Required"),
  ];
  const ids = [held, waiting, newId("order")];
  for (let times = 0; times < 2; times += 1)
    expect(await inCall(() => worker.batches.captureAll(refsOf(ids)))).toMatchObject([
      { ok: true, value: { state: "succeeded" } },
      { ok: false, refusal: "conflict" },
      { ok: false, refusal: "not_found" },
    ]);
  const { captures } = await worker.books();
  expect(captures).toHaveLength(1);
});
