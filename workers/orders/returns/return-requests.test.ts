import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { appErrorIn } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { movableClock } from "#kernel/testing";
import { codeOf, newRequest, paidOrder, rowOf } from "#orders/after-sale.testing";
import { type TestOrders, testOrders } from "#orders/testing";
import { type Returning, returning, shippedOrder } from "./returns.testing";

const DAY_MS = 24 * 60 * 60 * 1000;
const WINDOW_DAYS = 14;
const TRANSIT_DAYS = 14;

const clock = movableClock(Date.now());
let shop: TestOrders;
let act: Returning;
beforeAll(async () => {
  shop = await testOrders({ clock });
  act = returning(shop);
  shop.settings.current = { ...shop.settings.current, returnWindowDays: WINDOW_DAYS };
});
afterAll(() => shop.stop());

describe("a request to return units", () => {
  test("opens a return that the order shows", async () => {
    const { orderId, lineId } = await shippedOrder(shop);
    const found = await act.ask(orderId, [{ lineId, quantity: 2, reason: "wrong_item" }]);
    expect(found).toMatchObject({
      status: "requested",
      lines: [{ lineId, quantity: 2, reason: "wrong_item" }],
      received: [],
      refundId: null,
    });
    const row = await rowOf(shop, orderId);
    expect(row.afterSale?.returns).toEqual([found]);
    expect(row).toMatchObject({ status: "shipped", fulfillmentStatus: "fulfilled" });
  });

  test("refuses units that were never shipped", async () => {
    const { orderId, lineId } = await paidOrder(shop);
    expect(await codeOf(act.ask(orderId, [{ lineId, quantity: 1 }]))).toBe("not_returnable");
    await act.ship(orderId, [{ lineId, quantity: 1 }]);
    const err = await act.ask(orderId, [{ lineId, quantity: 2 }]).catch(appErrorIn);
    expect(err).toMatchObject({
      code: "not_returnable",
      extensions: { lines: [{ lineId, quantity: 2, available: 1 }] },
    });
    await act.ask(orderId, [{ lineId, quantity: 1 }]);
  });

  test("refuses an unknown line", async () => {
    const { orderId } = await shippedOrder(shop);
    const unknown = [{ lineId: newId("line"), quantity: 1 }];
    expect(await codeOf(act.ask(orderId, unknown))).toBe("not_returnable");
  });

  test("refuses units in an open return, also when they are spread over lines of a request", async () => {
    const { orderId, lineId } = await shippedOrder(shop);
    await act.ask(orderId, [{ lineId, quantity: 2 }]);
    const two = [
      { lineId, quantity: 1 },
      { lineId, quantity: 1, reason: "other" as const },
    ];
    expect(await codeOf(act.ask(orderId, two))).toBe("not_returnable");
    await act.ask(orderId, [{ lineId, quantity: 1 }]);
  });

  test("accepts units of a rejected return again", async () => {
    const { orderId, lineId } = await shippedOrder(shop);
    const { id } = await act.ask(orderId, [{ lineId, quantity: 3 }]);
    await act.reject(id);
    await act.ask(orderId, [{ lineId, quantity: 3 }]);
  });

  test.each([true, false])("refuses refunded units when restock is %p", async (restock) => {
    const { orderId, lineId } = await shippedOrder(shop);
    await act.refund(orderId, [{ lineId, quantity: 2, restock }]);
    expect(await codeOf(act.ask(orderId, [{ lineId, quantity: 2 }]))).toBe("not_returnable");
    await act.ask(orderId, [{ lineId, quantity: 1 }]);
  });

  test("accepts shipped units when other units were cancelled before their shipment", async () => {
    const { orderId, lineId } = await paidOrder(shop);
    await act.refund(orderId, [{ lineId, quantity: 1, restock: true }]);
    await act.ship(orderId);
    await act.ask(orderId, [{ lineId, quantity: 2 }]);
  });

  test("makes one return when a key is repeated, even at the same time and after its answer was deleted", async () => {
    const { orderId, lineId } = await shippedOrder(shop);
    const [request, input] = [newRequest(), { returnId: newId("return") }];
    const ask = (keyed = request) => act.ask(orderId, [{ lineId, quantity: 1 }], input, keyed);
    const all = await Promise.all(Array.from({ length: 5 }, () => ask()));
    const later = await ask(newRequest());
    expect(new Set([...all, later].map(({ id }) => id)).size).toBe(1);
    expect((await rowOf(shop, orderId)).afterSale?.returns).toHaveLength(1);
  });

  test("opens at most as many returns as units were shipped when requests compete", async () => {
    for (let round = 0; round < 20; round += 1) {
      const { orderId, lineId } = await shippedOrder(shop);
      const codes = await Promise.all(
        Array.from({ length: 5 }, () => codeOf(act.ask(orderId, [{ lineId, quantity: 1 }]))),
      );
      expect(codes.toSorted()).toEqual([
        ...["no error", "no error", "no error"],
        ...["not_returnable", "not_returnable"],
      ]);
    }
  }, 60_000);

  test("refuses the 101st return of an order", async () => {
    const { orderId, lineId } = await shippedOrder(shop);
    const ask = () => act.ask(orderId, [{ lineId, quantity: 1 }]);
    for (let count = 0; count < 100; count += 1) await act.reject((await ask()).id);
    expect(await codeOf(ask())).toBe("not_returnable");
  }, 60_000);

  test("answers 503 when the settings were never read and are down", async () => {
    const other = await testOrders();
    try {
      const { orderId, lineId } = await shippedOrder(other);
      other.settings.isDown = true;
      const ask = returning(other).ask(orderId, [{ lineId, quantity: 1 }]);
      expect(await codeOf(ask)).toBe("dependency_unavailable");
    } finally {
      await other.stop();
    }
  });
});

describe("the return window", () => {
  const codeAfter = async (orderId: string, lineId: string, ms: number) => {
    clock.advance(ms);
    return codeOf(act.ask(orderId, [{ lineId, quantity: 1 }]));
  };

  test("ends some days after the delivery", async () => {
    const { orderId, lineId } = await shippedOrder(shop);
    clock.advance(5 * DAY_MS);
    await act.deliver(orderId);
    expect(await codeAfter(orderId, lineId, WINDOW_DAYS * DAY_MS - 1)).toBe("no error");
    expect(await codeAfter(orderId, lineId, 1)).toBe("return_window_closed");
  });

  test("ends 14 days later after the shipment when no delivery is recorded", async () => {
    const { orderId, lineId } = await shippedOrder(shop);
    const windowMs = (TRANSIT_DAYS + WINDOW_DAYS) * DAY_MS;
    expect(await codeAfter(orderId, lineId, windowMs - 1)).toBe("no error");
    expect(await codeAfter(orderId, lineId, 1)).toBe("return_window_closed");
  });

  test("is that of each parcel", async () => {
    const { orderId, lineId } = await paidOrder(shop);
    await act.ship(orderId, [{ lineId, quantity: 2 }]);
    await act.deliver(orderId);
    clock.advance(WINDOW_DAYS * DAY_MS);
    await act.ship(orderId);
    const err = await act.ask(orderId, [{ lineId, quantity: 2 }]).catch(appErrorIn);
    expect(err).toMatchObject({
      code: "return_window_closed",
      extensions: { lines: [{ lineId, quantity: 2, available: 1 }] },
    });
    await act.ask(orderId, [{ lineId, quantity: 1 }]);
  });
});
