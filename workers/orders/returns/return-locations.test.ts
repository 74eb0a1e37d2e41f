import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { and, eq } from "drizzle-orm";
import { stockLevels } from "#db/orders/stock.schema";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { codeOf, newRequest, rowOf } from "#orders/after-sale.testing";
import { DEFAULT_LOCATION_ID } from "#orders/stock.contract";
import { newLocation, receiveUnits, staffAsk } from "#orders/stock.testing";
import { placementOf, stockedVariant, type TestOrders, testOrders } from "#orders/testing";
import { approvedReturn, type Returning, returning } from "./returns.testing";

let shop: TestOrders;
let act: Returning;
beforeAll(async () => {
  shop = await testOrders();
  act = returning(shop);
});
afterAll(() => shop.stop());

const availableAt = async (variantId: string, locationId: string) => {
  const ofLevel = and(eq(stockLevels.variantId, variantId), eq(stockLevels.locationId, locationId));
  return (await shop.db.read.select().from(stockLevels).where(ofLevel))[0]?.available ?? 0;
};
const restock = (lineId: string, quantity = 1) => [
  { lineId, quantity, disposition: "restock" as const },
];

/** Ships an order of two units, all from one location, and approves the return of one. */
const shippedFrom = async (locationId: string) => {
  const variantId = await stockedVariant(shop.stock, 0);
  await receiveUnits(shop, variantId, 2, locationId);
  shop.payments.answerWith("authorized");
  const placement = placementOf(variantId, 2);
  const orderId = (await inCall(() => shop.placing.place(placement))).orderId ?? "";
  await act.ship(orderId);
  const lineId = placement.lines[0]?.id ?? "";
  const { id } = await act.ask(orderId, [{ lineId, quantity: 1 }]);
  await act.approve(id);
  return { orderId, variantId, lineId, returnId: id };
};

describe("units of a return", () => {
  test("are put where staff say", async () => {
    const hamburg = await newLocation(shop);
    const { variantId, lineId, returnId } = await approvedReturn(shop, 2);
    const lines = [...restock(lineId), { lineId, quantity: 1, disposition: "write_off" as const }];
    await act.receive(returnId, lines, newRequest(), { locationId: hamburg });
    expect(await availableAt(variantId, hamburg)).toBe(1);
    expect(await availableAt(variantId, DEFAULT_LOCATION_ID)).toBe(7);
  });

  test("go nowhere when the location is unknown or deleted", async () => {
    const deleted = await newLocation(shop);
    await staffAsk(shop)("DELETE", `/locations/${deleted}`);
    const { orderId, lineId, returnId } = await approvedReturn(shop, 1);
    const before = await rowOf(shop, orderId);
    for (const locationId of [newId("location"), deleted])
      expect(
        await codeOf(act.receive(returnId, restock(lineId), newRequest(), { locationId })),
      ).toBe("location_unknown");
    expect(await rowOf(shop, orderId)).toEqual(before);
  });

  test("go back to the location that they were taken from", async () => {
    const hamburg = await newLocation(shop);
    const { variantId, lineId, returnId } = await shippedFrom(hamburg);
    await act.receive(returnId, restock(lineId));
    expect(await availableAt(variantId, hamburg)).toBe(1);
  });

  test.each([
    ["inactive", "PATCH", { isActive: false }],
    ["deleted", "DELETE", undefined],
  ] as const)("go to the default location when theirs is %s", async (_, method, body) => {
    const hamburg = await newLocation(shop);
    const { variantId, lineId, returnId } = await shippedFrom(hamburg);
    const { status } = await staffAsk(shop)(method, `/locations/${hamburg}`, body);
    expect([200, 204]).toContain(status);
    await act.receive(returnId, restock(lineId));
    expect(await availableAt(variantId, hamburg)).toBe(0);
    expect(await availableAt(variantId, DEFAULT_LOCATION_ID)).toBe(1);
  });
});
