import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { AdminProduct } from "#catalog/admin-products.contract";
import { asStaff, lampInput } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import type { Product } from "#contract/catalog";

let catalog: TestCatalog;
let staff: ReturnType<typeof asStaff>;
beforeAll(async () => {
  catalog = await testCatalog();
  staff = asStaff(catalog);
});
afterAll(() => catalog.stop());

const created = async (more: object = {}): Promise<AdminProduct> =>
  (await staff("POST", "/products", lampInput(more))).body;
const word = () => `w${crypto.randomUUID().slice(0, 8)}`;
const pathOf = ({ id }: { id: string }, locale: string) => `/products/${id}/translations/${locale}`;

const read = async <Body = Product>(path: string, headers: Record<string, string> = {}) => {
  const answer = await catalog.ask(path, { headers });
  const text = await answer.text();
  return {
    ...{ status: answer.status, headers: answer.headers },
    body: (text === "" ? null : JSON.parse(text)) as Body,
  };
};
const speaking = (language: string) => ({ "accept-language": language });

const GERMAN = {
  title: "Lampe",
  descriptionHtml: "<p>Hell</p><script>alert(1)</script>",
  options: [{ name: "Größe", values: ["Klein", "Groß"] }],
  seo: { title: "Lampe kaufen" },
};

/** Creates a lamp with German texts, and Austrian ones that have a title only. */
const translated = async (more: object = {}) => {
  const product = await created(more);
  const slug = word();
  await staff("PUT", pathOf(product, "de"), { ...GERMAN, slug });
  await staff("PUT", pathOf(product, "de-AT"), { title: "Lamperl" });
  return { ...product, german: slug };
};

