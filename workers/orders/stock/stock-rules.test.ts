import { afterAll, beforeAll, expect, test } from "bun:test";
import { inCall } from "#kernel/testing";
import { newLocation, receiveUnits, staffAsk } from "#orders/stock.testing";
import { placementOf, stockedVariant, type TestOrders, testOrders } from "#orders/testing";

let shop: TestOrders;
let ask: ReturnType<typeof staffAsk>;
beforeAll(async () => {
  shop = await testOrders();
  ask = staffAsk(shop);
});
afterAll(() => shop.stop());

interface Low {
  type: string;
  data: { variantIds: string[] };
}
const lowsOf = (variantId: string) =>
  (shop.queue.published as unknown as Low[]).filter(
    ({ type, data }) => type === "inventory.low" && data.variantIds.includes(variantId),
  );
const place = (variantId: string, quantity = 1) =>
  inCall(() => shop.placing.place(placementOf(variantId, quantity)));
const setThreshold = (variantId: string, threshold: number, headers = {}) =>
  ask("PUT", `/inventory/${variantId}/threshold`, { threshold }, headers);

test("announces low stock once when orders cross the threshold, and again when none is left", async () => {
  const variantId = await stockedVariant(shop.stock, 6);
  await setThreshold(variantId, 3);
  await place(variantId, 2);
  expect(lowsOf(variantId)).toHaveLength(0);
  await place(variantId);
  await place(variantId);
  expect(lowsOf(variantId)).toHaveLength(1);
  await place(variantId, 2);
  expect(lowsOf(variantId)).toHaveLength(2);
});

test("announces low stock again when units came back in between", async () => {
  const variantId = await stockedVariant(shop.stock, 10);
  await place(variantId, 6);
  await receiveUnits(shop, variantId, 10);
  expect(lowsOf(variantId)).toHaveLength(1);
  await receiveUnits(shop, variantId, -9);
  expect(lowsOf(variantId)).toHaveLength(2);
});

test("announces low stock when a count, a relocation or a threshold takes the units", async () => {
  const counted = await stockedVariant(shop.stock, 10);
  await ask("POST", "/inventory/counts", {
    lines: [{ variantId: counted, counted: 4 }],
    reason: "count",
  });
  const moved = await stockedVariant(shop.stock, 10);
  await ask("POST", "/relocations", {
    fromLocationId: "loc_defaultlocation",
    toLocationId: await newLocation(shop),
    lines: [{ variantId: moved, quantity: 10 }],
  });
  const watched = await stockedVariant(shop.stock, 10);
  await setThreshold(watched, 10);
  expect([counted, moved, watched].map((id) => lowsOf(id).length)).toEqual([1, 1, 1]);
});

test("names only the variants that crossed their thresholds", async () => {
  const [scarce, plenty] = [
    await stockedVariant(shop.stock, 6),
    await stockedVariant(shop.stock, 60),
  ];
  const [first, second] = [placementOf(scarce), placementOf(plenty)];
  await inCall(() => shop.placing.place({ ...first, lines: [...first.lines, ...second.lines] }));
  expect(lowsOf(scarce).map(({ data }) => data.variantIds)).toEqual([[scarce]]);
});

test("sets the rules of a variant, and repeats the first answer to a key", async () => {
  const variantId = await stockedVariant(shop.stock, 6);
  const rules = {
    perBuyerMax: 2,
    backorderMax: 10,
    preorder: { availableFrom: "2099-01-01T00:00:00.000Z", max: null },
  };
  const key = { "idempotency-key": crypto.randomUUID() };
  const path = `/inventory/${variantId}/rules`;
  const first = await ask("PUT", path, rules, key);
  expect(first.body).toMatchObject({ ...rules, threshold: 5, version: 2 });
  await setThreshold(variantId, 1);
  expect((await ask("PUT", path, rules, key)).body).toEqual(first.body);
  const { body } = await ask("GET", `/inventory?variantId=${variantId}`);
  expect(body.data).toMatchObject([{ ...rules, threshold: 1, version: 3 }]);
});

test("lists variants that are low, and those of a location", async () => {
  const [low, high] = [await stockedVariant(shop.stock, 1), await stockedVariant(shop.stock, 50)];
  const locationId = await newLocation(shop);
  await receiveUnits(shop, high, 1, locationId);
  const idsOf = async (query: string) =>
    (await ask("GET", `/inventory?limit=100&${query}`)).body.data.map(
      ({ variantId }: { variantId: string }) => variantId,
    );
  const lows = await idsOf("low=true");
  expect([lows.includes(low), lows.includes(high)]).toEqual([true, false]);
  expect(await idsOf(`locationId=${locationId}`)).toEqual([high]);
});

test.each([
  ["threshold", { threshold: -1 }],
  ["rules", { perBuyerMax: 0, backorderMax: null, preorder: null }],
  ["rules", { perBuyerMax: null, backorderMax: null }],
])("answers 400 when the %s are %j", async (part, body) => {
  const variantId = await stockedVariant(shop.stock, 1);
  expect((await ask("PUT", `/inventory/${variantId}/${part}`, body)).status).toBe(400);
});

test("answers 404 when the variant has no stock record", async () => {
  expect((await setThreshold("var_00000000000000", 3)).status).toBe(404);
});

test("lists the ledger by variant, location, reference and time, in pages without gaps", async () => {
  const variantId = await stockedVariant(shop.stock, 5);
  const locationId = await newLocation(shop);
  await receiveUnits(shop, variantId, 3, locationId);
  const { orderId } = await place(variantId, 6);
  const idsOf = async (query: string) =>
    (await ask("GET", `/inventory/transfers?${query}`)).body.data.map(
      ({ id }: { id: string }) => id,
    );
  const all = await idsOf(`variantId=${variantId}&limit=100`);
  expect(all).toHaveLength(2 + 2 * 2);
  const paged: string[] = [];
  let cursor = "";
  do {
    const { body } = await ask(
      "GET",
      `/inventory/transfers?variantId=${variantId}&limit=2${cursor}`,
    );
    paged.push(...body.data.map(({ id }: { id: string }) => id));
    cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : "";
  } while (cursor !== "");
  expect(paged).toEqual(all);
  expect(await idsOf(`locationId=${locationId}`)).toHaveLength(3);
  expect(await idsOf(`reference=${orderId}`)).toHaveLength(4);
  expect(await idsOf(`variantId=${variantId}&until=2020-01-01T00:00:00.000Z`)).toEqual([]);
});
