import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import {
  pathOf,
  type TranslatedShop,
  translatedShop,
  word,
} from "#catalog/product-translations/translated-shop.testing";
import { lampInput } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import type { Product } from "#contract/catalog";

let catalog: TestCatalog;
let shop: TranslatedShop;
let staff: TranslatedShop["staff"];
let read: TranslatedShop["read"];
beforeAll(async () => {
  catalog = await testCatalog();
  shop = translatedShop(catalog);
  ({ staff, read } = shop);
});
afterAll(() => catalog.stop());

const speaking = (language: string) => ({ "accept-language": language });

const GERMAN = {
  title: "Lampe",
  descriptionHtml: "<p>Hell</p><script>alert(1)</script>",
  options: [{ name: "Größe", values: ["Klein", "Groß"] }],
  seo: { title: "Lampe kaufen" },
};

/** Creates a lamp with German texts, and Austrian ones that have a title only. */
const translated = async (more: object = {}) => {
  const product = await shop.created(more);
  const slug = word();
  await staff("PUT", pathOf(product, "de"), { ...GERMAN, slug });
  await staff("PUT", pathOf(product, "de-AT"), { title: "Lamperl" });
  return { ...product, german: slug };
};

describe("a translation", () => {
  test("is shown to staff in its canonical locale, and raises the version", async () => {
    const product = await shop.created();
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
    const other = await shop.created({ tags: [tag] });
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
    const bundle = await shop.created({
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
    const [first, second] = [await translated(), await shop.created()];
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
    const product = await shop.created();
    await staff("PUT", pathOf(product, "de"), { title: "Lampe", slug: product.slug });
    await staff("PATCH", `/products/${product.id}`, { slug: word() });
    const { status, body } = await read(`/v1/products/${product.slug}?locale=de`);
    expect([status, body.slug]).toEqual([200, product.slug]);
  });

  test("is free once its product is deleted", async () => {
    const [first, second] = [await translated(), await shop.created()];
    await staff("DELETE", `/products/${first.id}`);
    const put = await staff("PUT", pathOf(second, "de"), { title: "L", slug: first.german });
    expect(put.status).toBe(200);
  });
});

test.each(["?locale=", "?locale=de_AT", "?locale=%00", `?locale=${"a".repeat(99)}`])(
  "refuses %p with 400",
  async (query) => {
    expect((await read(`/v1/products${query}`)).status).toBe(400);
  },
);
