import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import type { AdminProduct } from "#catalog/admin-products.contract";
import type { SearchPage } from "#catalog/search.contract";
import { lampInput } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import type { Product } from "#contract/catalog";
import { priceRefreshes } from "#db/catalog/price.schema";
import type { Page } from "#kernel/routes/page";
import { inCall, userActor } from "#kernel/testing";
import { asPricer } from "./pricing.testing";

const HOUR_MS = 3_600_000;

let catalog: TestCatalog;
let shop: ReturnType<typeof asPricer>;
let tag: string;
beforeAll(async () => {
  catalog = await testCatalog();
  shop = asPricer(catalog);
  await catalog.indexing.reindex();
});
beforeEach(() => {
  tag = `t${crypto.randomUUID().slice(0, 8)}`;
});
afterAll(() => catalog.stop());

/** Creates a product with the tag of the test, of one variant. */
const newProduct = async (title: string, amount: number) => {
  const variants = [{ prices: [{ currency: "EUR", amount }], quantity: 5 }];
  const input = lampInput({ title: `${title} ${tag}`, tags: [tag], options: [], variants });
  const { body } = await shop.staff<AdminProduct>("POST", "/products", input);
  return body.variants[0]?.id ?? "";
};
/** Delivers events until there are none. */
const settle = async () => {
  while ((await catalog.deliver()).length > 0);
};
const sweep = async () => {
  await inCall(() => catalog.sweep());
  await settle();
};
const inHours = (hours: number) => new Date(catalog.clock.now() + hours * HOUR_MS).toISOString();

/** Returns the first words of titles and the prices that lists and the search show, in their orders. */
const listed = async (query = "") => {
  const list = await catalog.ask(`/v1/products?tag=${tag}&sort=price${query}`);
  const { data } = (await list.json()) as Page<Product>;
  return data.map(({ title, variants }) => [title.split(" ")[0], variants[0]?.price.amount]);
};
const hits = async (query = "") => {
  const found = await catalog.ask(`/v1/search?tag=${tag}&sort=price${query}`);
  return ((await found.json()) as SearchPage).data;
};
const found = async (query = "") =>
  (await hits(query)).map(({ title, price }) => [title.split(" ")[0], price?.amount]);

test("orders, filters and finds products by the price of a list from its beginning to its end", async () => {
  const lamp = await newProduct("Lamp", 1000);
  await newProduct("Vase", 900);
  const prices = [{ variantId: lamp, amount: 500 }];
  await shop.list({ startsAt: inHours(1), endsAt: inHours(2), prices });
  await settle();
  const usual = [
    ["Vase", 900],
    ["Lamp", 1000],
  ];
  expect([await listed(), await found()]).toEqual([usual, usual]);

  const cheap = "&priceMax=600";
  const reduced = [
    ["Lamp", 500],
    ["Vase", 900],
  ];
  catalog.clock.advance(HOUR_MS);
  await sweep();
  expect([await listed(), await found()]).toEqual([reduced, reduced]);
  expect([await listed(cheap), await found(cheap)]).toEqual([[["Lamp", 500]], [["Lamp", 500]]]);
  expect((await hits())[0]).toMatchObject({
    compareAtPrice: { amount: 1000, currency: "EUR" },
    lowestPrice30Days: { amount: 1000, currency: "EUR" },
    priceMax: { amount: 500 },
  });

  catalog.clock.advance(HOUR_MS);
  await sweep();
  expect([await listed(), await found()]).toEqual([usual, usual]);
  expect([await listed(cheap), await found(cheap)]).toEqual([[], []]);
  expect((await hits())[1]).not.toHaveProperty("lowestPrice30Days");
});

test("follows a list that staff create, change and delete, without a sweep", async () => {
  const lamp = await newProduct("Lamp", 1000);
  const other = await newProduct("Other", 1000);
  const { id } = await shop.list({ prices: [{ variantId: lamp, amount: 700 }] });
  await settle();
  expect(await found("&priceMax=800")).toEqual([["Lamp", 700]]);
  const prices = [{ variantId: other, amount: 600 }];
  await shop.staff("PATCH", `/price-lists/${id}`, { prices });
  await settle();
  expect([await listed("&priceMax=800"), await found("&priceMax=800")]).toEqual([
    [["Other", 600]],
    [["Other", 600]],
  ]);
  await shop.staff("DELETE", `/price-lists/${id}`);
  await settle();
  expect([await listed("&priceMax=800"), await found("&priceMax=800")]).toEqual([[], []]);
});

