import { afterAll, beforeAll, expect, test } from "bun:test";
import { and, eq, isNull } from "drizzle-orm";
import type { AdminProduct } from "#catalog/admin-products.contract";
import type { Job } from "#catalog/jobs.contract";
import { asStaff, lampInput } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import { outbox } from "#db/catalog/schema";
import { dispatch } from "#kernel/events/events";
import { inCall } from "#kernel/testing";

let catalog: TestCatalog;
let staff: ReturnType<typeof asStaff>;
beforeAll(async () => {
  catalog = await testCatalog();
  staff = asStaff(catalog);
});
afterAll(() => catalog.stop());

const create = async (more: object = {}) =>
  (await staff("POST", "/products", lampInput(more))).body as AdminProduct;
const read = async ({ id }: AdminProduct) => (await staff("GET", `/products/${id}`)).body;
const begin = (body: object, headers = {}) => staff<Job>("POST", "/products/bulk", body, headers);
const jobOf = async ({ id }: Job) => (await staff<Job>("GET", `/jobs/${id}`)).body;
const amounts = ({ variants }: AdminProduct) =>
  variants.flatMap(({ prices }) => prices.map(({ amount }) => amount));

/** Delivers events until none is published. */
const settle = async () => {
  while ((await catalog.deliver()).length > 0);
};

/** Returns the next published step without delivering it. */
const stepOf = ({ id }: Job) => {
  const event = catalog.queue.published.find(({ subject }) => subject === id);
  if (!event) throw new Error("No step is published.");
  return event;
};

test("sets tags, categories, status and prices of named products, once", async () => {
  const category = await staff<{ id: string }>("POST", "/categories", { name: "Lamps" });
  const products = [await create({ tags: ["Old", "kept"] }), await create({ status: "draft" })];
  const began = await begin({
    ids: products.map(({ id }) => id),
    set: {
      ...{ status: "published", tagsAdd: ["sale", "KEPT"], tagsRemove: ["old"] },
      ...{ categoriesAdd: [category.body.id], priceFactor: 1.005 },
    },
  });
  expect(began.status).toBe(202);
  expect(began.headers.get("location")).toBe(`/v1/admin/jobs/${began.body.id}`);
  expect(began.body).toMatchObject({ status: "queued", progress: { done: 0, total: 2 } });
  await settle();
  expect(await jobOf(began.body)).toMatchObject({
    ...{ status: "succeeded", progress: { done: 2, total: 2 }, errors: [], errorCount: 0 },
    finishedAt: expect.any(String),
  });
  const [first, second] = await Promise.all(products.map(read));
  expect(first).toMatchObject({ version: 2, tags: ["kept", "sale"], status: "published" });
  expect(first?.categories).toMatchObject([{ id: category.body.id }]);
  expect(second).toMatchObject({ status: "published", tags: ["sale", "KEPT"] });
  expect(first && amounts(first)).toEqual([1005, 1508]);
});

test("multiplies a price once when a step comes twice, at the same time and again", async () => {
  const product = await create();
  const { body: job } = await begin({ ids: [product.id], set: { priceFactor: 2 } });
  const event = stepOf(job);
  const deliver = () => inCall(() => dispatch(catalog.handlers, event));
  await Promise.all([deliver(), deliver()]);
  await deliver();
  expect(amounts(await read(product))).toEqual([2000, 3000]);
  expect(await jobOf(job)).toMatchObject({ status: "succeeded", progress: { done: 1, total: 1 } });
});

test("changes all products of a filter in several steps, and none that is newer", async () => {
  const marked = [];
  for (let nth = 0; nth < 55; nth += 1)
    marked.push(await create({ title: `Zinc lamp ${nth}`, status: "draft", tags: [`n${nth}`] }));
  const { body: job } = await begin({
    ...{ filter: { q: "zinc", status: "draft" }, set: { status: "archived" } },
  });
  expect(job.progress.total).toBe(55);
  catalog.clock.advance(1000);
  const newer = await create({ title: "Zinc lamp, newer", status: "draft" });
  await inCall(() => dispatch(catalog.handlers, stepOf(job)));
  expect(await jobOf(job)).toMatchObject({ status: "running", progress: { done: 15 } });
  await settle();
  expect(await jobOf(job)).toMatchObject({ status: "succeeded", progress: { done: 55 } });
  const states = await Promise.all([...marked, newer].map(read));
  expect(states.slice(0, 55).every(({ status }) => status === "archived")).toBe(true);
  expect(states[55]?.status).toBe("draft");
});

