import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import type { AdminProduct } from "#catalog/admin-products.contract";
import { asStaff, lampInput, type StaffAnswer } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";

let catalog: TestCatalog;
let staff: ReturnType<typeof asStaff>;
let lamp: AdminProduct;
beforeAll(async () => {
  catalog = await testCatalog();
  staff = asStaff(catalog);
});
afterAll(() => catalog.stop());
beforeEach(async () => {
  lamp = (await staff("POST", "/products", lampInput())).body;
  catalog.queue.published.splice(0);
  catalog.clock.advance(1000);
});

const patch = (body: object, headers: Record<string, string> = {}) =>
  staff("PATCH", `/products/${lamp.id}`, body, headers);
const problemOf = ({ status, body }: StaffAnswer<unknown>) => {
  const { code, errors = [] } = body as {
    code: string;
    errors?: { pointer: string; code: string }[];
  };
  return [status, code, ...errors.map((error) => `${error.pointer} ${error.code}`)];
};
const eventTypes = () =>
  catalog.queue.published.filter(({ subject }) => subject === lamp.id).map(({ type }) => type);

test("changes what the patch names, clears what is null, and leaves the rest", async () => {
  await patch({ brand: "Quay", seo: { title: "A", description: "B" }, tags: ["new"] });
  const { body, etag } = await patch({ title: "Ash Lamp", brand: null, seo: { title: null } });
  expect(body).toEqual({
    ...lamp,
    version: 3,
    title: "Ash Lamp",
    tags: ["new"],
    seo: { title: null, description: "B" },
    updatedAt: body.updatedAt,
  });
  expect(etag).toStartWith('"3-');
  expect((await catalog.product(lamp.slug)).title).toBe("Ash Lamp");
  expect(eventTypes()).toEqual(["product.updated", "product.updated"]);
});

test("answers 412 and changes nothing when the product has changed since it was read", async () => {
  const { etag } = await staff("GET", `/products/${lamp.id}`);
  expect((await patch({ title: "First" }, { "if-match": etag ?? "" })).status).toBe(200);
  const late = await patch({ title: "Second" }, { "if-match": etag ?? "" });
  expect(problemOf(late)).toEqual([412, "precondition_failed"]);
  expect((await patch({ title: "Third" }, { "if-match": '"other"' })).status).toBe(412);
  expect((await staff("GET", `/products/${lamp.id}`)).body.title).toBe("First");
});

test("applies patches that arrive at the same time one after the other", async () => {
  const patches = [{ title: "A" }, { brand: "B" }, { taxClass: "books" }, { tags: ["c"] }];
  const answers = await Promise.all(patches.map((body) => patch(body)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const { body } = await staff("GET", `/products/${lamp.id}`);
  expect(body).toMatchObject({ ...Object.assign({}, ...patches), version: 5 });
});

test("redirects former slugs, also after a second change, until another product takes one", async () => {
  const [second, third] = [crypto.randomUUID(), crypto.randomUUID()];
  await patch({ slug: second });
  expect((await patch({ slug: third })).body.formerSlugs).toEqual([lamp.slug, second]);
  for (const slug of [lamp.slug, second]) {
    const answer = await catalog.ask(`/v1/products/${slug}?currency=EUR`);
    expect([answer.status, answer.headers.get("location")]).toEqual([
      ...[301, `/v1/products/${third}?currency=EUR`],
    ]);
  }
  const { body: other } = await staff("POST", "/products", lampInput({ slug: second }));
  expect((await catalog.product(second)).id).toBe(other.id);
  expect((await staff("GET", `/products/${lamp.id}`)).body.formerSlugs).toEqual([lamp.slug]);
  expect((await patch({ slug: lamp.slug })).body.formerSlugs).toEqual([third]);
  expect((await catalog.product(lamp.slug)).id).toBe(lamp.id);
  expect(problemOf(await patch({ slug: second }))).toEqual([409, "slug_taken"]);
});

test("hides a product that becomes a draft, and announces it as updated when it returns", async () => {
  await patch({ status: "draft" });
  expect((await catalog.ask(`/v1/products/${lamp.slug}`)).status).toBe(404);
  await patch({ status: "published" });
  expect((await catalog.ask(`/v1/products/${lamp.slug}`)).status).toBe(200);
  expect(eventTypes()).toEqual(["product.updated", "product.updated"]);
});

test("renames, adds, reorders and removes options, and keeps the ids of variants", async () => {
  const options = [
    { name: "Wood", initialValue: "Oak" },
    { name: "Format", formerName: "Size", values: ["Large", "Small"] },
  ];
  const { body } = await patch({ options });
  expect(body.options).toEqual([
    { name: "Wood", values: ["Oak"] },
    { name: "Format", values: ["Large", "Small"] },
  ]);
  expect(
    body.variants.map(({ id, title, options: values, sku }) => [id, title, values, sku]),
  ).toEqual(
    lamp.variants.map(({ id, title, sku }) => [
      id,
      `Oak / ${title}`,
      { Wood: "Oak", Format: title },
      sku,
    ]),
  );
  expect(problemOf(await patch({ options: [{ name: "Wood" }] }))).toEqual([
    ...[422, "product_invalid", "/options duplicate_options"],
  ]);
  const refused = [{ name: "A", formerName: "Nothing" }, { name: "B" }, { name: "Format" }];
  expect(problemOf(await patch({ options: refused })).slice(0, 4)).toEqual([
    ...[
      422,
      "product_invalid",
      "/options/0/formerName unknown_option",
      "/options/1/initialValue required",
    ],
  ]);
  expect((await patch({ options: [{ name: "Format" }] })).body.options).toEqual([
    { name: "Format", values: ["Small", "Large"] },
  ]);
});

test("deletes a product from the shop and from the index, and only once", async () => {
  catalog.queue.published.splice(0);
  const key = { "idempotency-key": crypto.randomUUID() };
  expect(
    (await staff("DELETE", `/products/${lamp.id}`, undefined, { "if-match": '"9"' })).status,
  ).toBe(412);
  expect((await staff("DELETE", `/products/${lamp.id}`, undefined, key)).status).toBe(204);
  expect((await staff("DELETE", `/products/${lamp.id}`, undefined, key)).status).toBe(204);
  expect((await staff("DELETE", `/products/${lamp.id}`)).status).toBe(404);
  expect(eventTypes()).toEqual(["product.deleted"]);
  expect((await catalog.ask(`/v1/products/${lamp.slug}`)).status).toBe(404);
  expect(
    await catalog.products.sellable(
      lamp.variants.map(({ id }) => id),
      "EUR",
    ),
  ).toEqual([]);
  const ids = lamp.variants.map(({ id }) => id);
  await catalog.deliverStock(ids);
  await catalog.deliver();
  expect((await staff("POST", "/products", lampInput({ slug: lamp.slug }))).status).toBe(201);
});
