import { afterAll, beforeAll, expect, test } from "bun:test";
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

const count = (lines: object[], more: object = {}, headers = {}) =>
  ask("POST", "/inventory/counts", { lines, reason: "yearly count", ...more }, headers);
const levelOf = async (variantId: string) => (await shop.stock.levels([variantId]))[0];

test("counts units of unshipped orders as on hand", async () => {
  const variantId = await stockedVariant(shop.stock, 10);
  await inCall(() => shop.placing.place(placementOf(variantId, 3)));
  const { status, body } = await count([{ variantId, counted: 9 }]);
  expect(status).toBe(201);
  expect(body.lines).toEqual([{ variantId, counted: 9, expected: 10, difference: -1 }]);
  expect(await levelOf(variantId)).toMatchObject({ available: 6, sold: 3 });
});

test("books a difference at the counted location only", async () => {
  const variantId = await stockedVariant(shop.stock, 4);
  const locationId = await newLocation(shop);
  await receiveUnits(shop, variantId, 2, locationId);
  await count([{ variantId, counted: 5 }], { locationId });
  expect((await levelOf(variantId))?.locations).toMatchObject([
    ...[
      { locationId, available: 5 },
      { locationId: DEFAULT_LOCATION_ID, available: 4 },
    ].sort((a, b) => (a.locationId < b.locationId ? -1 : 1)),
  ]);
});

test("refuses fewer units than orders have, and changes nothing", async () => {
  const variantId = await stockedVariant(shop.stock, 5);
  await inCall(() => shop.placing.place(placementOf(variantId, 3)));
  const { status, body } = await count([{ variantId, counted: 2 }]);
  expect([status, body.code]).toEqual([409, "insufficient_stock"]);
  expect(body.errors).toMatchObject([{ pointer: "/lines/0/counted", min: 3 }]);
  expect(await levelOf(variantId)).toMatchObject({ available: 2 });
});

test("books one difference when two staff count at once", async () => {
  const variantId = await stockedVariant(shop.stock, 10);
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => count([{ variantId, counted: 7 }])),
  );
  const differences = answers
    .filter(({ status }) => status === 201)
    .map(({ body }) => body.lines[0].difference);
  expect(differences.filter((difference) => difference !== 0)).toEqual([-3]);
  expect(await levelOf(variantId)).toMatchObject({ available: 7 });
});

test("keeps the count exact when orders are placed meanwhile", async () => {
  const variantId = await stockedVariant(shop.stock, 10);
  const [counted] = await Promise.all([
    count([{ variantId, counted: 8 }]),
    ...Array.from({ length: 4 }, () => inCall(() => shop.placing.place(placementOf(variantId)))),
  ]);
  const level = await levelOf(variantId);
  const booked = counted.status === 201 ? 8 : 10;
  expect((level?.available ?? 0) + (level?.sold ?? 0)).toBe(booked);
});

test("returns the first answer when a key is repeated", async () => {
  const variantId = await stockedVariant(shop.stock, 4);
  const key = { "idempotency-key": crypto.randomUUID() };
  const first = await count([{ variantId, counted: 6 }], {}, key);
  await receiveUnits(shop, variantId, -1);
  const again = await count([{ variantId, counted: 6 }], {}, key);
  expect(again.body).toEqual(first.body);
  expect(await levelOf(variantId)).toMatchObject({ available: 5 });
});

test("answers 400 when a variant is named twice", async () => {
  const variantId = await stockedVariant(shop.stock, 4);
  const twice = [
    { variantId, counted: 1 },
    { variantId, counted: 2 },
  ];
  const { status, body } = await count(twice);
  expect([status, body.errors[0].code]).toEqual([400, "duplicate"]);
});
