import { afterAll, beforeAll, expect, test } from "bun:test";
import type { AdminProduct } from "#catalog/admin-products.contract";
import { lampInput } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import { priceHistory } from "#db/catalog/price.schema";
import { userActor } from "#kernel/testing";
import { asPricer } from "./pricing.testing";

const DAY_MS = 86_400_000;

let catalog: TestCatalog;
let shop: ReturnType<typeof asPricer>;
beforeAll(async () => {
  catalog = await testCatalog();
  shop = asPricer(catalog);
});
afterAll(() => catalog.stop());

const newProduct = async (more: object = {}) => {
  const { body } = await shop.staff<AdminProduct>("POST", "/products", lampInput(more));
  return { id: body.id, slug: body.slug, variantId: body.variants[0]?.id ?? "" };
};
const days = (count: number) => catalog.clock.advance(count * DAY_MS);
const inDays = (count: number) => new Date(catalog.clock.now() + count * DAY_MS).toISOString();
/** Sets the price of a variant in EUR. */
const setPrice = (variantId: string, amount: number, compareAt?: number) =>
  shop.staff("PUT", `/variants/${variantId}/prices`, {
    prices: [{ currency: "EUR", amount, ...(compareAt === undefined ? {} : { compareAt }) }],
  });
/** Returns the price of the first variant, and the lowest one before it. */
const shownAt = async (slug: string, query = "") => {
  const [variant] = (await catalog.product(slug, query)).variants;
  return [variant?.price.amount, variant?.lowestPrice30Days?.amount];
};
const rowsOf = async (variantId: string) =>
  (await catalog.db.read.select().from(priceHistory)).filter((row) => row.variantId === variantId);

test("shows the lowest price of the 30 days before a reduction, as long as it lasts", async () => {
  const { slug, variantId } = await newProduct();
  expect(await shownAt(slug)).toEqual([1000, undefined]);
  days(10);
  await setPrice(variantId, 850);
  days(10);
  await setPrice(variantId, 900);
  days(31);
  await setPrice(variantId, 1000);
  expect(await shownAt(slug)).toEqual([1000, undefined]);
  days(5);
  await setPrice(variantId, 800, 1000);
  expect(await shownAt(slug)).toEqual([800, 900]);
  days(60);
  expect(await shownAt(slug)).toEqual([800, 900]);
  await setPrice(variantId, 800, 1100);
  expect(await shownAt(slug)).toEqual([800, 900]);
});

test("shows the reduced price itself when only the former price is raised", async () => {
  const { slug, variantId } = await newProduct();
  days(10);
  await setPrice(variantId, 1000, 2000);
  expect(await shownAt(slug)).toEqual([1000, 1000]);
});

test("shows no lowest price when a product begins with a reduction, or was a draft before", async () => {
  const { id, slug, variantId } = await newProduct({ status: "draft" });
  days(1);
  await setPrice(variantId, 100);
  days(1);
  await setPrice(variantId, 900, 1000);
  await shop.staff("PATCH", `/products/${id}`, { status: "published" });
  expect(await shownAt(slug)).toEqual([900, undefined]);
  expect(await rowsOf(variantId)).toEqual([]);
});

test("counts from the beginning of a list, and remembers lists that have ended or are deleted", async () => {
  const { slug, variantId } = await newProduct();
  days(40);
  const sale = await shop.list({
    ...{ startsAt: inDays(1), endsAt: inDays(3), prices: [{ variantId, amount: 700 }] },
  });
  expect(await shownAt(slug)).toEqual([1000, undefined]);
  days(1);
  expect(await shownAt(slug)).toEqual([700, 1000]);
  days(4);
  expect(await shownAt(slug)).toEqual([1000, undefined]);
  await shop.staff("DELETE", `/price-lists/${sale.id}`);
  await shop.list({ prices: [{ variantId, amount: 800 }] });
  expect(await shownAt(slug)).toEqual([800, 700]);
  const [row] = await rowsOf(variantId);
  expect((row?.untilMs ?? 0) - (row?.fromMs ?? 0)).toBe(2 * DAY_MS);
});

