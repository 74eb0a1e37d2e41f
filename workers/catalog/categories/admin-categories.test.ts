import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { asStaff } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import type { Category, Product } from "#contract/catalog";
import type { AdminCategory } from "./categories.contract";
import { STEP_PRODUCTS } from "./category-products.rules";

let catalog: TestCatalog;
let staff: ReturnType<typeof asStaff>;
beforeEach(async () => {
  catalog = await testCatalog();
  staff = asStaff(catalog);
});
afterEach(() => catalog.stop());

/** What answers of the routes have, each some of it. */
type Body = AdminCategory & {
  code: string;
  children: object[];
  errors: { pointer: string }[];
  data: AdminCategory[];
};
const send = (
  method: string,
  path: string,
  ...rest: [body?: unknown, headers?: Record<string, string>]
) => staff<Body>(method, `/categories${path}`, ...rest);
const create = async (name: string, parentId: string | null = null) =>
  (await send("POST", "", { name, parentId })).body;
const tree = async () =>
  (await send("GET", "")).body.data.map(({ path }) => path.map(({ slug }) => slug).join("/"));

/** Imports products that belong to a category of this name. */
const stock = (type: string, count: number) =>
  catalog.load(
    [
      "Handle,Title,Type,Variant SKU,Variant Price",
      ...Array.from(
        { length: count },
        (_, n) => `${type}-${n},Piece ${n},${type},${type}-${n},${n + 1}.00`,
      ),
    ].join("\n"),
  );
const deliverAll = async () => {
  let delivered = 0;
  while (catalog.queue.published.length > 0) delivered += (await catalog.deliver()).length;
  return delivered;
};
const list = async (category: string, query = "") => {
  const answer = await catalog.ask(`/v1/products?category=${category}&limit=100${query}`);
  return answer.status === 200 ? ((await answer.json()) as { data: Product[] }).data : answer;
};
const slugsIn = async (category: string) =>
  ((await list(category)) as Product[]).map(({ slug }) => slug).toSorted();
const found = async (category: string) => {
  const answer = await catalog.ask(`/v1/search?category=${category}`);
  return ((await answer.json()) as { total: number }).total;
};
const one = async (slug: string) => {
  const [row] = (await send("GET", "")).body.data.filter((c) => c.slug === slug);
  if (!row) throw new Error(`no category ${slug}`);
  return row;
};

describe("changes", () => {
  test("creates a category with a slug from its name, as the last child", async () => {
    const home = await create("Home & Garden");
    const { status, headers, body } = await send("POST", "", {
      name: "Lamps",
      parentId: home.id,
      description: "Light.",
    });
    expect([status, headers.get("etag")?.slice(0, 3)]).toEqual([201, '"1-']);
    expect(headers.get("bodega-purge")).toBe("*");
    expect(body).toMatchObject({ slug: "lamps", parentId: home.id, position: 0, version: 1 });
    await create("Rugs", home.id);
    expect(await tree()).toEqual(["home-garden", "home-garden/lamps", "home-garden/rugs"]);
    const shown = (await (await catalog.ask("/v1/categories/lamps")).json()) as Category;
    expect(shown.path.map(({ slug }) => slug)).toEqual(["home-garden", "lamps"]);
  });

  test("answers a repeated creation with the same category", async () => {
    const key = { "idempotency-key": "create-lamps" };
    const first = await send("POST", "", { name: "Lamps" }, key);
    const again = await send("POST", "", { name: "Lamps" }, key);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await tree()).toEqual(["lamps"]);
  });

  test("refuses a slug in use, a name without a slug, and unknown places", async () => {
    const lamps = await create("Lamps");
    const codeOf = async (...request: Parameters<typeof send>) => {
      const { status, body } = await send(...request);
      return [status, body.code, body.errors?.[0]?.pointer];
    };
    const missing = `cat_${"0".repeat(36)}`;
    expect(await codeOf("POST", "", { name: "LAMPS" })).toEqual([409, "slug_taken", undefined]);
    expect(await codeOf("POST", "", { name: "?!" })).toEqual([422, "category_invalid", "/slug"]);
    expect(await codeOf("POST", "", { name: "x", parentId: missing })).toEqual([
      422,
      "category_invalid",
      "/parentId",
    ]);
    expect(await codeOf("POST", `/${lamps.id}/move`, { parentId: lamps.id })).toEqual([
      422,
      "category_invalid",
      "/parentId",
    ]);
    expect(await codeOf("PATCH", `/${missing}`, { name: "x" })).toEqual([
      404,
      "not_found",
      undefined,
    ]);
    expect(await tree()).toEqual(["lamps"]);
  });

  test("changes a category only if it has the version that If-Match names", async () => {
    const { id } = await create("Lamps");
    const stale = { "if-match": '"1"' };
    expect((await send("PATCH", `/${id}`, { description: "Light." }, stale)).body.version).toBe(2);
    expect((await send("PATCH", `/${id}`, { name: "Lights" }, stale)).status).toBe(412);
    expect((await send("POST", `/${id}/move`, { parentId: null }, stale)).status).toBe(412);
    expect((await send("DELETE", `/${id}`, undefined, stale)).status).toBe(412);
    const same = await send("PATCH", `/${id}`, { description: "Light." });
    expect(same.body.version).toBe(2);
  });

  test("makes no cycle when two categories move below each other at the same time", async () => {
    for (let round = 0; round < 5; round += 1) {
      const [a, b] = [await create(`A ${round}`), await create(`B ${round}`)];
      const answers = await Promise.all([
        send("POST", `/${a.id}/move`, { parentId: b.id }),
        send("POST", `/${b.id}/move`, { parentId: a.id }),
      ]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
      expect(await tree()).toHaveLength(2 * (round + 1));
    }
  });

  test("keeps both of two concurrent changes", async () => {
    const parent = await create("Home");
    await Promise.all(["A", "B", "C", "D"].map((name) => create(name, parent.id)));
    expect((await tree()).toSorted()).toEqual(["home", "home/a", "home/b", "home/c", "home/d"]);
    const rows = (await send("GET", "")).body.data;
    expect(rows.slice(1).map(({ position }) => position)).toEqual([0, 1, 2, 3]);
  });
});

