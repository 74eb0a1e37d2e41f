import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import {
  pathOf,
  type TranslatedShop,
  translatedShop,
  word,
} from "#catalog/product-translations/translated-shop.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";

let catalog: TestCatalog;
let shop: TranslatedShop;
let staff: TranslatedShop["staff"];
beforeAll(async () => {
  catalog = await testCatalog();
  shop = translatedShop(catalog);
  ({ staff } = shop);
});
afterAll(() => catalog.stop());

describe("a change of a translation", () => {
  test.each([
    ["de_", 400],
    ["*", 400],
    ["x".repeat(60), 400],
    ["und", 400],
    ["en", 400],
  ])("is refused for the locale %p", async (locale, status) => {
    const product = await shop.created();
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
    const product = await shop.created();
    expect((await staff("PUT", pathOf(product, "de"), body)).status).toBe(status);
  });

  test("is refused when its HTML is too long together with that of other locales", async () => {
    const { id } = await shop.created();
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
    const { id } = await shop.created({
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
    const product = await shop.created();
    const ifMatch = { "if-match": `"${product.version + 1}"` };
    const put = await staff("PUT", pathOf(product, "de"), { title: "L" }, ifMatch);
    expect(put.status).toBe(412);
  });

  test("answers a repetition with its key as the first time", async () => {
    const product = await shop.created();
    const key = { "idempotency-key": word() };
    const first = await staff("PUT", pathOf(product, "de"), { title: "Lampe" }, key);
    const again = await staff("PUT", pathOf(product, "de"), { title: "Lampe" }, key);
    expect([again.status, again.body.version]).toEqual([200, first.body.version]);
  });

  test("announces the product", async () => {
    const product = await shop.created();
    await catalog.deliver();
    await staff("PUT", pathOf(product, "de"), { title: "Lampe" });
    const events = await catalog.deliver();
    expect(events.map(({ type, subject }) => [type, subject])).toContainEqual([
      "product.updated",
      product.id,
    ]);
  });

  test("stores texts that look like SQL or markup as they are", async () => {
    const product = await shop.created();
    const title = `'); drop table translations; -- <b>"`;
    await staff("PUT", pathOf(product, "de"), { title });
    expect((await shop.read(`/v1/products/${product.id}?locale=de`)).body.title).toBe(title);
    const { status } = await shop.read(
      `/v1/products/${encodeURIComponent("' or 1=1 --")}?locale=de`,
    );
    expect(status).toBe(404);
  });
});
