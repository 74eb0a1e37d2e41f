import { afterAll, beforeAll, expect, test } from "bun:test";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { DEFAULT_LOCATION_ID } from "#orders/stock.contract";
import { newLocation, receiveUnits, staffAsk } from "#orders/stock.testing";
import { placementOf, stockedVariant, type TestOrders, testOrders } from "#orders/testing";

let shop: TestOrders;
let ask: ReturnType<typeof staffAsk>;
beforeAll(async () => {
  shop = await testOrders();
  ask = staffAsk(shop);
});
afterAll(() => shop.stop());

const announced = (types: string) =>
  shop.queue.published.filter(({ type }: { type: string }) => type === types);

test("lists the default location first, which always exists", async () => {
  const { body } = await ask("GET", "/locations");
  expect(body.data[0]).toMatchObject({ id: DEFAULT_LOCATION_ID, isDefault: true, isActive: true });
  const refused = await ask("DELETE", `/locations/${DEFAULT_LOCATION_ID}`);
  expect([refused.status, refused.body.code]).toEqual([409, "location_in_use"]);
});

test("creates one location when a key is sent twice, and reads and changes it", async () => {
  const body = { name: "Hamburg", country: "DE", city: "Hamburg", priority: 3 };
  const key = { "idempotency-key": crypto.randomUUID() };
  const [first, second] = [
    await ask("POST", "/locations", body, key),
    await ask("POST", "/locations", body, key),
  ];
  expect([first.status, second.body]).toEqual([201, first.body]);
  const path = `/locations/${first.body.id}`;
  const changed = await ask("PATCH", path, { name: "Altona", region: null });
  expect(changed.body).toMatchObject({ name: "Altona", city: "Hamburg" });
  expect((await ask("GET", path)).body).toEqual(changed.body);
});

test.each([
  [{ name: "Hamburg" }, "/country"],
  [{ name: "Hamburg", country: "XX" }, "/country"],
  [{ name: "", country: "DE" }, "/name"],
  [{ name: "Hamburg", country: "DE", priority: -1 }, "/priority"],
])("answers 400 when a new location is %j", async (body, pointer) => {
  const answer = await ask("POST", "/locations", body);
  expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
});

test("pages locations by priority without gaps", async () => {
  for (const priority of [9, 8, 9]) await newLocation(shop, { priority });
  const all = (await ask("GET", "/locations?limit=100")).body.data.map(
    ({ id }: { id: string }) => id,
  );
  const paged: string[] = [];
  let cursor = "";
  do {
    const { body } = await ask("GET", `/locations?limit=2${cursor}`);
    paged.push(...body.data.map(({ id }: { id: string }) => id));
    cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : "";
  } while (cursor !== "");
  expect(paged).toEqual(all);
});

test("refuses to delete a location with stock, and says what it holds", async () => {
  const id = await newLocation(shop);
  const variantId = await stockedVariant(shop.stock, 0);
  await receiveUnits(shop, variantId, 3, id);
  const refused = await ask("DELETE", `/locations/${id}`);
  expect([refused.status, refused.body.code]).toEqual([409, "location_in_use"]);
  expect(refused.body.holds).toMatchObject({ available: 3, unshipped: 0 });
  await receiveUnits(shop, variantId, -3, id);
  expect((await ask("DELETE", `/locations/${id}`)).status).toBe(204);
  expect((await ask("GET", `/locations/${id}`)).status).toBe(404);
  expect((await ask("PATCH", `/locations/${id}`, { name: "Gone" })).status).toBe(404);
});

test("refuses to delete a location whose sold units were not shipped", async () => {
  const id = await newLocation(shop);
  const variantId = await stockedVariant(shop.stock, 0);
  await receiveUnits(shop, variantId, 1, id);
  await inCall(() => shop.placing.place(placementOf(variantId)));
  const refused = await ask("DELETE", `/locations/${id}`);
  expect(refused.body.holds).toMatchObject({ available: 0, unshipped: 1 });
});

test("refuses stock for a location that is deleted or unknown, and changes nothing", async () => {
  const id = await newLocation(shop);
  const variantId = await stockedVariant(shop.stock, 1);
  await ask("DELETE", `/locations/${id}`);
  for (const locationId of [id, newId("location")]) {
    const body = { variantId, locationId, delta: 2, reason: "delivery" };
    const refused = await ask("POST", "/inventory/adjustments", body);
    expect([refused.status, refused.body.code]).toEqual([422, "location_unknown"]);
  }
  expect(await shop.stock.levels([variantId])).toMatchObject([{ available: 1, version: 1 }]);
});

test("takes no stock from a deactivated location, and announces what it cannot sell", async () => {
  const id = await newLocation(shop);
  const variantId = await stockedVariant(shop.stock, 0);
  await receiveUnits(shop, variantId, 2, id);
  await ask("PATCH", `/locations/${id}`, { isActive: false });
  expect(announced("inventory.location_changed")).toHaveLength(1);
  await inCall(() => shop.locations.announceStock(id));
  expect(announced("inventory.adjusted").at(-1)).toMatchObject({
    data: { variantIds: [variantId] },
  });
  const ofVariant = (event: { data: unknown }) => JSON.stringify(event.data).includes(variantId);
  const low = () => announced("inventory.low").filter(ofVariant);
  expect(low()).toHaveLength(1);
  await inCall(() => shop.locations.announceStock(id));
  expect(low()).toHaveLength(1);
  expect(await shop.stock.sellable([variantId])).toMatchObject([{ available: 0 }]);
  const refused = await inCall(() => shop.placing.place(placementOf(variantId)));
  expect(refused.answer.status).toBe(409);
  await ask("PATCH", `/locations/${id}`, { isActive: true });
  await inCall(() => shop.locations.announceStock(id));
  const placed = await inCall(() => shop.placing.place(placementOf(variantId)));
  expect(placed.answer.status).toBe(201);
  expect(low()).toHaveLength(1);
  await ask("PATCH", `/locations/${id}`, { isActive: false });
  await inCall(() => shop.locations.announceStock(id));
  expect(low()).toHaveLength(2);
});
