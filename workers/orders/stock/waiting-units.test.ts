import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { newId } from "#kernel/ids";
import { inCall, movableClock } from "#kernel/testing";
import { codeOf, newRefundId, newRequest } from "#orders/after-sale.testing";
import { newLocation, receiveUnits, staffAsk } from "#orders/stock.testing";
import { placementOf, stockedVariant, type TestOrders, testOrders } from "#orders/testing";

const clock = movableClock(Date.now());
let shop: TestOrders;
let ask: ReturnType<typeof staffAsk>;
beforeAll(async () => {
  shop = await testOrders({ clock });
  ask = staffAsk(shop);
});
afterAll(() => shop.stop());

const levelOf = async (variantId: string) => (await shop.stock.levels([variantId]))[0];
const setRules = (variantId: string, rules: object) =>
  ask("PUT", `/inventory/${variantId}/rules`, {
    ...{ perBuyerMax: null, backorderMax: null, preorder: null },
    ...rules,
  });
const buy = async (variantId: string, quantity = 1, policy: "deny" | "continue" = "continue") => {
  shop.payments.answerWith("authorized");
  const policies = { [variantId]: policy };
  const placed = await inCall(() =>
    shop.placing.place(placementOf(variantId, quantity, { policies })),
  );
  return { status: placed.answer.status, orderId: placed.orderId ?? "" };
};
const ship = (orderId: string, locationId?: string) =>
  inCall(() =>
    shop.shipments.ship(
      orderId,
      {
        shipmentId: newId("shipment"),
        carrier: null,
        trackingNumber: null,
        trackingUrl: null,
        ...(locationId ? { locationId } : {}),
      },
      newRequest(),
    ),
  );

describe("a backorder", () => {
  test("owes the missing units, and ships when they have arrived", async () => {
    const variantId = await stockedVariant(shop.stock, 1);
    const { orderId } = await buy(variantId, 3);
    expect(await levelOf(variantId)).toMatchObject({ available: 0, sold: 3, backordered: 2 });
    expect(await codeOf(ship(orderId))).toBe("insufficient_stock");
    await receiveUnits(shop, variantId, 2);
    expect(await levelOf(variantId)).toMatchObject({ available: 0, backordered: 0 });
    expect(await codeOf(ship(orderId))).toBe("no error");
  });

  test("gives arriving units to the oldest order first, and sells the rest", async () => {
    const variantId = await stockedVariant(shop.stock, 0);
    const first = await buy(variantId, 2);
    clock.advance(1000);
    const second = await buy(variantId, 2);
    await receiveUnits(shop, variantId, 3);
    expect(await codeOf(ship(first.orderId))).toBe("no error");
    expect(await codeOf(ship(second.orderId))).toBe("insufficient_stock");
    await receiveUnits(shop, variantId, 4);
    expect(await levelOf(variantId)).toMatchObject({ available: 3, backordered: 0 });
    expect(await codeOf(ship(second.orderId))).toBe("no error");
  });

  test("gives the units of a cancelled order to one that waits", async () => {
    const variantId = await stockedVariant(shop.stock, 2);
    const first = await buy(variantId, 2);
    const second = await buy(variantId, 1);
    await inCall(() =>
      shop.cancel(
        first.orderId,
        { reason: "customer_request", refundId: newRefundId() },
        newRequest(),
      ),
    );
    expect(await levelOf(variantId)).toMatchObject({ available: 1, sold: 1, backordered: 0 });
    expect(await codeOf(ship(second.orderId))).toBe("no error");
  });

  test("sells no more than its maximum when many orders arrive at once", async () => {
    const variantId = await stockedVariant(shop.stock, 2);
    await setRules(variantId, { backorderMax: 3 });
    const placed = await Promise.all(Array.from({ length: 12 }, () => buy(variantId)));
    expect(placed.filter(({ status }) => status === 201)).toHaveLength(5);
    expect(await levelOf(variantId)).toMatchObject({ sold: 5, backordered: 3 });
  });
});

describe("a pre-order", () => {
  const RELEASE_MS = 7 * 24 * 60 * 60_000;
  const preordered = async (max: number | null) => {
    const variantId = await stockedVariant(shop.stock, 0);
    const availableFrom = new Date(clock.now() + RELEASE_MS).toISOString();
    await setRules(variantId, { preorder: { availableFrom, max } });
    return variantId;
  };

  test("is sold without stock up to its maximum, and refused beyond it", async () => {
    const variantId = await preordered(2);
    const placed = await Promise.all(Array.from({ length: 5 }, () => buy(variantId, 1, "deny")));
    expect(placed.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409, 409]);
    expect(await shop.stock.sellable([variantId])).toMatchObject([{ preorder: { left: 0 } }]);
  });

  test("is not shipped before its units arrive", async () => {
    const variantId = await preordered(null);
    const { orderId } = await buy(variantId, 1, "deny");
    expect(await codeOf(ship(orderId))).toBe("insufficient_stock");
    await receiveUnits(shop, variantId, 1);
    expect(await codeOf(ship(orderId))).toBe("no error");
  });

  test("needs stock after its release", async () => {
    const variantId = await preordered(null);
    clock.advance(RELEASE_MS + 1);
    expect((await buy(variantId, 1, "deny")).status).toBe(409);
    expect(await shop.stock.sellable([variantId])).toMatchObject([{ preorder: null }]);
  });
});

describe("shipping from another location", () => {
  test("moves the units of the order there, and frees those of the first location", async () => {
    const variantId = await stockedVariant(shop.stock, 2);
    const locationId = await newLocation(shop);
    await receiveUnits(shop, variantId, 5, locationId);
    const { orderId } = await buy(variantId, 2);
    await ship(orderId, locationId);
    const level = await levelOf(variantId);
    expect(level).toMatchObject({ available: 5, sold: 2 });
    expect(level?.locations.find((place) => place.locationId === locationId)).toMatchObject({
      available: 3,
      sold: 2,
    });
  });

  test("ships units that the order waits for elsewhere", async () => {
    const variantId = await stockedVariant(shop.stock, 0);
    const locationId = await newLocation(shop);
    const { orderId } = await buy(variantId, 2);
    await receiveUnits(shop, variantId, 2, locationId);
    await ship(orderId, locationId);
    expect(await levelOf(variantId)).toMatchObject({ available: 0, sold: 2, backordered: 0 });
  });

  test("is refused when the location has too few units, and changes nothing", async () => {
    const variantId = await stockedVariant(shop.stock, 3);
    const locationId = await newLocation(shop);
    await receiveUnits(shop, variantId, 1, locationId);
    const { orderId } = await buy(variantId, 2);
    const before = await levelOf(variantId);
    expect(await codeOf(ship(orderId, locationId))).toBe("insufficient_stock");
    expect(await levelOf(variantId)).toEqual(before as NonNullable<typeof before>);
  });
});