describe("a translation", () => {
  test("is shown to staff in its canonical locale, and raises the version", async () => {
    const product = await created();
    const slug = word();
    const put = await staff("PUT", pathOf(product, "DE-at"), { ...GERMAN, slug });
    expect([put.status, put.body.version]).toEqual([200, product.version + 1]);
    expect(put.body.translations).toEqual({
      "de-AT": {
        ...{ title: "Lampe", description: "Hell", descriptionHtml: "<p>Hell</p>", slug },
        options: GERMAN.options,
        seo: { title: "Lampe kaufen", description: null },
      },
    });
    const titled = await staff("PUT", pathOf(product, "fr"), { title: "Lampe" });
    expect(titled.body.translations.fr).toEqual({
      ...{ title: "Lampe", description: null, descriptionHtml: null, slug: null, options: null },
      seo: { title: null, description: null },
    });
    const { body } = await staff("GET", `/products/${product.id}`);
    await staff("DELETE", pathOf(product, "fr"));
    expect(body.translations).toEqual(titled.body.translations);
  });

  test("is what shoppers read who ask for its locale", async () => {
    const { id, german } = await translated();
    const { body, headers } = await read(`/v1/products/${id}?locale=de`);
    expect(body).toMatchObject({
      ...{ title: "Lampe", description: "Hell", descriptionHtml: "<p>Hell</p>", slug: german },
      options: GERMAN.options,
      seo: { title: "Lampe kaufen", description: null },
    });
    expect(body.variants.map(({ title, options }) => [title, options])).toEqual([
      ["Klein", { Größe: "Klein" }],
      ["Groß", { Größe: "Groß" }],
    ]);
    expect(headers.get("content-language")).toBe("de");
    expect(headers.get("vary")).toContain("Accept-Language");
  });

  test.each([
    ["?locale=de-AT", "", ["Lamperl", "Hell", "de-AT"]],
    ["?locale=DE-ch", "", ["Lampe", "Hell", "de"]],
    ["?locale=fr", "", ["Oak Lamp", "", "en"]],
    ["?locale=en", "de", ["Oak Lamp", "", "en"]],
    ["", "de-AT", ["Lamperl", "Hell", "de-AT"]],
    ["", "fr-CH, fr;q=0.9, de;q=0.5, en;q=0.7", ["Oak Lamp", "", "en"]],
    ["", "fr-CH, fr;q=0.9, de-DE;q=0.8, en;q=0.7", ["Lampe", "Hell", "de"]],
    ["", "de;q=0, en", ["Oak Lamp", "", "en"]],
    ["", "*", ["Oak Lamp", "", "en"]],
    ["", '";;,,\\"=,de;q=x', ["Lampe", "Hell", "de"]],
  ])("falls back when %s and %p is asked for", async (query, language, shown) => {
    const { id } = await translated();
    const { body, headers } = await read(`/v1/products/${id}${query}`, speaking(language));
    expect([body.title, body.description, headers.get("content-language") ?? ""]).toEqual(shown);
  });

  test("is shown in lists, look-ups and beside other products", async () => {
    const tag = word();
    const { id } = await translated({ tags: [tag] });
    const other = await created({ tags: [tag] });
    // Lists by options read what search words are written with.
    await catalog.deliver();
    const paths = [
      `/v1/products?tag=${tag}&sort=title`,
      `/v1/products?tag=${tag}&option.size=Small`,
      `/v1/products/lookup?ids=${id}`,
      `/v1/products/${other.id}/related`,
    ];
    for (const path of paths) {
      const { body, headers } = await read<{ data: Product[] }>(path, speaking("de-AT"));
      expect(body.data.find((product) => product.id === id)?.title).toBe("Lamperl");
      expect(headers.get("content-language")).toBe("de-AT");
      expect(headers.get("bodega-locales")).toBe("en,de,de-AT");
    }
  });

  test("is that of the market when the country is named and no locale is asked for", async () => {
    const { id } = await translated();
    const market = { countries: ["AT"], currency: "EUR", locales: ["de-AT", "en"] };
    await staff("POST", "/markets", { name: "Austria", ...market });
    const titleFor = async (query: string, language = "") =>
      (await read(`/v1/products/${id}${query}`, speaking(language))).body.title;
    expect(await titleFor("?country=AT")).toBe("Lamperl");
    expect(await titleFor("?country=AT", "xx")).toBe("Lamperl");
    expect(await titleFor("?country=AT&locale=en")).toBe("Oak Lamp");
    expect(await titleFor("?country=AT", "de")).toBe("Lampe");
    expect(await titleFor("")).toBe("Oak Lamp");
  });

  test("names the parts of a bundle", async () => {
    const lamp = await translated();
    const parts = lamp.variants.slice(0, 1).map(({ id }) => ({ variantId: id, quantity: 2 }));
    const bundle = await created({
      ...{ type: "bundle", options: [], title: "Set" },
      variants: [{ prices: [{ currency: "EUR", amount: 5000 }], parts }],
    });
    const titles = async (query: string) =>
      (await read(`/v1/products/${bundle.id}${query}`)).body.variants.map((variant) =>
        variant.parts?.map(({ title }) => title),
      );
    expect(await titles("")).toEqual([["Oak Lamp (Small)"]]);
    expect(await titles("?locale=de")).toEqual([["Lampe (Klein)"]]);
    expect(await titles("?locale=de-AT")).toEqual([["Lamperl (Klein)"]]);
  });

  test("keeps values in the shop's own language that came later", async () => {
    const { id } = await translated();
    await staff("POST", `/products/${id}/variants`, {
      options: { Size: "Huge" },
      prices: [{ currency: "EUR", amount: 9000 }],
    });
    const { body } = await read(`/v1/products/${id}?locale=de`);
    expect(body.options).toEqual([{ name: "Größe", values: ["Klein", "Groß", "Huge"] }]);
  });

  test("shows options in the shop's own language when a later value equals a translation", async () => {
    const { id } = await translated();
    await staff("POST", `/products/${id}/variants`, {
      options: { Size: "Groß" },
      prices: [{ currency: "EUR", amount: 9000 }],
    });
    const { body } = await read(`/v1/products/${id}?locale=de`);
    expect(body.options).toEqual([{ name: "Size", values: ["Small", "Large", "Groß"] }]);
    expect(body.variants.map(({ title, options }) => [title, options])).toEqual([
      ["Small", { Size: "Small" }],
      ["Large", { Size: "Large" }],
      ["Groß", { Size: "Groß" }],
    ]);
  });

  test("is replaced as a whole, and deleted", async () => {
    const product = await translated();
    await staff("PUT", pathOf(product, "de"), { title: "Leuchte" });
    const { body } = await read(`/v1/products/${product.id}?locale=de`);
    expect([body.title, body.description, body.options[0]?.name]).toEqual(["Leuchte", "", "Size"]);
    const deleted = await staff("DELETE", pathOf(product, "de"));
    expect(Object.keys(deleted.body.translations)).toEqual(["de-AT"]);
    expect((await staff("DELETE", pathOf(product, "de"))).status).toBe(404);
    expect((await read(`/v1/products/${product.id}?locale=de`)).body.title).toBe("Oak Lamp");
  });
});

