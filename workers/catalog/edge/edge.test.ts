import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { asStaff, lampInput } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import { ACTOR_HEADER } from "#kernel/actor";
import { userActor } from "#kernel/testing";

let catalog: TestCatalog;
let staff: ReturnType<typeof asStaff>;
beforeAll(async () => {
  catalog = await testCatalog();
  staff = asStaff(catalog);
  // The first event would build the search index, which is purged as well.
  await catalog.indexing.reindex();
});
afterAll(() => catalog.stop());

const created = async () => (await staff("POST", "/products", lampInput())).body;
const slugOf = () => crypto.randomUUID().slice(0, 8);

describe("the purges of Cloudflare's cache", () => {
  beforeEach(async () => {
    await catalog.deliver();
    catalog.purged.length = 0;
  });
  const purgedBy = async (change: () => Promise<unknown>) => {
    await change();
    expect(catalog.purged).toEqual([]);
    await catalog.deliver();
    return catalog.purged.splice(0);
  };

  test("follow the event of a product that is created, changed or deleted", async () => {
    const product = await created();
    const tags = [["lists", product.id]];
    expect(await purgedBy(async () => undefined)).toEqual(tags);
    const path = `/products/${product.id}`;
    expect(await purgedBy(() => staff("PATCH", path, { title: "Ash Lamp" }))).toEqual(tags);
    expect(await purgedBy(() => staff("DELETE", path))).toEqual(tags);
  });

  test("follow the stock of a product when shoppers see the change", async () => {
    const { id, variants } = await created();
    await catalog.deliver();
    catalog.purged.length = 0;
    const ids = variants.map((variant) => variant.id);
    for (const variantId of ids) await catalog.stock.set(variantId, 0);
    expect(await purgedBy(() => catalog.deliverStock(ids))).toEqual([["lists", id]]);
    expect(await purgedBy(() => catalog.deliverStock(ids))).toEqual([]);
  });

  test("follow a change of a category or collection, and reach all answers", async () => {
    const slug = slugOf();
    const category = { name: "Lamps", slug: `c-${slug}` };
    expect(await purgedBy(() => staff("POST", "/categories", category))).toContainEqual([
      "catalog",
    ]);
    const collection = { kind: "manual", title: "Lamps", slug: `k-${slug}` };
    expect(await purgedBy(() => staff("POST", "/collections", collection))).toContainEqual([
      "catalog",
    ]);
  });

  test("are repeated when an event is delivered again", async () => {
    await created();
    const [event] = await catalog.deliver();
    catalog.queue.published.push(...(event ? [event] : []));
    catalog.purged.length = 0;
    await catalog.deliver();
    expect(catalog.purged).toHaveLength(1);
  });
});

describe("answers for Cloudflare's cache", () => {
  const PUBLIC = ["/v1/products", "/v1/categories", "/v1/collections"];

  test("are kept for guests only, until a purge or for ten seconds", async () => {
    const { slug, id } = await created();
    for (const path of [...PUBLIC, `/v1/products/${slug}`]) {
      const { headers } = await catalog.ask(path);
      expect(headers.get("cloudflare-cdn-cache-control")).toBe("public, max-age=10");
      expect(headers.get("vary")).toBe(`${ACTOR_HEADER}, Accept-Language`);
      expect(headers.get("cache-tag")).toStartWith("catalog");
    }
    const feed = await catalog.ask("/v1/feeds/google.xml", { method: "HEAD" });
    expect(feed.headers.get("cache-tag")).toBe("catalog,lists");
    const { headers } = await catalog.ask(`/v1/products/${id}`);
    expect(headers.get("cache-tag")).toBe(`catalog,${id}`);
  });

  test("are private when they show more than guests see, or nothing", async () => {
    const { id } = await created();
    const paths = ["/v1/admin/products", `/v1/admin/products/${id}`, "/v1/admin/media"];
    for (const path of [...paths, "/v1/products/none", "/v1/nothing", "/v1/products?limit=0"]) {
      const { headers } = await catalog.ask(path, { actor: userActor("staff") });
      expect([path, headers.get("cache-control")]).toEqual([
        path,
        expect.stringContaining("no-store"),
      ]);
      expect(headers.has("cloudflare-cdn-cache-control")).toBe(false);
    }
  });
});
