import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { eventually, type Json, type System, startSystem } from "./system";

/** Categories and collections over the gateway: what staff change is what shoppers see. */
const BOOT_MS = 120_000;
setDefaultTimeout(60_000);
let shop: System;
let token: string;
beforeAll(async () => {
  shop = await startSystem();
  const credentials = { email: "staff@bodega.test", password: "corner-shop-2026" };
  token = (await shop.ask("POST", "/v1/auth/login", { body: credentials })).body.accessToken;
}, BOOT_MS);
afterAll(() => shop?.stop());

const staff = (method: string, path: string, body?: unknown) =>
  shop.ask(method, `/v1/admin${path}`, { token, ...(body === undefined ? {} : { body }) });
const slugsIn = async (query: string): Promise<string[]> =>
  (await shop.ask("GET", `/v1/products?limit=100&${query}`)).body.data.map(
    ({ slug }: Json) => slug,
  );
const total = async (category: string): Promise<number> =>
  (await shop.ask("GET", `/v1/search?category=${category}`)).body.total;

test("shows the seeded collections, one in its order and one by its rules", async () => {
  const { body } = await shop.ask("GET", "/v1/collections");
  expect(body.data.map(({ slug }: Json) => slug).toSorted()).toEqual([
    "small-gifts",
    "table-for-two",
  ]);
  expect((await slugsIn("collection=table-for-two&sort=position"))[0]).toBe("stoneware-mug");
  const gifts = (await shop.ask("GET", "/v1/products?collection=small-gifts&limit=100")).body.data;
  expect(gifts.length).toBeGreaterThan(3);
  for (const { tags, variants } of gifts) {
    expect(tags).toContain("gift");
    expect(Math.min(...variants.map(({ price }: Json) => price.amount))).toBeLessThan(5000);
  }
});

test("moves a category: lists and search follow, and its former slug redirects", async () => {
  const { body: tree } = await staff("GET", "/categories");
  const find = (slug: string) => tree.data.find((category: Json) => category.slug === slug);
  const before = await slugsIn("category=tableware");
  expect(await slugsIn("category=home")).not.toContain(before[0]);
  const { id } = find("tableware");
  const moved = await staff("POST", `/categories/${id}/move`, { parentId: find("home").id });
  expect([moved.status, moved.body.path.map(({ slug }: Json) => slug)]).toEqual([
    200,
    ["home", "tableware"],
  ]);
  await eventually(
    "the products are listed below the new parent",
    () => slugsIn("category=home"),
    (slugs) => before.every((slug) => slugs.includes(slug)),
  );
  const renamed = await staff("PATCH", `/categories/${id}`, { slug: "dishes", name: "Dishes" });
  expect(renamed.status).toBe(200);
  expect(await slugsIn("category=dishes")).toEqual(before);
  const redirect = await shop.ask("GET", "/v1/categories/tableware");
  expect([redirect.status, redirect.headers.get("location")]).toEqual([
    301,
    "/v1/categories/dishes",
  ]);
  await eventually(
    "the search finds them by the new slug",
    () => total("dishes"),
    (found) => found === before.length,
  );
});

test("fills a new collection by its rules, and knows it no more when it is deleted", async () => {
  const created = await staff("POST", "/collections", {
    kind: "rule",
    title: "Wool",
    rules: [{ field: "tag", op: "is", value: "wool" }],
  });
  expect(created.status).toBe(201);
  const { id } = created.body;
  await eventually(
    "all products are compared",
    async () => (await staff("GET", `/collections/${id}`)).body.filled,
    Boolean,
  );
  const inShop = await slugsIn("tag=wool");
  expect(inShop.length).toBeGreaterThan(0);
  expect(await slugsIn("collection=wool")).toEqual(inShop);
  expect((await staff("DELETE", `/collections/${id}`)).status).toBe(204);
  const gone = await shop.ask("GET", "/v1/products?collection=wool");
  expect([gone.status, gone.body.errors[0].code]).toEqual([400, "unknown_collection"]);
  expect((await shop.ask("GET", "/v1/collections/wool")).status).toBe(404);
});
