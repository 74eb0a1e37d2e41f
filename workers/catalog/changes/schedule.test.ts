import { afterAll, beforeAll, expect, test } from "bun:test";
import { asStaff, lampInput } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import { inCall } from "#kernel/testing";

const HOUR_MS = 3_600_000;

let catalog: TestCatalog;
let staff: ReturnType<typeof asStaff>;
beforeAll(async () => {
  catalog = await testCatalog();
  staff = asStaff(catalog);
});
afterAll(() => catalog.stop());

const inHours = (hours: number) => new Date(catalog.clock.now() + hours * HOUR_MS).toISOString();
const statusOf = async (slug: string) => (await catalog.ask(`/v1/products/${slug}`)).status;
const sweep = () => inCall(() => catalog.applySchedules());
const eventsOf = (id: string) =>
  catalog.queue.published.filter(({ subject }) => subject === id).map(({ type }) => type);

test("publishes a product at its time, announces it, and makes it a draft at the end", async () => {
  const { body } = await staff("POST", "/products", {
    ...lampInput({ status: "draft", publishAt: inHours(1), unpublishAt: inHours(2) }),
  });
  expect(await sweep()).toEqual({ productsPublished: 0, productsUnpublished: 0 });
  expect(await statusOf(body.slug)).toBe(404);
  catalog.clock.advance(HOUR_MS);
  expect(await sweep()).toEqual({ productsPublished: 1, productsUnpublished: 0 });
  expect(await statusOf(body.slug)).toBe(200);
  expect((await staff("GET", `/products/${body.id}`)).body).toMatchObject({
    ...{ status: "published", publishAt: null, unpublishAt: body.unpublishAt, version: 2 },
    publishedAt: body.publishAt,
  });
  catalog.clock.advance(HOUR_MS);
  expect(await sweep()).toEqual({ productsPublished: 0, productsUnpublished: 1 });
  expect(await statusOf(body.slug)).toBe(404);
  expect(eventsOf(body.id)).toEqual(["product.created", "product.updated"]);
  expect(await sweep()).toEqual({ productsPublished: 0, productsUnpublished: 0 });
});

test("forgets the planned publication of a product that staff publish", async () => {
  const { body } = await staff("POST", "/products", {
    ...lampInput({ status: "draft", publishAt: inHours(1) }),
  });
  const published = await staff("PATCH", `/products/${body.id}`, { status: "published" });
  expect(published.body.publishAt).toBeNull();
  expect((await staff("PATCH", `/products/${body.id}`, { publishAt: inHours(1) })).status).toBe(
    422,
  );
});

test("publishes more products than one batch holds", async () => {
  const publishAt = inHours(1);
  for (let nth = 0; nth < 51; nth += 1)
    await staff("POST", "/products", lampInput({ status: "draft", publishAt }));
  catalog.clock.advance(HOUR_MS);
  expect((await sweep()).productsPublished).toBe(51);
});
