import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { orders } from "#db/orders/schema";
import { newId } from "#kernel/ids";
import { as, inCall, userActor } from "#kernel/testing";
import { confirmedOrder, newRefundId, newRequest, paidOrder } from "#orders/after-sale.testing";
import type { AttemptInput } from "#orders/attempts/attempt-input.rules";
import { SAGA_STATES, type Saga, type SagaState } from "#orders/saga.contract";
import { endReservation, placeWaitingOrder, type TestOrders, testOrders } from "#orders/testing";
import { sagaOrders } from "./sagas.statements";

let shop: TestOrders;
beforeAll(async () => {
  shop = await testOrders();
});
afterAll(() => shop.stop());

const ask = (path: string) =>
  inCall(async () => {
    const answer = await shop.app.request(path, { headers: as(userActor("staff")) });
    return { status: answer.status, body: await answer.json() };
  });
const sagaOfOrder = async (orderId: string) => {
  const { status, body } = await ask(`/v1/admin/sagas/${orderId}`);
  expect(status).toBe(200);
  return body as Saga;
};
/** Returns the state of a saga, and its steps as texts such as `void failed: captured`. */
const told = async (orderId: string) => {
  const { state, steps } = await sagaOfOrder(orderId);
  const texts = steps.map(
    (step) => `${step.name} ${step.state}${step.error ? `: ${step.error}` : ""}`,
  );
  return [state, ...texts];
};
const cancel = (orderId: string) =>
  inCall(() =>
    shop.cancel(
      orderId,
      { reason: "cancelled_by_buyer", lines: undefined, refundId: newRefundId() },
      newRequest(),
    ),
  );
const reconcile = (orderId: string) => inCall(() => shop.progress.reconcile([orderId]));
const SOLD = ["reserve succeeded", "authorise succeeded", "commit succeeded"];

describe("an order that is sold", () => {
  test("shows the authorisation running while the buyer confirms the payment", async () => {
    const { orderId } = await placeWaitingOrder(shop);
    expect(await told(orderId)).toEqual([
      ...["PAYMENT_REQUESTED", "reserve succeeded", "authorise running"],
    ]);
  });

  test("shows an earlier attempt as replaced", async () => {
    const { orderId } = await placeWaitingOrder(shop);
    shop.payments.answerWith("authorized");
    const input: AttemptInput = { method: "card", token: "pm_card_visa" };
    await inCall(() => shop.attempts.pay(orderId, input, newRequest()));
    expect(await told(orderId)).toEqual([
      "PAYMENT_SUCCEEDED",
      "reserve succeeded",
      "authorise failed: attempt_replaced",
      "authorise succeeded",
      "commit succeeded",
      "capture running",
    ]);
  });

  test("shows the capture running, and ended once the money is taken", async () => {
    const { orderId } = await confirmedOrder(shop);
    expect(await told(orderId)).toEqual(["PAYMENT_SUCCEEDED", ...SOLD, "capture running"]);
    await inCall(() => shop.progress.capture([orderId]));
    expect(await told(orderId)).toEqual(["COMPLETED", ...SOLD, "capture succeeded"]);
  });

  test("stays completed when staff refund a part", async () => {
    const { orderId, lineId } = await paidOrder(shop);
    const lines = [{ lineId, quantity: 1, restock: true }];
    const input = { refundId: newRefundId(), lines, shipping: false, reason: null };
    await inCall(() => shop.refunds.refund(orderId, input, newRequest()));
    expect(await told(orderId)).toEqual(["COMPLETED", ...SOLD, "capture succeeded"]);
  });

  test("gives the times of the order and of each step", async () => {
    const { orderId } = await paidOrder(shop);
    const saga = await sagaOfOrder(orderId);
    const row = await shop.store.find(orderId);
    expect(saga.startedAt).toBe(new Date(row?.createdAt ?? 0).toISOString());
    expect(saga.updatedAt).toBe(new Date(row?.updatedAt ?? 0).toISOString());
    const times = saga.steps.flatMap(({ startedAt, endedAt }) => [startedAt, endedAt ?? ""]);
    expect(times).toEqual(times.toSorted());
    expect(times.at(-1)).toBe(saga.updatedAt);
  });
});

