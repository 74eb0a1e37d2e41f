import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { ADDRESS, type TestCart, testCart } from "#cart/testing";
import type { Cart } from "#contract/cart";
import type { PlacedOrder } from "#contract/orders";
import { type Actor, GUEST } from "#kernel/actor";
import { newId } from "#kernel/ids";
import { userActor } from "#kernel/testing";
import { PICKUP, STANDARD } from "#orders/terms.testing";

let shop: TestCart;
beforeAll(async () => {
  shop = await testCart();
});
afterAll(() => shop.stop());

const has = (title: string, units = 100) => {
  const variantId = shop.catalog.has(title, { unitPriceMinor: 450 });
  shop.orders.stock.set(variantId, units);
  return variantId;
};
const keyed = () => ({ "idempotency-key": crypto.randomUUID() });
const post = (path: string, { actor = GUEST as Actor, headers = {}, body = {} } = {}) =>
  shop.requestJson(path, { method: "POST", actor, headers: { ...keyed(), ...headers }, body });

/** Places an order with one line of two units for each variant. */
const orderOf = async (
  variantIds: readonly string[],
  actor: Actor = GUEST,
  shippingOptionId = STANDARD.id,
) => {
  const properties = { Engraving: "Ada" };
  const lines = variantIds.map((variantId) => ({ variantId, quantity: 2, properties }));
  const { id } = await shop.cartWith(...lines);
  const body = {
    email: "ada@example.com",
    shippingAddress: ADDRESS,
    shippingOptionId,
  };
  await shop.requestJson(`/v1/carts/${id}`, { method: "PATCH", body, actor });
  const payment = { method: "card", token: "pm_card_visa" };
  return (await post("/v1/orders", { actor, body: { cartId: id, payment } })).body as PlacedOrder;
};
const tokenOf = ({ accessToken = "" }: PlacedOrder) => ({ "Bodega-Order-Token": accessToken });

describe("reordering", () => {
  const reorder = async (order: PlacedOrder, options: Parameters<typeof post>[1] = {}) => {
    const { status, body, headers } = await post(`/v1/orders/${order.id}/reorder`, options);
    return { status, headers, cart: body as Cart };
  };

  test("creates a cart with the lines, country and currency of the order", async () => {
    const order = await orderOf([has("Tea"), has("Mug")]);
    const { status, headers, cart } = await reorder(order, { headers: tokenOf(order) });
    expect([status, headers.get("location")]).toEqual([201, `/v1/carts/${cart.id}`]);
    expect(cart).toMatchObject({ status: "open", currency: "EUR", country: "DE", messages: [] });
    expect(
      cart.lines.map(({ title, quantity, properties }) => [title, quantity, properties]),
    ).toEqual(order.lines.map(({ title, quantity, properties }) => [title, quantity, properties]));
    expect(cart.email).toBeNull();
  });

  test("creates a cart in the country of the place where the order was collected", async () => {
    shop.orders.rates.DE?.push(PICKUP);
    const order = await orderOf([has("Tea")], GUEST, PICKUP.id);
    expect(order.shippingAddress).toBeNull();
    const { cart } = await reorder(order, { headers: tokenOf(order) });
    expect(cart).toMatchObject({ country: "DE", shippingAddress: null });
  });

  test("leaves out what is no longer sold, with a message for each line", async () => {
    const [gone, hidden, kept] = [has("Gone"), has("Hidden"), has("Kept")];
    const order = await orderOf([gone, hidden, kept]);
    shop.catalog.forget(gone);
    shop.catalog.change(hidden, { published: false });
    const { status, cart } = await reorder(order, { headers: tokenOf(order) });
    expect(status).toBe(201);
    expect(cart.lines.map(({ title }) => title)).toEqual(["Kept"]);
    expect(cart.messages.map(({ code, content }) => [code, content])).toEqual([
      ["variant_gone", "“Gone” is no longer sold, and was left out."],
      ["variant_gone", "“Hidden” is no longer sold, and was left out."],
    ]);
  });

  test("creates an empty cart when nothing is sold any more", async () => {
    const gone = has("Gone");
    const order = await orderOf([gone]);
    shop.catalog.forget(gone);
    const { status, cart } = await reorder(order, { headers: tokenOf(order) });
    expect([status, cart.lines, cart.messages.length]).toEqual([201, [], 1]);
  });

  test("says how many units are in stock when there are too few", async () => {
    const tea = has("Tea");
    const order = await orderOf([tea]);
    shop.orders.stock.set(tea, 1);
    const { cart } = await reorder(order, { headers: tokenOf(order) });
    expect(cart.lines[0]?.messages).toMatchObject([{ code: "insufficient_stock", available: 1 }]);
  });

  test("creates one cart when a request is repeated", async () => {
    const order = await orderOf([has("Tea")]);
    const headers = { ...tokenOf(order), ...keyed() };
    const first = await reorder(order, { headers });
    const again = await reorder(order, { headers });
    expect(again.cart.id).toBe(first.cart.id);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
  });

  test("answers 404 to others, as for an unknown order", async () => {
    const buyer = userActor();
    const owned = await orderOf([has("Tea")], buyer);
    const guest = await orderOf([has("Tea")]);
    const statuses = await Promise.all([
      reorder(owned, { actor: userActor() }),
      reorder(owned),
      reorder(guest, { headers: { "Bodega-Order-Token": "wrong" } }),
      reorder({ ...guest, id: newId("order") }, { headers: tokenOf(guest) }),
      reorder({ ...guest, id: "x" }, { headers: tokenOf(guest) }),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    expect((await reorder(owned, { actor: buyer })).status).toBe(201);
  });
});

describe("claiming", () => {
  const claim = (order: PlacedOrder, actor: Actor, headers = {}) =>
    post(`/v1/orders/${order.id}/claim`, { actor, headers });

  test("gives a guest's order to an account with the token", async () => {
    const order = await orderOf([has("Tea")]);
    const buyer = userActor();
    expect(await claim(order, buyer)).toMatchObject({ status: 404, body: { code: "not_found" } });
    const claimed = await claim(order, buyer, tokenOf(order));
    expect(claimed).toMatchObject({ status: 200, body: { id: order.id } });
    expect(claimed.headers.get("cache-control")).toBe("private, no-store");
    expect((await claim(order, userActor(), tokenOf(order))).status).toBe(404);
  });

  test("gives it to an account with the order's address once the address is verified", async () => {
    const order = await orderOf([has("Tea")]);
    const buyer = userActor();
    expect((await claim(order, buyer)).status).toBe(404);
    shop.verified.add(buyer.userId);
    expect((await claim(order, buyer)).status).toBe(200);
  });

  test("refuses guests and ended sessions", async () => {
    const order = await orderOf([has("Tea")]);
    const buyer = userActor();
    shop.ended.add(buyer.sessionId);
    expect((await claim(order, buyer, tokenOf(order))).status).toBe(401);
    expect((await claim(order, GUEST, tokenOf(order))).status).toBe(401);
  });
});