test("shows the prices of the market that guests have, and not those of another one or a group", async () => {
  const [lamp, vase, bowl] = [
    await newProduct("Lamp", 1000),
    await newProduct("Vase", 1000),
    await newProduct("Bowl", 1000),
  ];
  const member = userActor("customer");
  const club = { title: "Club", customerIds: [member.userId] };
  const group = await shop.staff("POST", "/customer-groups", club);
  await shop.list({
    ...{ customerGroupId: group.body.id, prices: [{ variantId: bowl, amount: 1 }] },
  });
  const first = await shop.list({ prices: [{ variantId: lamp, amount: 800 }] });
  const second = await shop.list({ prices: [{ variantId: vase, amount: 700 }] });
  const market = async (country: string, listId: string) => {
    const body = { name: country, countries: [country], currency: "EUR", priceListIds: [listId] };
    return (await shop.staff("POST", "/markets", body)).body.id;
  };
  const oldest = await market("IE", first.id);
  catalog.clock.advance(1);
  const next = await market("PT", second.id);
  await settle();
  const cheap = "&priceMax=900";
  expect([await listed(cheap), await found(cheap)]).toEqual([[["Lamp", 800]], [["Lamp", 800]]]);
  await shop.staff("DELETE", `/markets/${oldest}`);
  await shop.staff("DELETE", `/price-lists/${first.id}`);
  await settle();
  expect([await listed(cheap), await found(cheap)]).toEqual([[["Vase", 700]], [["Vase", 700]]]);
  await shop.staff("PATCH", `/markets/${next}`, { priceListIds: [] });
  await shop.staff("DELETE", `/markets/${next}`);
  await shop.staff("DELETE", `/price-lists/${second.id}`);
  await settle();
  expect(await found(cheap)).toEqual([]);
});

test("orders, filters and pages a list in a country by the prices of its market", async () => {
  const ids = [
    await newProduct("Lamp", 1000),
    await newProduct("Vase", 1100),
    await newProduct("Bowl", 1200),
    await newProduct("Rug", 1300),
  ];
  const reduced = (...amounts: [number, number][]) =>
    shop.list({ prices: amounts.map(([nth, amount]) => ({ variantId: ids[nth], amount })) });
  const everyone = await reduced([3, 1050]);
  const oldest = await reduced([2, 500]);
  const other = await reduced([1, 400], [3, 900]);
  const market = async (country: string, listId: string) => {
    catalog.clock.advance(1);
    const body = { name: country, countries: [country], currency: "EUR", priceListIds: [listId] };
    return (await shop.staff("POST", "/markets", body)).body.id;
  };
  const marketIds = [await market("NL", oldest.id), await market("BE", other.id)];
  await settle();

  const guests = [
    ["Bowl", 500],
    ["Lamp", 1000],
    ["Rug", 1050],
    ["Vase", 1100],
  ];
  const belgian = [
    ["Vase", 400],
    ["Rug", 900],
    ["Lamp", 1000],
    ["Bowl", 1200],
  ];
  const without = [
    ["Lamp", 1000],
    ["Rug", 1050],
    ["Vase", 1100],
    ["Bowl", 1200],
  ];
  expect([await listed(), await listed("&country=NL")]).toEqual([guests, guests]);
  expect(await listed("&country=BE")).toEqual(belgian);
  expect(await listed("&country=CH")).toEqual(without);
  expect(await listed("&country=BE&priceMax=1000")).toEqual(belgian.slice(0, 3));
  expect(await listed("&country=BE&priceMin=1000")).toEqual(belgian.slice(2));
  const paged: unknown[] = [];
  for (let cursor = ""; ; ) {
    const answer = await catalog.ask(
      `/v1/products?tag=${tag}&sort=-price&limit=1&country=BE${cursor}`,
    );
    const { data, nextCursor } = (await answer.json()) as Page<Product>;
    paged.push(...data.map(({ variants }) => variants[0]?.price.amount));
    if (nextCursor === null) break;
    cursor = `&cursor=${nextCursor}`;
  }
  expect(paged).toEqual([1200, 1000, 900, 400]);

  await shop.staff("PATCH", `/markets/${marketIds[1]}`, { priceListIds: [] });
  await settle();
  // A list that no market names applies everywhere.
  expect([await listed("&country=BE"), await listed("&country=CH")]).toEqual([belgian, belgian]);
  expect(await listed()).toEqual([
    ["Vase", 400],
    ["Bowl", 500],
    ["Rug", 900],
    ["Lamp", 1000],
  ]);
  for (const id of marketIds) await shop.staff("DELETE", `/markets/${id}`);
  for (const { id } of [everyone, oldest, other]) await shop.staff("DELETE", `/price-lists/${id}`);
  await settle();
});

test("refreshes more products than one step has, and plans nothing for a list that stays", async () => {
  const input = (nth: number) => `bulk-${tag}-${nth},Bulk,,,,"${tag}",true,,,,,,,9.00,,,,,active`;
  const header =
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,Image Src,Image Position,Image Alt Text,Status";
  await catalog.load([header, ...Array.from({ length: 300 }, (_, nth) => input(nth))].join("\n"));
  const { data } = (await (
    await catalog.ask(`/v1/products?tag=${tag}&limit=100`)
  ).json()) as Page<Product>;
  expect(data).toHaveLength(100);
  const ids: { id: string }[] = await catalog.db.read.all(
    `select v.id from variants v join products p on p.id = v.product_id where p.slug like 'bulk-${tag}-%'`,
  );
  const prices = ids.map(({ id: variantId }) => ({ variantId, amount: 450 }));
  const { id } = await shop.list({ prices });
  await settle();
  expect(
    (
      (await catalog
        .ask(`/v1/search?tag=${tag}&priceMax=500&limit=1`)
        .then((one) => one.json())) as SearchPage
    ).total,
  ).toBe(300);
  catalog.clock.advance(1);
  await shop.staff("PATCH", `/price-lists/${id}`, { title: "Renamed" });
  expect(await catalog.db.read.select().from(priceRefreshes)).toEqual([]);
});