test("continues from the outbox when the process dies behind any step", async () => {
  const products = [];
  for (let nth = 0; nth < 51; nth += 1) products.push(await create());
  const ids = products.map(({ id }) => id);
  const { body: job } = await begin({ ids, set: { priceFactor: 2 } });
  for (const step of [0, 1, 2, 3]) {
    // The kick is lost with the process.
    catalog.queue.published.splice(0);
    const waiting = await catalog.db.read
      .select({ envelope: outbox.envelope })
      .from(outbox)
      .where(and(eq(outbox.subject, job.id), isNull(outbox.acknowledgedAt)));
    const due = waiting.find(({ envelope }) => envelope.sequence === step);
    if (!due) throw new Error("The outbox does not have the step.");
    await inCall(() => dispatch(catalog.handlers, due.envelope));
  }
  expect(await jobOf(job)).toMatchObject({ status: "succeeded", progress: { done: 51 } });
  for (const product of await Promise.all(products.map(read)))
    expect(amounts(product)).toEqual([2000, 3000]);
});

test("changes the products of a collection", async () => {
  const inside = await create();
  const outside = await create();
  const collection = await staff<{ id: string; slug: string }>("POST", "/collections", {
    ...{ title: "Winter", kind: "manual" },
  });
  const { id, slug } = collection.body;
  await staff("PUT", `/collections/${id}/products`, { productIds: [inside.id] });
  const list = await staff<{ data: AdminProduct[] }>("GET", `/products?collection=${slug}`);
  expect(list.body.data.map((product) => product.id)).toEqual([inside.id]);
  await begin({ filter: { collection: id }, set: { tagsAdd: ["cold"] } });
  await settle();
  expect((await read(inside)).tags).toEqual(["cold"]);
  expect((await read(outside)).tags).toEqual([]);
});

test("leaves a product that cannot be changed, and lists why", async () => {
  const unpriced = await create({ status: "draft", options: [], variants: [] });
  const missing = "prd_0000000000000000000000000000000000";
  const { body: job } = await begin({ ids: [unpriced.id, missing], set: { status: "published" } });
  await settle();
  const ended = await jobOf(job);
  expect(ended).toMatchObject({
    ...{ status: "succeeded", errorCount: 2, resultUrl: `/v1/admin/jobs/${job.id}/errors` },
    errors: [
      { line: null, productId: missing, code: "not_found", message: "No product has this id." },
      { productId: unpriced.id, code: "not_sellable" },
    ],
  });
  expect((await read(unpriced)).version).toBe(1);
  const page = await staff<{ data: unknown[]; nextCursor: string }>(
    ...(["GET", `/jobs/${job.id}/errors?limit=1`] as const),
  );
  const rest = await staff<{ data: unknown[]; nextCursor: null }>(
    ...(["GET", `/jobs/${job.id}/errors?limit=1&cursor=${page.body.nextCursor}`] as const),
  );
  expect([...page.body.data, ...rest.body.data]).toEqual(ended.errors);
  expect(rest.body.nextCursor).toBeNull();
});

test("changes nothing more when the job is cancelled, also after a step is decided", async () => {
  const product = await create();
  const { body: job } = await begin({ ids: [product.id], set: { priceFactor: 3 } });
  const cancelled = await staff<Job>("DELETE", `/jobs/${job.id}`);
  expect(cancelled.body).toMatchObject({ status: "cancelled", finishedAt: expect.any(String) });
  await settle();
  expect((await read(product)).version).toBe(1);
  expect((await staff<Job>("DELETE", `/jobs/${job.id}`)).body).toEqual(cancelled.body);
});

test("answers a repeated request with the same job", async () => {
  const product = await create();
  const body = { ids: [product.id], set: { priceFactor: 2 } };
  const key = { "Idempotency-Key": "bulk-twice-1" };
  const [first, second] = [await begin(body, key), await begin(body, key)];
  expect(second.body.id).toBe(first.body.id);
  expect(second.headers.get("location")).toBe(first.headers.get("location"));
  await settle();
  expect(amounts(await read(product))).toEqual([2000, 3000]);
});

test("deletes a job 30 days after its end", async () => {
  const product = await create();
  const { body: job } = await begin({ ids: [product.id, "prd_00000000"], set: { tagsAdd: ["a"] } });
  await settle();
  catalog.clock.advance(29 * 24 * 3_600_000);
  expect(await inCall(() => catalog.pruneJobs())).toBe(0);
  catalog.clock.advance(2 * 24 * 3_600_000);
  expect(await inCall(() => catalog.pruneJobs())).toBeGreaterThan(0);
  expect((await staff("GET", `/jobs/${job.id}`)).status).toBe(404);
});

test.each([
  [{ set: { tagsAdd: ["a"] } }, 400],
  [{ ids: ["prd_00000000"], filter: {}, set: { tagsAdd: ["a"] } }, 400],
  [{ filter: {}, set: {} }, 400],
  [{ filter: {}, set: { priceFactor: 0 } }, 400],
  [{ filter: {}, set: { priceFactor: 1.0000001 } }, 400],
  [{ filter: {}, set: { categoriesAdd: ["cat_00000000"] } }, 422],
])("refuses %j", async (body, status) => {
  expect((await begin(body)).status).toBe(status);
});
