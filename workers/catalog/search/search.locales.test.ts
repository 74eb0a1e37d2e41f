import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { AdminProduct } from "#catalog/admin-products.contract";
import type { AdminCategory } from "#catalog/categories/categories.contract";
import type { SearchPage, Suggestion } from "#catalog/search.contract";
import { asStaff, lampInput } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";

let catalog: TestCatalog;
let staff: ReturnType<typeof asStaff>;
let category: AdminCategory;
let kettle: AdminProduct;
let lamp: AdminProduct;
beforeAll(async () => {
  catalog = await testCatalog();
  staff = asStaff(catalog);
  const named = { name: "Household", slug: "household" };
  category = (await staff<AdminCategory>("POST", "/categories", named)).body;
  const created = async (more: object) =>
    (await staff("POST", "/products", lampInput({ categories: [category.id], ...more }))).body;
  kettle = await created({ title: "Kettle", slug: "kettle", descriptionHtml: "<p>Boils fast</p>" });
  lamp = await created({ title: "Lamp", slug: "lamp" });
  await staff("PUT", `/products/${kettle.id}/translations/de`, {
    title: "Wasserkocher",
    descriptionHtml: "<p>Kocht geschwind</p>",
    slug: "wasserkocher",
    options: [{ name: "Größe", values: ["Klein", "Riesig"] }],
  });
  await staff("PUT", `/products/${kettle.id}/translations/de-AT`, { title: "Teekesserl" });
  const german = { name: "Haushaltswaren", slug: "haushaltswaren" };
  await staff("PUT", `/categories/${category.id}/translations/de`, german);
  // Draft texts alone make a locale of the shop, without a field of the index.
  const draft = await created({ status: "draft" });
  await staff("PUT", `/products/${draft.id}/translations/fr`, { title: "Lampe" });
  await catalog.deliver();
  await catalog.indexing.reindex();
});
afterAll(() => catalog.stop());

const read = async <Body>(path: string, language = "") => {
  const answer = await catalog.ask(path, { headers: { "accept-language": language } });
  expect([path, answer.status]).toEqual([path, 200]);
  return { headers: answer.headers, body: (await answer.json()) as Body };
};
const found = async (query: string, language = "") => {
  const { body } = await read<SearchPage>(`/v1/search?${query}`, language);
  return body.data.map(({ title }) => title);
};

