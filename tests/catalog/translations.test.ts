import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { eventually, type Json, type System, sequentialDepth, startSystem } from "#tests/system";

/** Translations over the gateway: what staff translate is what shoppers of a language read and find. */
const BOOT_MS = 120_000;
setDefaultTimeout(60_000);
let shop: System;
let token: string;
beforeAll(async () => {
  shop = await startSystem();
  token = await shop.signIn("staff@bodega.test");
}, BOOT_MS);
afterAll(() => shop?.stop());

const MUG = "stoneware-mug";

const staff = async (method: string, path: string, body?: object) => {
  const answer = await shop.ask(method, `/v1/admin${path}`, { token, ...(body && { body }) });
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.body;
};
const ask = (path: string, language?: string, more: Record<string, string> = {}) =>
  shop.ask("GET", path, {
    headers: { ...(language ? { "accept-language": language } : {}), ...more },
  });
const titleOf = async (language?: string, path = `/v1/products/${MUG}`): Promise<string> =>
  (await ask(path, language)).body.title;
const titlesOf = async (path: string, language?: string): Promise<string[]> =>
  (await ask(path, language)).body.data.map(({ title }: Json) => title);

let id: string;
let own: string;
beforeAll(async () => {
  const { body } = await ask(`/v1/products/${MUG}`);
  id = body.id;
  own = body.title;
  await staff("PUT", `/products/${id}/translations/de`, {
    title: "Steingutbecher",
    descriptionHtml: "<p onclick=alert(1)>Für Tee</p><script>alert(1)</script>",
    slug: "steingutbecher",
  });
  await staff("PUT", `/products/${id}/translations/de-AT`, { title: "Steinguthäferl" });
}, BOOT_MS);

test("answers each shopper in their language, from the catalog and from memory", async () => {
  for (let times = 0; times < 3; times += 1) {
    expect(await titleOf("de-DE, en;q=0.5")).toBe("Steingutbecher");
    expect(await titleOf("de-AT")).toBe("Steinguthäferl");
    expect(await titleOf("fr")).toBe(own);
    expect(await titleOf()).toBe(own);
    expect(await titleOf("de", `/v1/products/${MUG}?locale=en`)).toBe(own);
    expect(await titleOf("en", `/v1/products/${MUG}?locale=de-CH`)).toBe("Steingutbecher");
  }
  const { headers, body } = await ask(`/v1/products/${MUG}`, "de-AT");
  expect(headers.get("content-language")).toBe("de-AT");
  expect(headers.get("vary")).toContain("Accept-Language");
  expect([body.slug, body.descriptionHtml]).toEqual(["steingutbecher", "<p>Für Tee</p>"]);
});

test("shows the texts of a language in lists, and its slug finds the product", async () => {
  expect(await titlesOf("/v1/products?limit=100", "de")).toContain("Steingutbecher");
  expect(await titlesOf("/v1/products?limit=100")).toContain(own);
  expect((await ask("/v1/products/steingutbecher", "en")).body.id).toBe(id);
});

test("redirects a former slug to the one of the language", async () => {
  const path = `/products/${id}/translations/fr`;
  await staff("PUT", path, { title: "Tasse", slug: "tasse" });
  await staff("PUT", path, { title: "Tasse", slug: "tasse-en-gres" });
  const moved = await ask("/v1/products/tasse", "fr");
  expect([moved.status, moved.headers.get("location")]).toEqual([
    301,
    "/v1/products/tasse-en-gres",
  ]);
  const english = await ask("/v1/products/tasse?locale=en");
  expect(english.headers.get("location")).toBe(`/v1/products/${MUG}?locale=en`);
});

test("shows shoppers a changed translation, and the shop's own text when it is deleted", async () => {
  const path = `/products/${id}/translations/es`;
  expect(await titleOf("es")).toBe(own);
  for (const title of ["Taza", "Taza de gres"]) {
    await staff("PUT", path, { title });
    await eventually(
      "the shopper reads it",
      () => titleOf("es"),
      (shown) => shown === title,
    );
  }
  await staff("DELETE", path);
  await eventually(
    "the shopper reads the shop's own text",
    () => titleOf("es"),
    (shown) => shown === own,
  );
});

test("takes one round trip to browse in a language when cold, and none when warm", async () => {
  const depthOf = async (path: string) => {
    const requestId = `req-${crypto.randomUUID()}`;
    await ask(path, "de-AT", { "x-request-id": requestId });
    return sequentialDepth(await shop.callsOf(requestId));
  };
  await titleOf("de-AT");
  for (const path of [
    "/v1/products?sort=price&limit=41",
    "/v1/products?sort=price&limit=1",
    "/v1/products?category=home&limit=43",
    "/v1/categories",
    "/v1/collections",
    `/v1/products/${MUG}/related`,
  ]) {
    expect([path, await depthOf(path)]).toEqual([path, 1]);
    const warm = [await depthOf(path), await depthOf(path)];
    expect([path, Math.min(...warm)]).toEqual([path, 0]);
  }
});

test.each([
  ["the search engine", false],
  ["the database", true],
])("finds and suggests in a language by %s", async (_, isDown) => {
  if (isDown) await shop.faults("typesense", [{ kind: "error-before", rate: 1, status: 503 }]);
  const found = (language: string, nth: number) =>
    titlesOf(`/v1/search?q=steingutbecher&limit=${nth}`, language);
  const limit = isDown ? 20 : 10;
  await eventually(
    "the search finds its German title",
    () => found("de", limit),
    (titles) => titles.includes("Steingutbecher"),
  );
  expect(await found("de-AT", limit + 1)).toEqual(["Steinguthäferl"]);
  expect(await found("en", limit + 2)).toEqual([]);
  const suggested = await ask(`/v1/search/suggest?q=steinguth`, "de-AT");
  expect(suggested.body.data).toContainEqual({
    ...{ type: "product", text: "Steinguthäferl", slug: "steingutbecher" },
  });
  await shop.heal("typesense");
});

test.each([
  ["PUT", "de_DE", { title: "x" }, 400],
  ["PUT", "x".repeat(300), { title: "x" }, 400],
  ["PUT", "en", { title: "x" }, 400],
  ["PUT", "it", { title: "\u0000" }, 400],
  ["PUT", "it", { title: "x", slug: MUG.slice(0, -1), seo: "x" }, 400],
  ["DELETE", "it", undefined, 404],
])("refuses %s of the locale %p with %j", async (method, locale, body, status) => {
  const path = `/v1/admin/products/${id}/translations/${encodeURIComponent(locale)}`;
  const answer = await shop.ask(method, path, { token, ...(body && { body }) });
  expect(answer.status).toBe(status);
});

test("refuses a slug that another product has", async () => {
  const { body } = await ask("/v1/products?limit=2");
  const other = body.data.find((product: Json) => product.id !== id);
  const path = `/v1/admin/products/${other.id}/translations/de`;
  const taken = await shop.ask("PUT", path, {
    token,
    body: { title: "x", slug: "steingutbecher" },
  });
  expect([taken.status, taken.body.code]).toEqual([409, "slug_taken"]);
});

test("keeps translations from customers and guests", async () => {
  const path = `/v1/admin/products/${id}/translations/de`;
  const body = { title: "Mein" };
  expect((await shop.ask("PUT", path, { body })).status).toBe(401);
  const account = { email: "reader@example.com", password: "corner-shop-2026", name: "Ada Reader" };
  const registered = await shop.ask("POST", "/v1/auth/register", { body: account });
  const customer = registered.body.accessToken;
  expect((await shop.ask("PUT", path, { token: customer, body })).status).toBe(403);
});