describe("redirects", () => {
  test("redirects a former slug of a category and of a filter, until it is in use again", async () => {
    await stock("lamps", 2);
    const { id } = await one("lamps");
    await send("PATCH", `/${id}`, { slug: "lights" });
    const moved = await catalog.ask("/v1/categories/lamps");
    expect([moved.status, moved.headers.get("location")]).toEqual([301, "/v1/categories/lights"]);
    const filter = (await list("lamps", "&sort=price")) as unknown as Response;
    expect([filter.status, filter.headers.get("location")]).toEqual([
      301,
      "/v1/products?category=lights&limit=100&sort=price",
    ]);
    expect(await slugsIn("lights")).toEqual(["lamps-0", "lamps-1"]);
    const lamps = await create("Lamps");
    expect((await catalog.ask("/v1/categories/lamps")).status).toBe(200);
    expect(await slugsIn("lamps")).toEqual([]);
    await send("DELETE", `/${lamps.id}`);
    expect((await catalog.ask("/v1/categories/lamps")).status).toBe(404);
  });

  test("takes a slug back without a redirect to itself", async () => {
    const { id } = await create("Lamps");
    await send("PATCH", `/${id}`, { slug: "lights" });
    await send("PATCH", `/${id}`, { slug: "lamps" });
    expect((await catalog.ask("/v1/categories/lamps")).status).toBe(200);
    expect((await catalog.ask("/v1/categories/lights")).headers.get("location")).toBe(
      "/v1/categories/lamps",
    );
  });
});

describe("products", () => {
  test("lists and finds products below the new parent when a category moves", async () => {
    await stock("lamps", 3);
    await deliverAll();
    const [home, garden] = [await create("Home"), await create("Garden")];
    const { id } = await one("lamps");
    for (const { id: parentId, slug } of [home, garden]) {
      await send("POST", `/${id}/move`, { parentId });
      await deliverAll();
      expect(await slugsIn(slug)).toEqual(["lamps-0", "lamps-1", "lamps-2"]);
      expect(await found(slug)).toBe(3);
    }
    expect(await slugsIn("home")).toEqual([]);
    expect(await found("home")).toBe(0);
  });

  test("shows a new name and slug in products and in the search", async () => {
    await stock("lamps", 2);
    await deliverAll();
    const before = await catalog.product("lamps-0");
    const { id } = await one("lamps");
    await send("PATCH", `/${id}`, { name: "Lights", slug: "lights" });
    expect(await slugsIn("lights")).toEqual(["lamps-0", "lamps-1"]);
    await deliverAll();
    expect(await found("lights")).toBe(2);
    const after = await catalog.product("lamps-0");
    expect(after.categories).toEqual([{ id, slug: "lights", name: "Lights" }]);
    expect(before.categories[0]?.name).toBe("lamps");
  });

  test("follows in steps that are each done once, when every event comes twice", async () => {
    const count = STEP_PRODUCTS * 2 + 1;
    await stock("lamps", count);
    await deliverAll();
    const home = await create("Home");
    await send("POST", `/${(await one("lamps")).id}/move`, { parentId: home.id });
    const versions = () =>
      catalog.db.read.all<{ version: number; n: number }>(
        sql`select version, count(*) as n from products group by version`,
      );
    let steps = 0;
    while (catalog.queue.published.length > 0) {
      const events = [...catalog.queue.published];
      catalog.queue.published.push(...events);
      steps += (await catalog.deliver()).filter(
        ({ type }) => type === "category.products_due",
      ).length;
    }
    expect(steps).toBe(6);
    expect(await versions()).toEqual([{ version: 2, n: count }]);
    expect(await found("home")).toBe(count);
  });

  test("refuses to delete a category with categories below it", async () => {
    const home = await create("Home");
    const lamps = await create("Lamps", home.id);
    const { status, body } = await send("DELETE", `/${home.id}`);
    expect([status, body.code]).toEqual([409, "category_in_use"]);
    expect(body.children).toEqual([{ id: lamps.id, slug: "lamps", name: "Lamps" }]);
  });

  test("deletes a category at once, and takes its products out in steps", async () => {
    const count = STEP_PRODUCTS + 1;
    await stock("lamps", count);
    await deliverAll();
    const home = await create("Home");
    const { id } = await one("lamps");
    await send("POST", `/${id}/move`, { parentId: home.id });
    await deliverAll();
    expect((await send("DELETE", `/${id}`)).status).toBe(204);
    expect((await send("DELETE", `/${id}`)).status).toBe(404);
    expect((await catalog.ask("/v1/categories/lamps")).status).toBe(404);
    expect((await catalog.product("lamps-0")).categories).toEqual([]);
    expect((await catalog.ask("/v1/products?category=lamps")).status).toBe(400);
    expect((await create("Lamps")).slug).toBe("lamps");
    await deliverAll();
    expect(await slugsIn("home")).toEqual([]);
    expect(await found("lamps")).toBe(0);
    expect(await slugsIn("lamps")).toEqual([]);
    const rows = await catalog.db.read.all(sql`select 1 from categories where id = ${id}`);
    expect(rows).toEqual([]);
    expect((await catalog.product("lamps-0")).slug).toBe("lamps-0");
  });
});