describe.each([
  ["the search engine", false],
  ["the database", true],
])("a search by %s", (_, isDown) => {
  const searching = async <T>(work: () => Promise<T>): Promise<T> => {
    await catalog.takeSearchDown(isDown);
    try {
      return await work();
    } finally {
      await catalog.takeSearchDown(false);
    }
  };

  test.each([
    ["q=wasserkocher", "de", ["Wasserkocher"]],
    ["q=Wasserkoch", "de-CH", ["Wasserkocher"]],
    ["q=wasserkcoher", "de", ["Wasserkocher"]],
    ["q=teekesserl", "de-AT", ["Teekesserl"]],
    ["q=geschwind", "de-AT", ["Teekesserl"]],
    ["q=riesig", "de", ["Wasserkocher"]],
    ["q=haushaltswaren&sort=title", "de", ["Wasserkocher", "Lamp"]],
    ["q=teekesserl", "de", []],
    ["q=wasserkocher", "", []],
    ["q=wasserkocher", "fr", []],
    ["q=wasserkocher&locale=en", "de", []],
    ["q=kettle", "de", ["Wasserkocher"]],
    ["q=kettle", "fr", ["Kettle"]],
    ["q=kettle", "it", ["Kettle"]],
    ["category=haushaltswaren&sort=title", "de", ["Wasserkocher", "Lamp"]],
    ["category=haushaltswaren&sort=title", "", ["Kettle", "Lamp"]],
  ])("finds by %s in %p %p", async (query, language, titles) => {
    expect(await searching(() => found(query, language))).toEqual(titles);
  });

  test("shows and marks the texts of the locale", async () => {
    const { body, headers } = await searching(() =>
      read<SearchPage>("/v1/search?q=wasserkocher+kocht&locale=de-AT"),
    );
    expect(headers.get("content-language")).toBe("de-AT");
    expect(body.degraded).toBe(isDown);
    const { body: german } = await searching(() =>
      read<SearchPage>("/v1/search?q=wasserkocher+kocht&locale=de"),
    );
    expect(german.data).toMatchObject([
      {
        ...{ id: kettle.id, title: "Wasserkocher", slug: "wasserkocher" },
        highlights: {
          title: "<mark>Wasserkocher</mark>",
          description: "<mark>Kocht</mark> geschwind",
        },
      },
    ]);
    const labels = german.facets.find(({ field }) => field === "category")?.values;
    expect(labels).toEqual([{ value: "household", label: "Haushaltswaren", count: 1 }]);
  });

  test.each([
    ["q=wass", "de", [["product", "Wasserkocher", "wasserkocher"]]],
    ["q=wass", "", []],
    [
      "q=haush",
      "de",
      [
        ["category", "Haushaltswaren", "haushaltswaren"],
        ["product", "Wasserkocher", "wasserkocher"],
        ["product", "Lamp", "lamp"],
      ],
    ],
  ])("suggests for %s in %p %p", async (query, language, suggested) => {
    const { body } = await searching(() =>
      read<{ data: Suggestion[] }>(`/v1/search/suggest?${query}`, language),
    );
    const named = body.data.map(({ type, text, slug }) => [type, text, slug]);
    expect(named.toSorted()).toEqual(suggested.toSorted());
  });

  test("finds a changed translation, and not its former words", async () => {
    const path = `/products/${lamp.id}/translations/de`;
    await staff("PUT", path, { title: "Stehleuchte" });
    await catalog.deliver();
    expect(await searching(() => found("q=stehleuchte", "de"))).toEqual(["Stehleuchte"]);
    await staff("PUT", path, { title: "Tischleuchte" });
    await catalog.deliver();
    expect(await searching(() => found("q=stehleuchte", "de"))).toEqual([]);
    expect(await searching(() => found("q=tischleuchte", "de"))).toEqual(["Tischleuchte"]);
    await staff("DELETE", path);
    await catalog.deliver();
    expect(await searching(() => found("q=tischleuchte", "de"))).toEqual([]);
  });
});

test("searches by the engine when no document has texts in the locale", async () => {
  const { body, headers } = await read<SearchPage>("/v1/search?q=kettle", "fr");
  expect([body.degraded, body.total, headers.get("content-language")]).toEqual([false, 1, "fr"]);
});

test("searches in the locales that documents have when others of the language have none", async () => {
  await staff("PUT", `/products/${lamp.id}/translations/pt-BR`, { title: "Luminária" });
  // Draft texts alone make a locale of the shop, without a field of the index.
  const draft = await staff("POST", "/products", lampInput({ slug: "draft", status: "draft" }));
  await staff("PUT", `/products/${draft.body.id}/translations/pt`, { title: "Rascunho" });
  await catalog.deliver();
  for (const language of ["pt-BR", "pt-BR-abl1943"])
    expect(await found("q=luminaria", language)).toEqual(["Luminária"]);
  const { body } = await read<{ data: Suggestion[] }>("/v1/search/suggest?q=lumi", "pt-BR");
  expect(body.data).toMatchObject([{ text: "Luminária" }]);
});

test("knows a locale that is new to the shop at once", async () => {
  await staff("PUT", `/products/${lamp.id}/translations/it`, { title: "Lampada" });
  await catalog.deliver();
  expect(await found("q=lampada", "it")).toEqual(["Lampada"]);
  await staff("DELETE", `/products/${lamp.id}/translations/it`);
  await catalog.deliver();
});

test("keeps the index equal to the catalog", async () => {
  const status = await catalog.indexing.reindex();
  expect(status).toMatchObject({ inSync: true });
});
