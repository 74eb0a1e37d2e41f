import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { asStaff } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import type { Product } from "#contract/catalog";
import { STEP_PRODUCTS } from "./collection-products.store";
import type {
  AdminCollection,
  CollectionRule,
  CollectionWithProducts,
} from "./collections.contract";

let catalog: TestCatalog;
let staff: ReturnType<typeof asStaff>;
beforeEach(async () => {
  catalog = await testCatalog();
  staff = asStaff(catalog);
});
afterEach(() => catalog.stop());

/** What answers of the routes have, each some of it. */
type Body = CollectionWithProducts & {
  code: string;
  errors: { pointer: string }[];
  data: AdminCollection[];
};
const send = (
  method: string,
  path: string,
  ...rest: [body?: unknown, headers?: Record<string, string>]
) => staff<Body>(method, `/collections${path}`, ...rest);
const create = async (body: object): Promise<CollectionWithProducts> => {
  const answer = await send("POST", "", body);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
};
const ruled = async (title: string, rules: CollectionRule[], match = "all") => {
  const made = await create({ kind: "rule", title, rules, match });
  await deliverAll();
  return made;
};
const deliverAll = async () => {
  while (catalog.queue.published.length > 0) await catalog.deliver();
};
const slugsIn = async (collection: string, query = "&sort=title") => {
  const answer = await catalog.ask(`/v1/products?collection=${collection}&limit=100${query}`);
  if (answer.status !== 200) return [answer.status, answer.headers.get("location")];
  return ((await answer.json()) as { data: Product[] }).data.map(({ slug }) => slug);
};
const HEADER =
  "Handle,Title,Vendor,Type,Tags,Variant SKU,Variant Price,Variant Inventory Tracker,Variant Inventory Qty";
const load = async (...rows: string[]) => {
  await catalog.load([HEADER, ...rows].join("\n"));
  await deliverAll();
};
const SHOP = [
  'lamp,Paper Lamp,Hinode,Lamps,"gift,new",lamp,12.00,shopify,3',
  'rug,Wool Rug,Fjord,Rugs,"wool",rug,90.00,shopify,0',
  'scarf,Wool Scarf,FJORD,Wear,"Gift,wool",scarf,30.00,shopify,5',
];