describe("a translated slug", () => {
  test("finds the product in any locale", async () => {
    const { id, slug, german } = await translated();
    for (const [path, expected] of [
      [`/v1/products/${german}`, slug],
      [`/v1/products/${german}?locale=de`, german],
      [`/v1/products/${slug}?locale=de-AT`, german],
    ] as const) {
      const { status, body } = await read(path);
      expect([status, body.id, body.slug]).toEqual([200, id, expected]);
    }
  });

  test("redirects in the language of the request when it has changed", async () => {
    const product = await translated();
    const next = word();
    await staff("PUT", pathOf(product, "de"), { title: "Leuchte", slug: next });
    const location = async (query: string) =>
      (await read(`/v1/products/${product.german}${query}`)).headers.get("location");
    expect(await location("")).toBe(`/v1/products/${product.slug}`);
    expect(await location("?locale=de")).toBe(`/v1/products/${next}?locale=de`);
    await staff("DELETE", pathOf(product, "de"));
    expect(await location("?locale=de")).toBe(`/v1/products/${product.slug}?locale=de`);
    const back = await staff("PUT", pathOf(product, "de"), { title: "L", slug: product.german });
    expect(back.status).toBe(200);
    expect(await location("?locale=de")).toBeNull();
  });

  test("belongs to one product", async () => {
    const [first, second] = [await translated(), await created()];
    const taken = [
      await staff("PUT", pathOf(second, "de"), { title: "L", slug: first.german }),
      await staff("PUT", pathOf(second, "fr"), { title: "L", slug: first.slug }),
      await staff("PUT", pathOf(first, "fr"), { title: "L", slug: first.german }),
      await staff("PATCH", `/products/${second.id}`, { slug: first.german }),
      await staff("POST", "/products", lampInput({ slug: first.german })),
    ];
    for (const { status, body } of taken)
      expect([status, body]).toEqual([409, expect.objectContaining({ code: "slug_taken" })]);
  });

  test("may be the product's own, and does not redirect to itself when that changes", async () => {
    const product = await created();
    await staff("PUT", pathOf(product, "de"), { title: "Lampe", slug: product.slug });
    await staff("PATCH", `/products/${product.id}`, { slug: word() });
    const { status, body } = await read(`/v1/products/${product.slug}?locale=de`);
    expect([status, body.slug]).toEqual([200, product.slug]);
  });

  test("is free once its product is deleted", async () => {
    const [first, second] = [await translated(), await created()];
    await staff("DELETE", `/products/${first.id}`);
    const put = await staff("PUT", pathOf(second, "de"), { title: "L", slug: first.german });
    expect(put.status).toBe(200);
  });
});