test("keeps the beginning of a price that a change of its list leaves as it is", async () => {
  const { slug, variantId } = await newProduct();
  days(40);
  const list = await shop.list({ prices: [{ variantId, amount: 700 }] });
  days(5);
  await shop.staff("PATCH", `/price-lists/${list.id}`, { title: "Renamed", endsAt: inDays(9) });
  expect(await shownAt(slug)).toEqual([700, 1000]);
  expect(await rowsOf(variantId)).toEqual([]);
  const prices = [{ variantId, amount: 600 }];
  await shop.staff("PATCH", `/price-lists/${list.id}`, { prices });
  expect(await shownAt(slug)).toEqual([600, 700]);
  await shop.staff("PATCH", `/price-lists/${list.id}`, { startsAt: inDays(2) });
  days(2);
  expect(await shownAt(slug)).toEqual([600, 700]);
});

test("counts a price again after a lower one has ended", async () => {
  const { slug, variantId } = await newProduct();
  days(40);
  await setPrice(variantId, 800, 1000);
  days(10);
  await shop.list({ endsAt: inDays(2), prices: [{ variantId, amount: 500 }] });
  expect(await shownAt(slug)).toEqual([500, 800]);
  days(3);
  expect(await shownAt(slug)).toEqual([800, 500]);
});

test("counts the prices of a market in it only, and those of a group for its members only", async () => {
  const { slug, variantId } = await newProduct();
  days(40);
  const market = await shop.list({ prices: [{ variantId, amount: 600 }] });
  const body = { name: "EU", countries: ["FR"], currency: "EUR", priceListIds: [market.id] };
  const { id } = (await shop.staff("POST", "/markets", body)).body;
  days(5);
  await shop.staff("PATCH", `/markets/${id}`, { priceListIds: [] });
  await shop.staff("DELETE", `/price-lists/${market.id}`);
  const member = userActor("customer");
  const group = await shop.staff("POST", "/customer-groups", {
    ...{ title: "Club", customerIds: [member.userId] },
  });
  const club = { customerGroupId: group.body.id, prices: [{ variantId, amount: 300 }] };
  const ofGroup = await shop.list(club);
  days(5);
  await shop.staff("DELETE", `/price-lists/${ofGroup.id}`);
  await shop.list({ prices: [{ variantId, amount: 700 }] });
  expect(await shownAt(slug, "?country=FR")).toEqual([700, 600]);
  expect(await shownAt(slug, "?country=US")).toEqual([700, 1000]);
});

test("remembers prices that a bulk change and a product file replace", async () => {
  const { id, slug, variantId } = await newProduct();
  await setPrice(variantId, 1200, 2000);
  days(10);
  await shop.staff("POST", "/products/bulk", { ids: [id], set: { priceFactor: 0.5 } });
  while ((await catalog.deliver()).length > 0);
  expect(await shownAt(slug)).toEqual([600, 1200]);
  days(10);
  const [sku] = (await catalog.product(slug)).variants.map((variant) => variant.sku);
  await catalog.load(`Handle,Variant SKU,Variant Price\n${slug},${sku},5.50`);
  expect(await shownAt(slug)).toEqual([550, 600]);
  expect((await rowsOf(variantId)).map(({ amountMinor }) => amountMinor)).toEqual([1200, 600]);
});

test("deletes prices that no reduction needs, and keeps the others", async () => {
  const [plain, reduced] = [await newProduct(), await newProduct()];
  days(10);
  await setPrice(plain.variantId, 1100);
  await setPrice(reduced.variantId, 800, 1000);
  for (let month = 0; month < 3; month += 1) {
    days(31);
    await catalog.sweep();
  }
  expect(await rowsOf(plain.variantId)).toEqual([]);
  expect(await rowsOf(reduced.variantId)).toHaveLength(1);
  expect(await shownAt(reduced.slug)).toEqual([800, 1000]);
  await setPrice(reduced.variantId, 1000);
  days(40);
  await catalog.sweep();
  expect(await rowsOf(reduced.variantId)).toEqual([]);
});