describe("an order that is undone", () => {
  test("shows the declined payment and the release of the units", async () => {
    const { orderId } = await placeWaitingOrder(shop);
    shop.payments.set(orderId, "failed");
    await inCall(() => shop.progress.advance([orderId]));
    expect(await told(orderId)).toEqual([
      "PAYMENT_FAILED",
      "reserve succeeded",
      "authorise failed: payment_declined",
      "release succeeded",
    ]);
  });

  test("shows the expiry of the reservation", async () => {
    const { orderId } = await placeWaitingOrder(shop);
    await endReservation(shop, orderId);
    await inCall(() => shop.sweep());
    expect(await told(orderId)).toEqual([
      "COMPENSATED",
      "reserve succeeded",
      "authorise failed: expired",
      "release succeeded",
    ]);
  });

  test("voids authorised money", async () => {
    const { orderId } = await confirmedOrder(shop);
    await cancel(orderId);
    const undone = [...SOLD, "capture cancelled", "release succeeded"];
    expect(await told(orderId)).toEqual(["COMPENSATING", ...undone, "void running"]);
    shop.payments.set(orderId, "cancelled");
    await reconcile(orderId);
    expect(await told(orderId)).toEqual(["COMPENSATED", ...undone, "void succeeded"]);
  });

  test("refunds money that was taken", async () => {
    const { orderId } = await paidOrder(shop);
    await cancel(orderId);
    const undone = [...SOLD, "capture succeeded", "release succeeded"];
    expect(await told(orderId)).toEqual(["COMPENSATING", ...undone, "refund running"]);
    await inCall(() => shop.settlement.settle(orderId));
    expect(await told(orderId)).toEqual(["COMPENSATED", ...undone, "refund succeeded"]);
  });

  test("fails when the refund fails", async () => {
    const { orderId } = await paidOrder(shop);
    await cancel(orderId);
    shop.payments.refundWith("failed");
    await inCall(() => shop.settlement.settle(orderId));
    expect(await told(orderId)).toEqual([
      "FAILED",
      ...SOLD,
      "capture succeeded",
      "release succeeded",
      "refund failed: refund_failed",
    ]);
  });

  test("refunds money that was taken at the time of the cancellation", async () => {
    const { orderId } = await confirmedOrder(shop);
    await cancel(orderId);
    shop.payments.set(orderId, "succeeded");
    await reconcile(orderId);
    expect(await told(orderId)).toEqual([
      "COMPENSATING",
      ...SOLD,
      "capture cancelled",
      "release succeeded",
      "void failed: captured",
      "capture succeeded",
      "refund running",
    ]);
  });
});

test("answers 404 for an unknown order", async () => {
  expect((await ask(`/v1/admin/sagas/${newId("order")}`)).status).toBe(404);
});

const idsIn = async (state?: SagaState) => {
  const ids: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const query = new URLSearchParams({ limit: "2", ...(state ? { state } : {}) });
    if (cursor) query.set("cursor", cursor);
    const { status, body } = await ask(`/v1/admin/sagas?${query}`);
    expect(status).toBe(200);
    const page = body as { data: Saga[]; nextCursor: string | null };
    for (const saga of page.data) expect(saga).toEqual(await sagaOfOrder(saga.orderId));
    ids.push(...page.data.map(({ orderId }) => orderId));
    cursor = page.nextCursor;
  }
  return ids;
};

test("lists every order once, newest first, in the list of its state", async () => {
  await confirmedOrder(shop);
  const all = await idsIn();
  const rows = await shop.db.read.select({ id: orders.id }).from(orders);
  expect(all).toEqual(
    rows
      .map(({ id }) => id)
      .toSorted()
      .toReversed(),
  );
  const listed = await Promise.all(SAGA_STATES.map(idsIn));
  expect(listed.flat().toSorted()).toEqual(all.toSorted());
  for (const ids of listed) expect(ids).toEqual(ids.toSorted().toReversed());
  const isEmpty = SAGA_STATES.filter((_, nth) => listed[nth]?.length === 0);
  expect(isEmpty).toEqual(["STARTED"]);
});

test.each([undefined, ...SAGA_STATES])(
  "reads the list of %p in the order of an index",
  async (state) => {
    for (const afterId of [undefined, "ord_5"]) {
      const plan = await shop.db.read.all<{ detail: string }>(
        sql`explain query plan ${sagaOrders(shop.db.read, { state, afterId, limit: 100 }).getSQL()}`,
      );
      expect(plan).toHaveLength(1);
      expect(plan[0]?.detail).toMatch(/^(SEARCH|SCAN) orders USING INDEX/);
    }
  },
);