describe("a change of a translation", () => {
  test.each([
    ["de_", 400],
    ["*", 400],
    ["x".repeat(60), 400],
    ["und", 400],
    ["en", 400],
  ])("is refused for the locale %p", async (locale, status) => {
    const product = await created();
    const path = pathOf(product, encodeURIComponent(locale));
    expect((await staff("PUT", path, { title: "L" })).status).toBe(status);
    const { body } = await staff("GET", `/products/${product.id}`);
    expect([body.version, body.translations]).toEqual([product.version, {}]);
  });

  test.each([
    [{}, 400],
    [{ title: "" }, 400],
    [{ title: "L", slug: "Not A Slug" }, 400],
    [{ title: "L", more: 1 }, 400],
    [{ title: "L", options: [] }, 422],
    [{ title: "L", options: [{ name: "Größe", values: ["Klein"] }] }, 422],
  ])("is refused for the body %j", async (body, status) => {
    const product = await created();
    expect((await staff("PUT", pathOf(product, "de"), body)).status).toBe(status);
  });

  test("is refused when its HTML is too long together with that of other locales", async () => {
    const { id } = await created();
    const put = (locale: string, chars: number) =>
      staff("PUT", pathOf({ id }, locale), { title: "L", descriptionHtml: "x".repeat(chars) });
    const half = 512 * 1024;
    for (const locale of ["de", "fr", "de"]) expect((await put(locale, half)).status).toBe(200);
    const { status, body } = await put("it", 1);
    expect([status, body]).toMatchObject([
      422,
      { errors: [{ pointer: "/descriptionHtml", code: "too_long", max: 0 }] },
    ]);
    await put("fr", half - 1);
    expect((await put("it", 1)).status).toBe(200);
    expect((await put("it", 2)).body).toMatchObject({ errors: [{ max: 1 }] });
  });

  test("is refused when shoppers could not tell its options or values apart", async () => {
    const { id } = await created({
      options: [{ name: "Size" }, { name: "Shade" }],
      variants: ["Linen", "Jute"].map((Shade) => ({ options: { Size: "Small", Shade } })),
      status: "draft",
    });
    const options = [
      { name: "Art", values: ["Klein"] },
      { name: "ART", values: ["Leinen", "leinen"] },
    ];
    const { status, body } = await staff("PUT", pathOf({ id }, "de"), { title: "L", options });
    expect([status, body]).toMatchObject([
      422,
      {
        errors: [
          { pointer: "/options/1/name", code: "duplicate_option" },
          { pointer: "/options/1/values/1", code: "duplicate_value" },
        ],
      },
    ]);
  });

  test("is refused when the product was changed since it was read", async () => {
    const product = await created();
    const ifMatch = { "if-match": `"${product.version + 1}"` };
    const put = await staff("PUT", pathOf(product, "de"), { title: "L" }, ifMatch);
    expect(put.status).toBe(412);
  });

  test("answers a repetition with its key as the first time", async () => {
    const product = await created();
    const key = { "idempotency-key": word() };
    const first = await staff("PUT", pathOf(product, "de"), { title: "Lampe" }, key);
    const again = await staff("PUT", pathOf(product, "de"), { title: "Lampe" }, key);
    expect([again.status, again.body.version]).toEqual([200, first.body.version]);
  });

  test("announces the product", async () => {
    const product = await created();
    await catalog.deliver();
    await staff("PUT", pathOf(product, "de"), { title: "Lampe" });
    const events = await catalog.deliver();
    expect(events.map(({ type, subject }) => [type, subject])).toContainEqual([
      "product.updated",
      product.id,
    ]);
  });

  test("stores texts that look like SQL or markup as they are", async () => {
    const product = await created();
    const title = `'); drop table translations; -- <b>"`;
    await staff("PUT", pathOf(product, "de"), { title });
    expect((await read(`/v1/products/${product.id}?locale=de`)).body.title).toBe(title);
    const { status } = await read(`/v1/products/${encodeURIComponent("' or 1=1 --")}?locale=de`);
    expect(status).toBe(404);
  });
});

test.each(["?locale=", "?locale=de_AT", "?locale=%00", `?locale=${"a".repeat(99)}`])(
  "refuses %p with 400",
  async (query) => {
    expect((await read(`/v1/products${query}`)).status).toBe(400);
  },
);
