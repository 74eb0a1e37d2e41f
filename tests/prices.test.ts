import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { ADDRESS, type Buying, buying } from "./buying";
import { type Json, type System, startSystem } from "./system";

/** Price lists, groups and markets over the gateway: what staff set is what buyers see and pay. */
const BOOT_MS = 120_000;
setDefaultTimeout(60_000);
let shop: System;
let token: string;
let buyer: Buying;
beforeAll(async () => {
  shop = await startSystem();
  token = await shop.signIn("staff@bodega.test");
  buyer = buying(shop, token);
}, BOOT_MS);
afterAll(() => shop?.stop());

const staff = async (method: string, path: string, body?: unknown): Promise<Json> => {
  const headers = { "idempotency-key": crypto.randomUUID() };
  const options = { token, headers, ...(body === undefined ? {} : { body }) };
  const answer = await shop.ask(method, `/v1/admin${path}`, options);
  expect(answer.status).toBeLessThan(300);
  return answer.body;
};
const EMAIL = "grace@example.com";
/** Returns a variant that costs a number of cents, with its product. */
const newVariant = async (amount: number): Promise<{ id: string; slug: string }> => {
  const slug = `priced-${crypto.randomUUID().slice(0, 8)}`;
  const variant = { prices: [{ currency: "EUR", amount }], quantity: 100 };
  const body = { title: "Priced", slug, status: "published", variants: [variant] };
  return { id: (await staff("POST", "/products", body)).variants[0].id, slug };
};
const newList = (prices: object[], more: object = {}) =>
  staff("POST", "/price-lists", { title: "List", currency: "EUR", prices, ...more });

/** Registers an account, and returns how it asks. */
const newMember = async () => {
  const email = `member-${crypto.randomUUID().slice(0, 8)}@example.com`;
  const account = { email, password: "corner-shop-2026", name: "Mia Member" };
  const registered = await shop.ask("POST", "/v1/auth/register", { body: account });
  const member = { token: registered.body.accessToken as string };
  return { member, userId: registered.body.user.id as string };
};

/** Buys units of a variant, and returns the cart and the order. */
const buy = async (variantId: string, quantity: number, account: { token?: string } = {}) => {
  const body = { lines: [{ variantId, quantity }] };
  const { body: cart } = await shop.ask("POST", "/v1/carts", { ...account, body });
  const patch = { email: EMAIL, shippingAddress: ADDRESS, shippingOptionId: "sho_de_express" };
  const ready = await shop.ask("PATCH", `/v1/carts/${cart.id}`, { ...account, body: patch });
  const order = await shop.ask("POST", "/v1/orders", {
    ...account,
    body: { cartId: cart.id, payment: { method: "card", token: "pm_card_visa" } },
    headers: { "idempotency-key": crypto.randomUUID() },
  });
  expect(order.status).toBe(201);
  return { cart: ready.body, order: order.body };
};
const priceSeen = async (slug: string, account: { token?: string } = {}) => {
  const answer = await shop.ask("GET", `/v1/products/${slug}`, account);
  return [answer.body.variants[0].price.amount, answer.headers.get("cache-control")];
};

test("charges the tier of five units to the cent, in the cart and in the order", async () => {
  const { id } = await newVariant(1999);
  await newList([{ variantId: id, amount: 1787, minQuantity: 5 }]);
  for (const [quantity, subtotal] of [
    [4, 7996],
    [5, 8935],
  ] as const) {
    const { cart, order } = await buy(id, quantity);
    expect([cart.totals.subtotal.amount, order.totals.subtotal.amount]).toEqual([
      ...[subtotal, subtotal],
    ]);
    expect(order.totals.total).toEqual(cart.totals.total);
  }
});

test("sells to a member at the price of the group, and shows it to no one else", async () => {
  const { member, userId } = await newMember();
  const { id, slug } = await newVariant(2000);
  const group = await staff("POST", "/customer-groups", { title: "Club", customerIds: [userId] });
  await newList([{ variantId: id, amount: 1501 }], { customerGroupId: group.id });

  expect(await priceSeen(slug)).toEqual([2000, expect.stringContaining("s-maxage")]);
  expect(await priceSeen(slug, member)).toEqual([1501, "private, no-store"]);
  expect(await priceSeen(slug)).toEqual([2000, expect.stringContaining("s-maxage")]);
  expect((await priceSeen(slug, { token }))[0]).toBe(2000);

  const mine = await buy(id, 3, member);
  expect([mine.cart, mine.order].map(({ totals }) => totals.subtotal.amount)).toEqual([
    ...[4503, 4503],
  ]);
  expect((await buy(id, 3)).order.totals.subtotal.amount).toBe(6000);
  const exported = await shop.ask("GET", "/v1/me/export", member);
  expect(exported.body.customerGroups).toEqual([{ id: group.id, title: "Club" }]);
});

