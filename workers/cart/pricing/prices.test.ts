import { afterAll, beforeAll, expect, test } from "bun:test";
import { ADDRESS, type TestCart, testCart } from "#cart/testing";
import type { Cart } from "#contract/cart";
import type { Buyer } from "#contract/catalog";
import { newId } from "#kernel/ids";
import { userActor } from "#kernel/testing";

let worker: TestCart;
beforeAll(async () => {
  worker = await testCart();
});
afterAll(() => worker.stop());

const MARKET = { id: newId("market"), name: "Home", currency: "EUR" };

/** Adds a variant at 19.99, and at 15.00 from five units on. */
const tiered = () => {
  const id = worker.catalog.has("Mug", { tiers: [{ minQuantity: 5, amountMinor: 1500 }] });
  worker.orders.stock.set(id, 100);
  return id;
};
/** Adds a variant whose price depends on the buyer. */
const pricedBy = (minorOf: (buyer: Buyer) => number) => {
  const id = worker.catalog.has("Cup", { pricedByCountry: true });
  worker.orders.stock.set(id, 100);
  worker.catalog.priceBy(id, minorOf);
  return id;
};
const codesOf = ({ messages }: Cart) => messages.map(({ code }) => code);
const change = async (path: string, method: string, body: object) =>
  (await worker.requestJson(`/v1/carts${path && `/${path}`}`, { method, body })).body as Cart;

test("prices a line by the tier of its units, to the cent, without a message", async () => {
  const cart = await worker.cartWith({ variantId: tiered(), quantity: 4 });
  expect(cart.totals.total.amount).toBe(4 * 1999);
  const line = `${cart.id}/lines/${cart.lines[0]?.id}`;
  const more = await change(line, "PATCH", { quantity: 5 });
  expect(more.lines[0]).toMatchObject({ unitPrice: { amount: 1500 }, total: { amount: 7500 } });
  expect(more.totals.total.amount).toBe(7500);
  expect(codesOf(more)).toEqual([]);
  const less = await change(line, "PATCH", { quantity: 4 });
  expect(less.totals.total.amount).toBe(4 * 1999);
});

test("reports a changed price of a tier only for lines that reach it", async () => {
  const variantId = tiered();
  const reached = await worker.cartWith({ variantId, quantity: 5 });
  const below = await worker.cartWith({ variantId, quantity: 1 });
  worker.catalog.change(variantId, { tiers: [{ minQuantity: 5, amountMinor: 1600 }] });
  const read = async ({ id }: Cart) => (await worker.requestJson(`/v1/carts/${id}`)).body as Cart;
  expect(codesOf(await read(reached))).toEqual(["price_changed"]);
  expect((await read(reached)).totals.total.amount).toBe(8000);
  expect(codesOf(await read(below))).toEqual([]);
});

test("prices the cart of a member by the account that has it, and that of a guest without", async () => {
  const actor = userActor("customer");
  const variantId = pricedBy(({ userId }) => (userId === actor.userId ? 900 : 1200));
  const body = { lines: [{ variantId, quantity: 3 }] };
  const created = await worker.requestJson("/v1/carts", { method: "POST", actor, body });
  const member = created.body as Cart;
  expect(member.totals.total.amount).toBe(2700);
  const guest = await worker.cartWith({ variantId, quantity: 3 });
  expect(guest.totals.total.amount).toBe(3600);
  const added = await worker.requestJson(`/v1/carts/${member.id}/lines`, {
    ...{ method: "POST", actor, body: { variantId, quantity: 1 } },
  });
  expect((added.body as Cart).totals.total.amount).toBe(3600);
  expect(codesOf(added.body as Cart)).toEqual([]);
});

test("adds a line at the price of the cart's country, and reports the price of another one", async () => {
  const variantId = pricedBy(({ country }) => (country === "AT" ? 800 : 1000));
  worker.catalog.change(variantId, { market: MARKET });
  const { id } = await change("", "POST", { country: "AT" });
  const added = await change(`${id}/lines`, "POST", { variantId, quantity: 2 });
  expect(added).toMatchObject({ totals: { total: { amount: 1600 } }, market: MARKET });
  expect(codesOf(added)).toEqual([]);
  const moved = await change(id, "PATCH", { shippingAddress: ADDRESS });
  expect(moved.totals.total.amount).toBe(2000);
  expect(codesOf(moved)).toEqual(["price_changed"]);
});
