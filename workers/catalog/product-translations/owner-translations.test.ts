import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { AdminCategory } from "#catalog/categories/categories.contract";
import type { CollectionWithProducts } from "#catalog/collections/collections.contract";
import { asStaff, lampInput, type StaffAnswer } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import type { Category, Product } from "#contract/catalog";

let catalog: TestCatalog;
let staff: ReturnType<typeof asStaff>;
beforeAll(async () => {
  catalog = await testCatalog();
  staff = asStaff(catalog);
});
afterAll(() => catalog.stop());

const word = () => `w${crypto.randomUUID().slice(0, 8)}`;

type Owner = (AdminCategory | CollectionWithProducts) & { slug: string };

/** The two kinds of owners whose texts are a name, a description and a slug. */
const KINDS = [
  { noun: "categories", name: "name", input: (slug: string) => ({ name: "Lamps", slug }) },
  {
    noun: "collections",
    name: "title",
    input: (slug: string) => ({ kind: "manual", title: "Lamps", slug }),
  },
] as const;

describe.each(KINDS)("translations of $noun", ({ noun, name, input }) => {
  const ask = <Body = Owner>(method: string, path: string, body?: object, headers = {}) =>
    staff<Body>(method, `/${noun}${path}`, body, headers);
  const created = async () => (await ask("POST", "", input(word()))).body;
  const text = (title: string, more: object = {}) => ({ [name]: title, ...more });
  const put = (id: string, locale: string, body: object, headers = {}) =>
    ask(`PUT`, `/${id}/translations/${locale}`, body, headers);

  const read = async (path: string, language = "") => {
    const answer = await catalog.ask(`/v1/${noun}${path}`, {
      headers: { "accept-language": language },
    });
    const body = answer.status === 200 ? ((await answer.json()) as Record<string, unknown>) : {};
    return { status: answer.status, headers: answer.headers, body };
  };

  test("are shown to staff, and raise the version", async () => {
    const owner = await created();
    const { status, body }: StaffAnswer<Owner> = await put(owner.id, "de-at", text("Lampen"));
    expect([status, body.version]).toEqual([200, owner.version + 1]);
    expect(body.translations).toEqual({
      "de-AT": text("Lampen", { description: null, slug: null }),
    } as never);
  });

  test("are read in the locale of the shopper, with fallback", async () => {
    const { id, slug } = await created();
    const german = word();
    await put(id, "de", text("Lampen", { description: "Hell", slug: german }));
    await put(id, "de-AT", text("Lamperln"));
    for (const path of [`/${slug}`, `/${german}`]) {
      const { body, headers } = await read(path, "de-AT");
      const shown = { [name]: "Lamperln", description: "Hell", slug: german };
      expect(body).toMatchObject(shown);
      expect(headers.get("content-language")).toBe("de-AT");
    }
    expect((await read(`/${german}`)).body).toMatchObject({ [name]: "Lamps", slug });
    const { body } = await read("?locale=de");
    expect(body.data).toContainEqual(expect.objectContaining({ id, [name]: "Lampen" }));
  });

  test("redirect from a former slug, and free it when the owner is deleted", async () => {
    const { id, slug } = await created();
    const [german, next] = [word(), word()];
    await put(id, "de", text("Lampen", { slug: german }));
    await put(id, "de", text("Leuchten", { slug: next }));
    const moved = await read(`/${german}?locale=de`);
    expect(moved.headers.get("location")).toBe(`/v1/${noun}/${next}?locale=de`);
    expect((await read(`/${german}`)).headers.get("location")).toBe(`/v1/${noun}/${slug}`);
    await ask("DELETE", `/${id}`);
    expect((await read(`/${next}`)).status).toBe(404);
    const other = await created();
    expect((await put(other.id, "de", text("Lampen", { slug: next }))).status).toBe(200);
  });

  test("have slugs that belong to one owner", async () => {
    const [first, second] = [await created(), await created()];
    const german = word();
    await put(first.id, "de", text("Lampen", { slug: german }));
    const taken = [
      await put(second.id, "de", text("Lampen", { slug: german })),
      await put(second.id, "fr", text("Lampes", { slug: first.slug })),
      await put(first.id, "fr", text("Lampes", { slug: german })),
      await ask("PATCH", `/${second.id}`, { slug: german }),
      await ask("POST", "", input(german)),
    ];
    for (const { status, body } of taken)
      expect([status, body]).toEqual([409, expect.objectContaining({ code: "slug_taken" })]);
  });

  test("filter products by their slugs", async () => {
    const { id } = await created();
    const german = word();
    await put(id, "de", text("Lampen", { slug: german }));
    const filed = noun === "categories" ? { categories: [id] } : {};
    const product = (await staff("POST", "/products", lampInput(filed))).body;
    if (noun === "collections") await ask("PUT", `/${id}/products`, { productIds: [product.id] });
    const filter = noun === "categories" ? "category" : "collection";
    const answer = await catalog.ask(`/v1/products?${filter}=${german}`);
    const { data } = (await answer.json()) as { data: Product[] };
    expect(data.map((found) => found.id)).toEqual([product.id]);
    const empty = await catalog.ask(`/v1/products?${filter}=${german}&tag=none`);
    expect(empty.status).toBe(200);
  });

  test("are deleted, refused for bad locales, old versions and unknown owners", async () => {
    const { id, version } = await created();
    await put(id, "de", text("Lampen"));
    const old = { "if-match": `"${version}"` };
    expect((await put(id, "de", text("Lampen 2"), old)).status).toBe(412);
    expect((await ask("DELETE", `/${id}/translations/de`)).body.translations).toEqual({});
    expect((await ask("DELETE", `/${id}/translations/de`)).status).toBe(404);
    expect((await put(id, "de_", text("Lampen"))).status).toBe(400);
    expect((await put(id, "en", text("Lamps"))).status).toBe(400);
    expect((await put(`${id.slice(0, 4)}none`, "de", text("Lampen"))).status).toBe(404);
  });

  test("are repeated with their key without a second change", async () => {
    const { id } = await created();
    const key = { "idempotency-key": word() };
    const first = await put(id, "de", text("Lampen"), key);
    const again = await put(id, "de", text("Lampen"), key);
    expect(again.body).toEqual(first.body);
  });
});

test("a product shows its categories in the locale", async () => {
  const category = (
    await staff<AdminCategory>("POST", "/categories", { name: "Lamps", slug: word() })
  ).body;
  await staff("PUT", `/categories/${category.id}/translations/de`, { name: "Lampen" });
  const { body } = await staff("POST", "/products", lampInput({ categories: [category.id] }));
  const answer = await catalog.ask(`/v1/products/${body.id}?locale=de`);
  const { categories } = (await answer.json()) as Product;
  expect(categories).toEqual([{ id: category.id, slug: category.slug, name: "Lampen" }]);
});

test("a category below another shows its path in the locale", async () => {
  const root = (await staff<AdminCategory>("POST", "/categories", { name: "Home", slug: word() }))
    .body;
  const below = { name: "Lamps", slug: word(), parentId: root.id };
  const child = (await staff<AdminCategory>("POST", "/categories", below)).body;
  const german = word();
  await staff("PUT", `/categories/${root.id}/translations/de`, { name: "Zuhause", slug: german });
  const answer = await catalog.ask(`/v1/categories/${child.slug}?locale=de`);
  const { path } = (await answer.json()) as Category;
  expect(path.map(({ slug, name }) => [slug, name])).toEqual([
    [german, "Zuhause"],
    [child.slug, "Lamps"],
  ]);
});
