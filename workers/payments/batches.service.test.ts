import { afterAll, beforeAll, expect, test } from "bun:test";
import { DependencyError } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { batchesService } from "./batches.service";
import { orderOf, type TestPayments, testPayments } from "./testing";

let shop: TestPayments;
beforeAll(async () => {
  shop = await testPayments();
});
afterAll(() => shop.stop());

const begun = async (token: string) => {
  const request = orderOf(token);
  await inCall(() => shop.payments.authorise(request));
  return request.orderId;
};

/** The batches of an isolate for which Stripe does not answer about one payment. */
const batchesWithout = (ref: string | null) => {
  const unreachable = async () => {
    throw new DependencyError("stripe");
  };
  const { payments } = shop.isolate({
    ...shop.stripe,
    retrieve: (asked) => (asked === ref ? unreachable() : shop.stripe.retrieve(asked)),
  });
  return batchesService({ store: shop.store, payments });
};

test("ends each payment of a batch that holds no money, and blocks the orders without one", async () => {
  const waiting = await begun("pm_card_threeDSecure2Required");
  const held = await begun("pm_card_visa");
  const declined = await begun("pm_card_chargeDeclined");
  const unknown = newId("order");
  const ids = [waiting, held, declined, unknown];
  const ended = await inCall(() => batchesWithout(null).endAll(ids));
  expect(ended).toMatchObject([
    { ok: true, value: { orderId: waiting, state: "cancelled" } },
    { ok: true, value: { orderId: held, state: "authorized" } },
    { ok: true, value: { orderId: declined, state: "failed" } },
    { ok: true, value: null },
  ]);
  const late = { ...orderOf(), orderId: unknown };
  expect(await inCall(() => batchesWithout(null).authoriseAll([late]))).toMatchObject([
    { ok: true, value: { state: "cancelled" } },
  ]);
});

test("ends the other payments of a batch when one fails, and that one the next time", async () => {
  const [broken, whole] = [
    await begun("pm_card_threeDSecure2Required"),
    await begun("pm_card_threeDSecure2Required"),
  ];
  const { providerRef } = await shop.rowOf(broken);
  const batches = batchesWithout(providerRef);
  expect(await inCall(() => batches.endAll([broken, whole]))).toMatchObject([
    { ok: false, refusal: "dependency_unavailable" },
    { ok: true, value: { state: "cancelled" } },
  ]);
  expect((await shop.rowOf(broken)).state).toBe("requires_action");
  expect(await inCall(() => batchesWithout(null).endAll([broken]))).toMatchObject([
    { ok: true, value: { state: "cancelled" } },
  ]);
});

test("captures what is authorised, and tells apart what is not", async () => {
  const [held, waiting] = [
    await begun("pm_card_visa"),
    await begun("pm_card_threeDSecure2Required"),
  ];
  const ids = [held, waiting, newId("order")];
  for (let times = 0; times < 2; times += 1)
    expect(await inCall(() => batchesWithout(null).captureAll(ids))).toMatchObject([
      { ok: true, value: { state: "succeeded" } },
      { ok: false, refusal: "conflict" },
      { ok: false, refusal: "not_found" },
    ]);
  const { captures } = await shop.books();
  expect(captures).toHaveLength(1);
});
