import { afterAll, beforeAll, expect, test } from "bun:test";
import { inCall } from "#kernel/testing";
import { DEFAULT_LOCATION_ID } from "#orders/stock.contract";
import { newLocation, receiveUnits, staffAsk } from "#orders/stock.testing";
import { placementOf, stockedVariant, type TestOrders, testOrders } from "#orders/testing";

let shop: TestOrders;
let ask: ReturnType<typeof staffAsk>;
let toLocationId: string;
beforeAll(async () => {
  shop = await testOrders();
  ask = staffAsk(shop);
  toLocationId = await newLocation(shop);
});
afterAll(() => shop.stop());

const fromLocationId = DEFAULT_LOCATION_ID;
const send = (variantId: string, quantity: number, headers = {}) =>
  ask(
    "POST",
    "/relocations",
    { fromLocationId, toLocationId, lines: [{ variantId, quantity }] },
    headers,
  );
const receive = (id: string, outcome: object, headers = {}) =>
  ask("POST", `/relocations/${id}/receive`, { lines: [outcome] }, headers);
const cancel = (id: string) => ask("POST", `/relocations/${id}/cancel`);
const levelOf = async (variantId: string) => {
  const [level] = await shop.stock.levels([variantId]);
  const at = (id: string) => level?.locations.find(({ locationId }) => locationId === id);
  return { total: level, from: at(fromLocationId), to: at(toLocationId) };
};

test("sells no unit in transit, and sells received units at their new location", async () => {
  const variantId = await stockedVariant(shop.stock, 5);
  const { status, body } = await send(variantId, 5);
  expect([status, body.status]).toEqual([201, "in_transit"]);
  expect((await levelOf(variantId)).total).toMatchObject({ available: 0, inTransit: 5 });
  const early = await inCall(() => shop.placing.place(placementOf(variantId)));
  expect(early.answer.status).toBe(409);
  const part = await receive(body.id, { variantId, received: 2 });
  expect(part.body).toMatchObject({ status: "in_transit", lines: [{ received: 2, inTransit: 3 }] });
  const rest = await receive(body.id, { variantId, received: 1, lost: 1, returned: 1 });
  expect(rest.body).toMatchObject({ status: "received", lines: [{ inTransit: 0 }] });
  const { total, from, to } = await levelOf(variantId);
  expect(total).toMatchObject({ available: 4, inTransit: 0 });
  expect([from?.available, to?.available]).toEqual([1, 3]);
});

test("returns all units when it is cancelled, and refuses to receive them then", async () => {
  const variantId = await stockedVariant(shop.stock, 3);
  const { body } = await send(variantId, 2);
  expect((await cancel(body.id)).body).toMatchObject({ status: "cancelled" });
  expect((await levelOf(variantId)).from).toMatchObject({ available: 3 });
  const late = await receive(body.id, { variantId, received: 1 });
  expect([late.status, late.body.code]).toEqual([409, "relocation_status_conflict"]);
});

test("refuses more units than the location has, or than are on the way", async () => {
  const variantId = await stockedVariant(shop.stock, 3);
  const tooMany = await send(variantId, 4);
  expect([tooMany.status, tooMany.body.code]).toEqual([409, "insufficient_stock"]);
  const { body } = await send(variantId, 2);
  const more = await receive(body.id, { variantId, received: 3 });
  expect([more.status, more.body.code]).toEqual([409, "units_unavailable"]);
  expect((await levelOf(variantId)).total).toMatchObject({ available: 1, inTransit: 2 });
});

test("books units once when keys are repeated at once", async () => {
  const variantId = await stockedVariant(shop.stock, 3);
  const key = () => ({ "idempotency-key": crypto.randomUUID() });
  const sending = key();
  const sent = await Promise.all([1, 2, 3].map(() => send(variantId, 1, sending)));
  expect(new Set(sent.map(({ body }) => body.id)).size).toBe(1);
  const receiving = key();
  const id = sent[0]?.body.id;
  await Promise.all([1, 2, 3].map(() => receive(id, { variantId, received: 1 }, receiving)));
  expect((await levelOf(variantId)).total).toMatchObject({ available: 3, inTransit: 0 });
});

test("receives units once when two staff receive them, and one cancels", async () => {
  const variantId = await stockedVariant(shop.stock, 6);
  const { body } = await send(variantId, 6);
  const answers = await Promise.all([
    receive(body.id, { variantId, received: 6 }),
    receive(body.id, { variantId, received: 6 }),
    cancel(body.id),
  ]);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect((await levelOf(variantId)).total).toMatchObject({ available: 6, inTransit: 0 });
});

test("loses no unit when a relocation and sales take the last units", async () => {
  const variantId = await stockedVariant(shop.stock, 4);
  const [sent, ...placed] = await Promise.all([
    send(variantId, 3),
    ...Array.from({ length: 4 }, () => inCall(() => shop.placing.place(placementOf(variantId)))),
  ]);
  const sold = placed.filter(({ answer }) => answer.status === 201).length;
  const moved = sent.status === 201 ? 3 : 0;
  expect((await levelOf(variantId)).total).toMatchObject({
    available: 4 - sold - moved,
    sold,
    inTransit: moved,
  });
});

test("keeps the locations of units that are on the way", async () => {
  const variantId = await stockedVariant(shop.stock, 0);
  const other = await newLocation(shop);
  await receiveUnits(shop, variantId, 2, other);
  const body = { fromLocationId: other, toLocationId, lines: [{ variantId, quantity: 2 }] };
  const sent = await ask("POST", "/relocations", body);
  const refused = await ask("DELETE", `/locations/${other}`);
  expect(refused.body.holds).toMatchObject({ available: 0, relocations: 1 });
  await cancel(sent.body.id);
  expect((await shop.stock.levels([variantId]))[0]).toMatchObject({ available: 2 });
});

test("lists relocations by status, and reads one", async () => {
  const variantId = await stockedVariant(shop.stock, 3);
  const { body } = await send(variantId, 1);
  const listed = await ask("GET", "/relocations?status=in_transit&limit=1");
  expect(listed.body.data).toEqual([body]);
  expect((await ask("GET", `/relocations/${body.id}`)).body).toEqual(body);
  expect((await ask("GET", "/relocations/rel_00000000000000")).status).toBe(404);
});

test("answers 400 when both locations are the same", async () => {
  const body = {
    fromLocationId,
    toLocationId: fromLocationId,
    lines: [{ variantId: await stockedVariant(shop.stock, 1), quantity: 1 }],
  };
  const { status, body: problem } = await ask("POST", "/relocations", body);
  expect([status, problem.errors[0].code]).toEqual([400, "same_location"]);
});