test("charges the price of the market of the buyer's country, and reports the change", async () => {
  const { id, slug } = await newVariant(3000);
  const list = await newList([{ variantId: id, amount: 2222 }]);
  const body = { name: "Neighbours", countries: ["AT"], currency: "EUR" };
  const market = await staff("POST", "/markets", { ...body, priceListIds: [list.id] });
  const seen = (await shop.ask("GET", `/v1/products/${slug}?country=AT`)).body;
  expect([seen.variants[0].price.amount, seen.market.id]).toEqual([2222, market.id]);
  const lines = [{ variantId: id, quantity: 2 }];
  const cart = await shop.ask("POST", "/v1/carts", { body: { country: "AT", lines } });
  expect([cart.body.totals.total.amount, cart.body.market.id]).toEqual([4444, market.id]);
  const path = `/v1/carts/${cart.body.id}`;
  const moved = await shop.ask("PATCH", path, { body: { shippingAddress: ADDRESS } });
  expect(moved.body.totals.subtotal.amount).toBe(6000);
  expect(moved.body.messages.map(({ code }: Json) => code)).toContain("price_changed");
  await staff("DELETE", `/markets/${market.id}`);
  await staff("DELETE", `/price-lists/${list.id}`);
});

test("tells the buyer of a sale that begins under the cart, and refuses the old total", async () => {
  const { id } = await newVariant(1000);
  const cart = await buyer.readyCart(id, EMAIL);
  await newList([{ variantId: id, amount: 750 }]);
  const read = (await shop.ask("GET", `/v1/carts/${cart.id}`)).body;
  expect(read.totals.subtotal.amount).toBe(750);
  expect(read.messages.map(({ code }: Json) => code)).toEqual(["price_changed"]);
  const refused = await shop.ask("POST", "/v1/orders", {
    body: {
      cartId: cart.id,
      payment: { method: "card", token: "pm_card_visa" },
      expectedTotal: cart.totals.total,
    },
    headers: { "idempotency-key": crypto.randomUUID() },
  });
  expect([refused.status, refused.body.code]).toEqual([409, "total_changed"]);
});

test("prices the units that join an order by its country and the groups of its account", async () => {
  const { member, userId } = await newMember();
  const [bought, inMarket, ofGroup] = [
    await newVariant(2000),
    await newVariant(1999),
    await newVariant(1999),
  ];
  const group = await staff("POST", "/customer-groups", { title: "VIP", customerIds: [userId] });
  await newList([{ variantId: ofGroup.id, amount: 1313 }], { customerGroupId: group.id });
  const list = await newList([{ variantId: inMarket.id, amount: 1717 }]);
  const body = { name: "Home", countries: ["DE"], currency: "EUR", priceListIds: [list.id] };
  const market = await staff("POST", "/markets", body);
  const { order } = await buy(bought.id, 1, member);

  const path = `/orders/${order.id}`;
  const add = [inMarket, ofGroup].map(({ id }) => ({ variantId: id, quantity: 3 }));
  const edited = await staff("POST", `${path}/edits`, { add });
  const unitPrices = edited.lines.map(({ unitPrice }: Json) => unitPrice.amount);
  expect(unitPrices).toEqual([2000, 1717, 1313]);
  expect(edited.amountDue.amount).toBe(3 * 1717 + 3 * 1313);
  const paid = await shop.ask("POST", `/v1${path}/payments`, {
    ...member,
    body: { method: "card", token: "pm_card_visa" },
    headers: { "idempotency-key": crypto.randomUUID() },
  });
  expect(paid.body.amountDue.amount).toBe(0);

  await staff("POST", `${path}/shipments`, {});
  await staff("POST", `${path}/deliver`, {});
  const wish = {
    lines: [{ lineId: order.lines[0].id, quantity: 1, reason: "no_longer_wanted" }],
    resolution: "exchange",
    exchangeFor: [inMarket, ofGroup].map(({ id }) => ({ variantId: id, quantity: 1 })),
  };
  const asked = await shop.ask("POST", `/v1${path}/returns`, {
    ...member,
    body: wish,
    headers: { "idempotency-key": crypto.randomUUID() },
  });
  expect(asked.body.exchange.difference.amount).toBe(1717 + 1313 - 2000);
  await staff("DELETE", `/markets/${market.id}`);
  await staff("DELETE", `/price-lists/${list.id}`);
});