describe("rules", () => {
  const CASES: [string, CollectionRule[], string, string[]][] = [
    ["a tag in any case", [{ field: "tag", op: "is", value: "GIFT" }], "all", ["lamp", "scarf"]],
    ["a missing tag", [{ field: "tag", op: "isNot", value: "gift" }], "all", ["rug"]],
    ["a brand", [{ field: "brand", op: "is", value: "fjord" }], "all", ["rug", "scarf"]],
    [
      "a lower price",
      [{ field: "price", op: "lessThan", value: { amount: 3000, currency: "EUR" } }],
      "all",
      ["lamp"],
    ],
    [
      "a higher price",
      [{ field: "price", op: "greaterThan", value: { amount: 1200, currency: "EUR" } }],
      "all",
      ["rug", "scarf"],
    ],
    [
      "a price of another currency",
      [{ field: "price", op: "lessThan", value: { amount: 9900, currency: "USD" } }],
      "all",
      [],
    ],
    [
      "words of a title",
      [{ field: "title", op: "startsWith", value: "wool" }],
      "all",
      ["rug", "scarf"],
    ],
    ["a part of a title", [{ field: "title", op: "contains", value: "LAMP" }], "all", ["lamp"]],
    ["stock", [{ field: "inStock", op: "is", value: true }], "all", ["lamp", "scarf"]],
    ["a time", [{ field: "createdAt", op: "lessThan", value: "2020-01-01T00:00:00Z" }], "all", []],
    [
      "all of two rules",
      [
        { field: "tag", op: "is", value: "wool" },
        { field: "inStock", op: "is", value: true },
      ],
      "all",
      ["scarf"],
    ],
    [
      "any of two rules",
      [
        { field: "tag", op: "is", value: "new" },
        { field: "tag", op: "is", value: "wool" },
      ],
      "any",
      ["lamp", "rug", "scarf"],
    ],
  ];
  test.each(CASES)(
    "collects products that exist, and new ones, by %s",
    async (_, rules, match, expected) => {
      await load(...SHOP);
      await ruled("Before", rules, match);
      expect((await slugsIn("before")).toSorted()).toEqual(expected);
      await catalog.db.write.run(sql`delete from collection_products`);
      await load(
        ...SHOP.map((row) => row.replace(",Paper", ",New Paper").replace(",Wool", ",Wool New")),
      );
      expect((await slugsIn("before")).toSorted()).toEqual(expected);
    },
  );

  test("collects products of a category and those below it, when it moves too", async () => {
    await load(...SHOP);
    const ask = async (path: string, body: object) =>
      (await staff<{ id: string }>("POST", `/categories${path}`, body)).body;
    const home = await ask("", { name: "Home" });
    await ruled("At home", [{ field: "category", op: "is", value: home.id }]);
    expect(await slugsIn("at-home")).toEqual([]);
    const [rugs] = (await catalog.product("rug")).categories;
    await ask(`/${rugs?.id}/move`, { parentId: home.id });
    await deliverAll();
    expect(await slugsIn("at-home")).toEqual(["rug"]);
  });

  test("follows a change of a product and of its stock", async () => {
    await load(...SHOP);
    await ruled("In stock", [{ field: "inStock", op: "is", value: true }]);
    await ruled("Wool", [{ field: "tag", op: "is", value: "wool" }]);
    const [variant] = (await catalog.product("rug")).variants;
    catalog.stock.set(variant?.id ?? "", 4);
    await catalog.deliverStock([variant?.id ?? ""]);
    expect(await slugsIn("in-stock")).toEqual(["lamp", "rug", "scarf"]);
    await load('scarf,Wool Scarf,Fjord,Wear,"silk",scarf,30.00,shopify,5');
    expect(await slugsIn("wool")).toEqual(["rug"]);
  });

  test("follows a change of the rules, once, when every event comes twice", async () => {
    const count = STEP_PRODUCTS + 1;
    await load(
      ...Array.from({ length: count }, (_, n) => `piece-${n},Piece ${n},,,"a",piece-${n},1.00,,`),
    );
    const { id, filled } = await create({
      kind: "rule",
      title: "All",
      rules: [{ field: "tag", op: "is", value: "b" }],
    });
    expect(filled).toBe(false);
    const change = await send("PATCH", `/${id}`, {
      rules: [{ field: "tag", op: "is", value: "a" }],
    });
    expect([change.status, change.body.version, change.body.filled]).toEqual([200, 2, false]);
    while (catalog.queue.published.length > 0) {
      catalog.queue.published.push(...catalog.queue.published);
      await catalog.deliver();
    }
    const members = await catalog.db.read.all(sql`select 1 from collection_products`);
    expect(members).toHaveLength(count);
    expect((await send("GET", `/${id}`)).body).toMatchObject({ filled: true, version: 2 });
  });
});

