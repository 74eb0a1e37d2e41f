import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { inCall } from "#kernel/testing";
import { DEFAULT_LOCATION_ID } from "#orders/stock.contract";
import { newLocation, receiveUnits } from "#orders/stock.testing";
import { placementOf, stockedVariant, type TestOrders, testOrders } from "#orders/testing";

let shop: TestOrders;
let berlin: string;
let vienna: string;
beforeAll(async () => {
  shop = await testOrders();
  berlin = await newLocation(shop, { name: "Berlin", postalCode: "10117", priority: 9 });
  vienna = await newLocation(shop, { name: "Vienna", country: "AT", priority: 2 });
});
afterAll(() => shop.stop());

const variantAt = async (units: Record<string, number>) => {
  const variantId = await stockedVariant(shop.stock, units[DEFAULT_LOCATION_ID] ?? 0);
  for (const [locationId, quantity] of Object.entries(units))
    if (locationId !== DEFAULT_LOCATION_ID && quantity > 0)
      await receiveUnits(shop, variantId, quantity, locationId);
  return variantId;
};

type Rule = "priority" | "nearest" | "fewest_parcels";
/** Places an order of one unit of each variant to Berlin. */
const buy = async (rule: Rule, ...variantIds: string[]) => {
  const { stock, locations } = await shop.terms({ variantIds, country: "DE", currency: "EUR" });
  const lines = variantIds.flatMap((id) => placementOf(id).lines);
  const sourcing = { rule, locations, stock };
  const placement = placementOf(variantIds[0] ?? "", 1, { lines, sourcing });
  return inCall(() => shop.placing.place(placement));
};
const soldAt = async (variantId: string) => {
  const [level] = await shop.stock.levels([variantId]);
  return level?.locations.filter(({ sold }) => sold > 0).map(({ locationId }) => locationId);
};

describe("the sourcing rule", () => {
  test("takes units from the location of the highest priority", async () => {
    const variantId = await variantAt({ [DEFAULT_LOCATION_ID]: 1, [berlin]: 1, [vienna]: 1 });
    await buy("priority", variantId);
    expect(await soldAt(variantId)).toEqual([DEFAULT_LOCATION_ID]);
  });

  test("takes units from the nearest location", async () => {
    const variantId = await variantAt({ [DEFAULT_LOCATION_ID]: 1, [berlin]: 1, [vienna]: 1 });
    await buy("nearest", variantId);
    expect(await soldAt(variantId)).toEqual([berlin]);
  });

  test("takes units from one location that has them all", async () => {
    const first = await variantAt({ [DEFAULT_LOCATION_ID]: 1, [vienna]: 1 });
    const second = await variantAt({ [berlin]: 1, [vienna]: 1 });
    await buy("fewest_parcels", first, second);
    expect([await soldAt(first), await soldAt(second)]).toEqual([[vienna], [vienna]]);
  });

  test("splits units over locations when none has them all", async () => {
    const variantId = await variantAt({ [DEFAULT_LOCATION_ID]: 2, [berlin]: 1, [vienna]: 3 });
    const placed = await inCall(() => shop.placing.place(placementOf(variantId, 6)));
    expect(placed.answer.status).toBe(201);
    expect(await soldAt(variantId)).toHaveLength(3);
  });

  test("takes units that are left when the ranked location has sold out meanwhile", async () => {
    const variantId = await variantAt({ [berlin]: 1, [vienna]: 1 });
    const placed = await Promise.all([1, 2, 3].map(() => buy("nearest", variantId)));
    expect(placed.map(({ answer }) => answer.status).sort()).toEqual([201, 201, 409]);
  });

  test("sells exactly the units of three locations when many orders arrive at once", async () => {
    const variantId = await variantAt({ [DEFAULT_LOCATION_ID]: 7, [berlin]: 6, [vienna]: 7 });
    const placed = await Promise.all(Array.from({ length: 60 }, () => buy("priority", variantId)));
    expect(placed.filter(({ answer }) => answer.status === 201)).toHaveLength(20);
    expect((await shop.stock.levels([variantId]))[0]).toMatchObject({ available: 0, sold: 20 });
  });
});
