import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startWorkerd, type Workerd } from "#dev/workerd";
import { ADDRESS, type Buying, buying } from "./buying";
import { newCustomer, signIn } from "./security/principals";
import { BOOT_MS, PATIENCE_MS, type ServedShop, startServed } from "./security/shop";
import { clientOf, eventually, type Json } from "./system";

/** How long the shop may show what staff have changed. */
const FRESH_MS = 2000;

/** Two processes of the production runtime: a change goes through one, and shoppers read both. */
setDefaultTimeout(PATIENCE_MS);
let shop: ServedShop;
let other: Workerd;
let folder: string;
let token: string;
let buy: Buying;
beforeAll(async () => {
  shop = await startServed();
  folder = mkdtempSync(join(tmpdir(), "bodega-other-"));
  const { variables } = shop;
  other = await startWorkerd({ port: 0, variables, folder, print: () => undefined });
  token = (await signIn(shop, "staff@bodega.test")).token;
  buy = buying(shop, token);
}, BOOT_MS);
afterAll(async () => {
  await other?.stop();
  await shop?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const staff = async (method: string, path: string, body?: Json): Promise<Json> => {
  const headers = { "idempotency-key": crypto.randomUUID() };
  return (await shop.ask(method, `/v1/admin${path}`, { token, headers, body })).body;
};

/** Returns what each gateway shows of a product: in the list of its tag, in its detail and in the search. */
const viewsOf = ({ id, tags: [tag] }: Json) =>
  [shop.ask, clientOf(other.url)].flatMap((ask) => [
    async () => (await ask("GET", `/v1/products?tag=${tag}`)).body.data[0],
    async () => {
      const { status, body } = await ask("GET", `/v1/products/${id}`);
      return status === 200 ? body : undefined;
    },
    async () => (await ask("GET", `/v1/search?q=${tag}`)).body.data[0],
  ]);

const created = async (): Promise<Json> => {
  const tag = `fresh${crypto.randomUUID().slice(0, 8)}`;
  const prices = [{ currency: "EUR", amount: 2900 }];
  const product = await staff("POST", "/products", {
    ...{ title: `Lantern ${tag}`, status: "published", tags: [tag] },
    variants: [{ sku: tag, prices, quantity: 4 }],
  });
  for (const view of viewsOf(product))
    await eventually("the product", view, (shown) => shown?.id === product.id);
  return product;
};

/** Buys a product as a new account, and submits a review of it. Returns the review. */
const reviewed = async ({ id, variants: [variant] }: Json): Promise<Json> => {
  const { token: buyer } = await newCustomer(shop);
  const keyed = { token: buyer, headers: { "idempotency-key": crypto.randomUUID() } };
  const lines = [{ variantId: variant.id, quantity: 1 }];
  const { body: cart } = await shop.ask("POST", "/v1/carts", { token: buyer, body: { lines } });
  const person = { email: "reader@example.com", shippingAddress: ADDRESS };
  const ready = { ...person, shippingOptionId: "sho_de_express" };
  await shop.ask("PATCH", `/v1/carts/${cart.id}`, { token: buyer, body: ready });
  const payment = { method: "card", token: "pm_card_visa" };
  const order = { cartId: cart.id, payment };
  expect((await shop.ask("POST", "/v1/orders", { ...keyed, body: order })).status).toBe(201);
  const body = { rating: 4, title: "Warm light", body: "It dims well.", author: "Ada L." };
  const answer = await shop.ask("POST", `/v1/products/${id}/reviews`, { ...keyed, body });
  expect(answer.status).toBe(201);
  return answer.body;
};

interface Shown {
  title: string;
  rating: { count: number };
  price?: { amount: number };
  available?: boolean;
  variants?: { price: { amount: number }; available: boolean }[];
}
/** The price and availability of a product in a list or detail, and in results of the search. */
const amountOf = ({ price, variants }: Shown) => (variants?.[0]?.price ?? price)?.amount;
const isAvailable = ({ available, variants }: Shown) => variants?.[0]?.available ?? available;

/** Does what comes before a change, and returns the change. */
type Preparation = (product: Json) => (() => Promise<unknown>) | Promise<() => Promise<unknown>>;

const CHANGES: [string, Preparation, (shown: Json) => boolean][] = [
  [
    "price",
    ({ variants: [{ id }] }) =>
      () =>
        staff("PUT", `/variants/${id}/prices`, { prices: [{ currency: "EUR", amount: 1900 }] }),
    (shown) => amountOf(shown) === 1900,
  ],
  [
    "stock",
    ({ variants: [{ id }] }) =>
      () =>
        buy.setStock(id, 0),
    (shown) => isAvailable(shown) === false,
  ],
  [
    "title",
    ({ id, tags: [tag] }) =>
      () =>
        staff("PATCH", `/products/${id}`, { title: `Lamp ${tag}` }),
    ({ title }) => title.startsWith("Lamp"),
  ],
  [
    "status",
    ({ id }) =>
      () =>
        staff("PATCH", `/products/${id}`, { status: "archived" }),
    (shown) => shown === undefined,
  ],
  [
    "price list",
    ({ variants: [{ id }] }) =>
      () =>
        staff("POST", "/price-lists", {
          ...{ title: "Sale", currency: "EUR", prices: [{ variantId: id, amount: 1700 }] },
        }),
    (shown) => amountOf(shown) === 1700,
  ],
  [
    "review",
    async (product) => {
      const { id } = await reviewed(product);
      return () => staff("PATCH", `/reviews/${id}`, { status: "approved" });
    },
    ({ rating }) => rating.count === 1,
  ],
];

test.each(CHANGES)(
  "shows a changed %s within two seconds in the list, detail and search of both gateways",
  async (_, change, holds) => {
    const product = await created();
    const views = viewsOf(product);
    const apply = await change(product);
    // Both gateways keep the former answers at the moment of the change.
    await Promise.all(views.map((view) => view()));
    await apply();
    const changedAt = performance.now();
    const delaysMs = await Promise.all(
      views.map(async (view) => {
        await eventually("the change", view, (shown) => holds(shown));
        return Math.round(performance.now() - changedAt);
      }),
    );
    expect(Math.max(...delaysMs)).toBeLessThan(FRESH_MS);
  },
);
