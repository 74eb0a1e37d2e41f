import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { ReturnPolicy } from "#contract/catalog";
import { appErrorIn } from "#kernel/errors";
import { newId } from "#kernel/ids";
import { movableClock } from "#kernel/testing";
import { codeOf, paidOrder } from "#orders/after-sale.testing";
import { notesStore } from "#orders/notes/notes.store";
import { type TestOrders, testOrders } from "#orders/testing";
import { type Returning, returning } from "./returns.testing";

const DAY_MS = 24 * 60 * 60 * 1000;
const SHOP_WINDOW_DAYS = 14;
const FINAL_SALE: ReturnPolicy = { returnable: false, windowDays: null };

const clock = movableClock(Date.now());
let shop: TestOrders;
let act: Returning;
beforeAll(async () => {
  shop = await testOrders({ clock });
  act = returning(shop);
  shop.settings.current = { ...shop.settings.current, returnWindowDays: SHOP_WINDOW_DAYS };
});
afterAll(() => shop.stop());

/** Delivers an order of three units that were sold under a policy. */
const deliveredOrder = async (returnPolicy: ReturnPolicy, customerId: string | null = null) => {
  const order = await paidOrder(shop, { returnPolicy, customerId });
  await act.ship(order.orderId);
  await act.deliver(order.orderId);
  return { ...order, one: [{ lineId: order.lineId, quantity: 1 }] };
};

describe("a return by a buyer", () => {
  test("is refused with the lines of a final sale", async () => {
    const { orderId, lineId, one } = await deliveredOrder(FINAL_SALE);
    const err = await act.ask(orderId, one).catch(appErrorIn);
    expect(err).toMatchObject({
      code: "not_returnable",
      extensions: { lines: [{ lineId, quantity: 1, available: 0 }] },
    });
  });

  test.each([3, 60])("is accepted within the %i days of the product", async (windowDays) => {
    const { orderId, one } = await deliveredOrder({ returnable: true, windowDays });
    clock.advance(windowDays * DAY_MS - 1);
    expect(await codeOf(act.ask(orderId, one))).toBe("no error");
    clock.advance(1);
    expect(await codeOf(act.ask(orderId, one))).toBe("return_window_closed");
  });

  test("is accepted within the window of the shop when the product has none", async () => {
    const { orderId, one } = await deliveredOrder({ returnable: true, windowDays: null });
    clock.advance(SHOP_WINDOW_DAYS * DAY_MS - 1);
    expect(await codeOf(act.ask(orderId, one))).toBe("no error");
    clock.advance(1);
    expect(await codeOf(act.ask(orderId, one))).toBe("return_window_closed");
  });

  test("is bound by the policy when staff bought the goods for themselves", async () => {
    const staffId = newId("user");
    const { orderId, one } = await deliveredOrder(FINAL_SALE, staffId);
    expect(await codeOf(act.ask(orderId, one, { staffId }))).toBe("not_returnable");
  });
});

describe("a return that staff ask for", () => {
  const staffId = newId("user");

  test("takes units of a final sale, and says who wrote its notes", async () => {
    const { orderId, lineId, one } = await deliveredOrder(FINAL_SALE);
    const notes = [{ lineId, text: "The tin was dented." }];
    const { id } = await act.ask(orderId, one, { staffId, notes });
    await act.approve(id);
    const received = await act.receive(id, [{ lineId, quantity: 1, disposition: "write_off" }]);
    expect(received).toMatchObject({ status: "refunded" });
    expect(await notesStore(shop).notes(orderId)).toMatchObject([{ author: staffId }]);
  });

  test("takes units after the window", async () => {
    const { orderId, one } = await deliveredOrder({ returnable: true, windowDays: 1 });
    clock.advance(DAY_MS);
    expect(await codeOf(act.ask(orderId, one))).toBe("return_window_closed");
    expect(await codeOf(act.ask(orderId, one, { staffId }))).toBe("no error");
  });

  test("takes no unit twice, and none that was not shipped", async () => {
    const { orderId, lineId } = await deliveredOrder(FINAL_SALE);
    expect(await codeOf(act.ask(orderId, [{ lineId, quantity: 4 }], { staffId }))).toBe(
      "not_returnable",
    );
    await act.ask(orderId, [{ lineId, quantity: 3 }], { staffId });
    expect(await codeOf(act.ask(orderId, [{ lineId, quantity: 1 }], { staffId }))).toBe(
      "not_returnable",
    );
  });
});
