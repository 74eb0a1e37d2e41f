import { afterAll, beforeAll, expect, test } from "bun:test";
import type { AdminProduct } from "#catalog/admin-products.contract";
import { lampInput } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import type { Product } from "#contract/catalog";
import type { Actor } from "#kernel/actor";
import type { Page } from "#kernel/routes/page";
import { userActor } from "#kernel/testing";
import { asPricer } from "./pricing.testing";

const HOUR_MS = 3_600_000;

let catalog: TestCatalog;
let shop: ReturnType<typeof asPricer>;
beforeAll(async () => {
  catalog = await testCatalog();
  shop = asPricer(catalog);
});
afterAll(() => catalog.stop());

/** Creates a product whose first variant costs 10.00 EUR. */
const newProduct = async () => {
  const { body } = await shop.staff<AdminProduct>("POST", "/products", lampInput());
  return { slug: body.slug, variantId: body.variants[0]?.id ?? "" };
};
const euro = (amount: number) => ({ amount, currency: "EUR" });
const read = async (
  slug: string,
  { query = "", actor }: { query?: string; actor?: Actor } = {},
) => {
  const response = await catalog.ask(`/v1/products/${slug}${query}`, actor ? { actor } : {});
  const product = (await response.json()) as Product;
  return { product, variant: product.variants[0], headers: response.headers };
};

test("shows the lowest price, the price that it reduces, and tiers", async () => {
  const { slug, variantId } = await newProduct();
  expect((await read(slug)).variant).toMatchObject({ price: euro(1000), compareAtPrice: null });
  const startsAt = new Date(catalog.clock.now() + HOUR_MS).toISOString();
  const prices = [
    { variantId, amount: 800 },
    { variantId, amount: 700, minQuantity: 5 },
  ];
  await shop.list({ startsAt, prices });
  expect((await read(slug)).variant).not.toHaveProperty("tiers");
  catalog.clock.advance(HOUR_MS);
  expect((await read(slug)).variant).toMatchObject({
    price: euro(800),
    compareAtPrice: euro(1000),
    tiers: [{ minQuantity: 5, price: euro(700) }],
  });
});

test("keeps the former price that staff have written", async () => {
  const { slug, variantId } = await newProduct();
  const prices = [{ currency: "EUR", amount: 1000, compareAt: 1500 }];
  await shop.staff("PUT", `/variants/${variantId}/prices`, { prices });
  await shop.list({ prices: [{ variantId, amount: 900 }] });
  expect((await read(slug)).variant).toMatchObject({
    ...{ price: euro(900), compareAtPrice: euro(1500) },
  });
});

test("shows the prices of a group to its members only, and in no shared cache", async () => {
  const { slug, variantId } = await newProduct();
  const member = userActor("customer");
  const group = await shop.staff("POST", "/customer-groups", {
    ...{ title: "Club", customerIds: [member.userId] },
  });
  const customerGroupId = group.body.id;
  expect((await read(slug)).headers.has("bodega-members")).toBe(false);
  await shop.list({ customerGroupId, prices: [{ variantId, amount: 600 }] });

  const mine = await read(slug, { actor: member });
  expect(mine.variant?.price).toEqual(euro(600));
  expect(mine.headers.get("cache-control")).toBe("private, no-store");
  const other = await read(slug, { actor: userActor("customer") });
  expect(other.variant?.price).toEqual(euro(1000));
  const guest = await read(slug);
  expect(guest.variant?.price).toEqual(euro(1000));
  expect(guest.headers.get("cache-control")).toContain("s-maxage");
  expect([guest.headers.get("bodega-members"), guest.headers.get("vary")]).toEqual([
    ...["1", "x-bodega-actor, Accept-Language, Authorization"],
  ]);
  expect(JSON.stringify(guest.product)).not.toContain("600");

  const list = await catalog.ask("/v1/products?limit=100", { actor: member });
  expect(list.headers.get("cache-control")).toBe("private, no-store");
  const { data } = (await list.json()) as Page<Product>;
  const listed = data.find((product) => product.slug === slug);
  expect(listed?.variants[0]?.price).toEqual(euro(600));
});

test("chooses the market and the currency by the country", async () => {
  const { slug, variantId } = await newProduct();
  const prices = [
    { currency: "EUR", amount: 1000 },
    { currency: "USD", amount: 1200 },
  ];
  await shop.staff("PUT", `/variants/${variantId}/prices`, { prices });
  const list = await shop.list({ prices: [{ variantId, amount: 950 }] });
  const market = async (body: object) => (await shop.staff("POST", "/markets", body)).body.id;
  const eu = { name: "EU", countries: ["DE"], currency: "EUR", priceListIds: [list.id] };
  const us = { name: "US", countries: ["US"], currency: "USD" };
  const [euId, usId] = [await market(eu), await market(us)];
  const priceIn = async (query: string) => {
    const { product, variant } = await read(slug, { query });
    return [variant?.price, product.market?.id];
  };
  expect(await priceIn("?country=DE")).toEqual([euro(950), euId]);
  expect(await priceIn("?country=US")).toEqual([{ amount: 1200, currency: "USD" }, usId]);
  expect(await priceIn("?currency=USD")).toEqual([{ amount: 1200, currency: "USD" }, usId]);
  expect(await priceIn("?country=US&currency=EUR")).toEqual([euro(1000), usId]);
  expect(await priceIn("?country=CH")).toEqual([euro(1000), undefined]);
  expect((await catalog.ask(`/v1/products/${slug}?country=XX`)).status).toBe(400);
});

test("pages through the products of a country, and refuses its cursor in another one", async () => {
  await newProduct();
  const page = async (query: string) => catalog.ask(`/v1/products?limit=1&sort=price&${query}`);
  const first = (await (await page("country=DE")).json()) as Page<Product>;
  const cursor = `cursor=${first.nextCursor}`;
  const second = (await (await page(`country=DE&${cursor}`)).json()) as Page<Product>;
  expect(second.data[0]?.id).not.toBe(first.data[0]?.id);
  expect((await page(`country=US&${cursor}`)).status).toBe(400);
});