describe("picked products", () => {
  test("lists them in their order, page by page, without drafts", async () => {
    await load(...SHOP);
    const { id } = await create({ kind: "manual", title: "Picks" });
    const ids = await Promise.all(
      ["rug", "scarf", "lamp"].map(async (slug) => (await catalog.product(slug)).id),
    );
    const picked = await send("PUT", `/${id}/products`, { productIds: ids });
    expect([picked.status, picked.body.productIds, picked.body.version]).toEqual([200, ids, 2]);
    expect(await slugsIn("picks", "&sort=position")).toEqual(["rug", "scarf", "lamp"]);
    expect(await slugsIn("picks", "&sort=position&tag=gift")).toEqual(["scarf", "lamp"]);
    expect(await slugsIn("picks", "&sort=price")).toEqual(["lamp", "scarf", "rug"]);
    const seen: string[] = [];
    let cursor = "";
    do {
      const answer = await catalog.ask(
        `/v1/products?collection=picks&sort=position&limit=1${cursor && `&cursor=${cursor}`}`,
      );
      const page = (await answer.json()) as { data: Product[]; nextCursor: string };
      seen.push(...page.data.map(({ slug }) => slug));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(["rug", "scarf", "lamp"]);
    await send("PUT", `/${id}/products`, { productIds: ids.slice(0, 1) });
    expect(await slugsIn("picks")).toEqual(["rug"]);
    await load("rug,Wool Rug,Fjord,Rugs,,rug,80.00,,");
    expect(await slugsIn("picks")).toEqual(["rug"]);
  });

  test("refuses unknown and repeated products, and products of a rule collection", async () => {
    await load(...SHOP);
    const { id } = await create({ kind: "manual", title: "Picks" });
    const rug = (await catalog.product("rug")).id;
    const missing = `prd_${"0".repeat(36)}`;
    const codeOf = async (collection: string, productIds: string[]) => {
      const { status, body } = await send("PUT", `/${collection}/products`, { productIds });
      return [status, body.code, body.errors?.[0]?.pointer];
    };
    expect(await codeOf(id, [rug, missing])).toEqual([422, "collection_invalid", "/productIds/1"]);
    expect(await codeOf(id, [rug, rug])).toEqual([400, "validation_failed", "/productIds"]);
    const rule = await ruled("Wool", [{ field: "tag", op: "is", value: "wool" }]);
    expect(await codeOf(rule.id, [rug])).toEqual([422, "collection_invalid", "/productIds"]);
    expect((await send("GET", `/${id}`)).body.productIds).toEqual([]);
  });
});

describe("collections", () => {
  test("answers a repeated creation with the same collection, and refuses a slug in use", async () => {
    const key = { "idempotency-key": "create-picks" };
    const body = { kind: "manual", title: "Picks" };
    const [first, again] = [await send("POST", "", body, key), await send("POST", "", body, key)];
    expect(again.body).toEqual(first.body);
    expect(first.headers.get("location")).toBe(`/v1/admin/collections/${first.body.id}`);
    expect((await send("POST", "", body)).body.code).toBe("slug_taken");
    expect(
      (await send("POST", "", { ...body, kind: "rule", slug: "x" })).body.errors[0]?.pointer,
    ).toBe("/rules");
    const { data } = (await send("GET", "")).body;
    expect(data.map(({ slug }) => slug)).toEqual(["picks"]);
  });

  test("redirects former slugs, and changes only the version that If-Match names", async () => {
    await load(...SHOP);
    const { id } = await ruled("Wool", [{ field: "tag", op: "is", value: "wool" }]);
    const stale = { "if-match": '"1"' };
    expect((await send("PATCH", `/${id}`, { slug: "woollen" }, stale)).body.slug).toBe("woollen");
    expect((await send("PATCH", `/${id}`, { title: "x" }, stale)).status).toBe(412);
    expect((await send("PATCH", `/${id}`, { title: "Wool" })).body.version).toBe(2);
    const answer = await catalog.ask("/v1/collections/wool");
    expect([answer.status, answer.headers.get("location")]).toEqual([
      301,
      "/v1/collections/woollen",
    ]);
    expect(await slugsIn("wool", "")).toEqual([301, "/v1/products?collection=woollen&limit=100"]);
    expect(await slugsIn("woollen")).toEqual(["rug", "scarf"]);
  });

  test("deletes a collection at once, and takes its products out in steps", async () => {
    await load(...SHOP);
    const { id } = await ruled("Wool", [{ field: "tag", op: "is", value: "wool" }]);
    expect((await send("DELETE", `/${id}`)).status).toBe(204);
    expect((await send("DELETE", `/${id}`)).status).toBe(404);
    expect((await catalog.ask("/v1/collections/wool")).status).toBe(404);
    expect(await slugsIn("wool")).toEqual([400, null]);
    await deliverAll();
    for (const table of ["collections", "collection_rules", "collection_products"])
      expect(await catalog.db.read.all(sql`select 1 from ${sql.identifier(table)}`)).toEqual([]);
    const left = await catalog.db.read.all(sql`select 1 from shelves where place like 'k:%'`);
    expect(left).toEqual([]);
  });
});
