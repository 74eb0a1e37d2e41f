import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { asStaff, lampInput } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import type { Product } from "#contract/catalog";
import { newId } from "#kernel/ids";
import type { Page } from "#kernel/routes/page";

let catalog: TestCatalog;
let staff: ReturnType<typeof asStaff>;
beforeAll(async () => {
  catalog = await testCatalog();
  staff = asStaff(catalog);
});
afterAll(() => catalog.stop());

const created = async (more: object = {}) =>
  (await staff("POST", "/products", lampInput(more))).body;
const tagOf = () => `t${crypto.randomUUID().slice(0, 8)}`;
const relatedTo = async (idOrSlug: string, query = "") => {
  const answer = await catalog.ask(`/v1/products/${idOrSlug}/related${query}`);
  return ((await answer.json()) as Page<Product>).data.map(({ id }) => id);
};
const pick = (id: string, productIds: string[], headers?: Record<string, string>) =>
  staff<{ productIds: string[]; version: number }>(
    "PUT",
    `/products/${id}/related`,
    { productIds },
    headers,
  );
const statementsOf = async () =>
  ((await (await fetch(`${catalog.cloudUrl}/_dev/journal`)).json()) as { entries: unknown[] })
    .entries.length;

describe("related products", () => {
  test("are those that staff picked, in their order, and then those that share most tags", async () => {
    const [a, b] = [tagOf(), tagOf()];
    const lamp = await created({ tags: [a, b] });
    const one = await created({ tags: [a] });
    const two = await created({ tags: [a, b] });
    const [first, second] = [await created(), await created()];
    await created({ tags: [tagOf()] });
    expect(await relatedTo(lamp.slug)).toEqual([two.id, one.id]);
    expect((await pick(lamp.id, [second.id, one.id, first.id])).status).toBe(200);
    expect(await relatedTo(lamp.id)).toEqual([second.id, one.id, first.id, two.id]);
  });

  test("share a category, and are published and priced in the currency", async () => {
    const category = await staff<{ id: string }>("POST", "/categories", {
      name: "Lamps",
      slug: `c-${tagOf()}`,
    });
    const categories = [category.body.id];
    const lamp = await created({ categories });
    const other = await created({ categories });
    const draft = await created({ categories, status: "draft" });
    await pick(lamp.id, [draft.id]);
    expect(await relatedTo(lamp.id)).toEqual([other.id]);
    expect(await relatedTo(lamp.id, "?currency=USD")).toEqual([]);
    await staff("DELETE", `/products/${other.id}`);
    expect(await relatedTo(lamp.id)).toEqual([]);
    expect((await catalog.ask(`/v1/products/${draft.id}/related`)).status).toBe(404);
  });

  test("are twelve at most, read in one round trip", async () => {
    const tags = [tagOf()];
    const lamp = await created({ tags });
    for (let nth = 0; nth < 14; nth += 1) await created({ tags });
    const before = await statementsOf();
    expect(await relatedTo(lamp.slug)).toHaveLength(12);
    expect((await statementsOf()) - before).toBe(1);
  });

  test("put products in stock before others that share as much", async () => {
    const tags = [tagOf()];
    const lamp = await created({ tags });
    const other = await created({ tags });
    const soldOut = await created({ tags });
    const ids = soldOut.variants.map(({ id }) => id);
    for (const id of ids) catalog.stock.set(id, 0);
    await catalog.deliverStock(ids);
    expect(await relatedTo(lamp.id)).toEqual([other.id, soldOut.id]);
  });

  test("are a public answer, purged with the product and with lists; a former slug redirects", async () => {
    const { id, slug } = await created();
    const { headers } = await catalog.ask(`/v1/products/${id}/related`);
    expect(headers.get("cache-tag")).toBe(`catalog,lists,${id}`);
    await catalog.deliver();
    catalog.purged.length = 0;
    expect((await pick(id, [])).headers.get("bodega-purge")).toBe("*");
    await catalog.deliver();
    expect(catalog.purged).toEqual([["lists", id]]);
    await staff("PATCH", `/products/${id}`, { slug: `${slug}-2` });
    const moved = await catalog.ask(`/v1/products/${slug}/related`);
    expect([moved.status, moved.headers.get("location")]).toEqual([
      301,
      `/v1/products/${slug}-2/related`,
    ]);
  });
});

describe("picking related products", () => {
  test("refuses unknown and repeated products, the product itself, and more than twelve", async () => {
    const { id } = await created();
    const other = await created();
    expect((await pick(id, [other.id, newId("product")])).body).toMatchObject({
      code: "product_invalid",
      errors: [{ pointer: "/productIds/1", code: "unknown_product" }],
    });
    expect((await pick(id, [other.id, id])).status).toBe(422);
    expect((await pick(id, [other.id, other.id])).status).toBe(400);
    const many = Array.from({ length: 13 }, () => newId("product"));
    expect((await pick(id, many)).status).toBe(400);
    expect((await pick(newId("product"), [other.id])).status).toBe(404);
    expect(await relatedTo(id)).toEqual([]);
  });

  test("refuses an earlier version, and replays a repeated request", async () => {
    const { id } = await created();
    const other = await created();
    const read = await staff("GET", `/products/${id}`);
    const match = { "if-match": read.etag ?? "" };
    const key = { "idempotency-key": crypto.randomUUID() };
    const first = await pick(id, [other.id], { ...match, ...key });
    expect(first.status).toBe(200);
    expect((await pick(id, [other.id], { ...match, ...key })).body).toEqual(first.body);
    expect((await pick(id, [], match)).status).toBe(412);
    const picks = await staff("GET", `/products/${id}/related`);
    expect(picks.body as object).toEqual(first.body);
    expect((await pick(id, [], { "if-match": picks.etag ?? "" })).status).toBe(200);
  });

  test("keeps the last of two picks that arrive at once", async () => {
    const { id } = await created();
    const [one, two] = [await created(), await created()];
    const answers = await Promise.all([pick(id, [one.id]), pick(id, [two.id])]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const last = answers.toSorted((a, b) => b.body.version - a.body.version)[0];
    expect(await relatedTo(id)).toEqual(last?.body.productIds ?? []);
  });
});
