import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import type { SearchPage, Suggestion } from "#catalog/search.contract";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import { userActor } from "#kernel/testing";

const CSV = `Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant Inventory Qty,Variant Price
toy,Красная ёлка игрушка,,Ёж,,,TRUE,Title,Default Title,5,9.90
coffee,Ελληνικός καφές,,,,,TRUE,Title,Default Title,5,9.90
bowl,東京タワー模型 白い茶碗,,,食器,,TRUE,Title,Default Title,5,9.90
phones,无线蓝牙耳机,,,,,TRUE,Title,Default Title,5,9.90
tee,เสื้อยืดสีแดง,,,,,TRUE,Title,Default Title,5,9.90
street,Ægir Straße Łódź,Ein Kaffee “Crème brûlée” aus Łódź.,,,,TRUE,Title,Default Title,5,9.90
pot,Tea 🫖 for two,,,,,TRUE,Title,Default Title,5,9.90
earphone,무선이어폰,,,,,TRUE,Title,Default Title,5,9.90
shirt,T-Shirt™ of İzmir,,,,,TRUE,Title,Default Title,5,9.90
`;

let catalog: TestCatalog;
beforeAll(async () => {
  catalog = await testCatalog();
  const headers = { "content-type": "text/csv" };
  const staff = userActor("staff");
  await catalog.ask("/v1/admin/products/import", {
    method: "POST",
    actor: staff,
    body: CSV,
    headers,
  });
  await catalog.indexing.reindex();
});
afterAll(() => catalog.stop());
beforeEach(async () => {
  await fetch(`${catalog.searchUrl}/_dev/faults`, { method: "DELETE" });
});

const search = async (q: string) => {
  const answer = await catalog.ask(`/v1/search?${new URLSearchParams({ q })}`);
  return (await answer.json()) as SearchPage;
};
const suggest = async (q: string) => {
  const answer = await catalog.ask(`/v1/search/suggest?${new URLSearchParams({ q })}`);
  return ((await answer.json()) as { data: Suggestion[] }).data;
};

const QUERIES: Record<string, string[]> = {
  toy: ["красная", "КРАСНАЯ", "ёж", "ЁЖ", "елка", "ЕЛКА ИГРУШКА"],
  coffee: ["καφές", "ΚΑΦΕΣ", "ελληνικος", "ΕΛΛΗΝΙΚΟΣ"],
  bowl: ["東京", "茶碗", "碗", "白 碗", "タワー", "ﾀﾜｰ"],
  phones: ["无线", "耳机", "蓝牙", "无线耳机"],
  tee: ["เสื้อยืด", "สีแดง"],
  street: ["STRASSE", "strasse", "lodz", "ægir", "aegir", "creme", "BRÛLÉE"],
  pot: ["🫖"],
  earphone: ["이어폰", "무선"],
  shirt: ["t-shirt", "tshirt", "izmir", "İZMİR"],
};

for (const [slug, queries] of Object.entries(QUERIES)) {
  test(`finds ${slug} by ${queries.join(", ")}`, async () => {
    for (const q of queries) {
      const { data, degraded } = await search(q);
      expect([q, degraded, data.map((hit) => hit.slug)]).toEqual([
        q,
        false,
        expect.arrayContaining([slug]),
      ]);
      expect([q, data[0]?.slug]).toEqual([q, slug]);
    }
  });
}

test("marks matches in the original text of the title", async () => {
  const titleFor = async (q: string) => (await search(q)).data[0]?.highlights.title;
  expect(await titleFor("ЕЛКА")).toBe("Красная <mark>ёлка</mark> игрушка");
  expect(await titleFor("ΚΑΦΕΣ")).toBe("Ελληνικός <mark>καφές</mark>");
  expect(await titleFor("茶碗")).toBe("東京タワー模型 白い<mark>茶碗</mark>");
  expect(await titleFor("蓝牙耳机")).toBe("无线<mark>蓝牙耳机</mark>");
  expect(await titleFor("สีแดง")).toBe("เสื้อยืด<mark>สีแดง</mark>");
  expect(await titleFor("strasse")).toBe("Ægir <mark>Straße</mark> Łódź");
  expect(await titleFor("🫖")).toBe("Tea <mark>🫖</mark> for two");
});

test("shows the match in the original text of the description", async () => {
  const [hit] = (await search("brulee")).data;
  expect(hit?.highlights.description).toBe("Ein Kaffee “Crème <mark>brûlée</mark>” aus Łódź.");
});

test("suggests products and categories by the beginning of a word in any script and case", async () => {
  const slugs = async (q: string) => (await suggest(q)).map(({ slug }) => slug);
  expect(await slugs("ЁЛ")).toEqual(["toy"]);
  expect(await slugs("ΚΑΦ")).toEqual(["coffee"]);
  expect(await slugs("蓝")).toEqual(["phones"]);
  expect(await slugs("สีแ")).toEqual(["tee"]);
  expect(await suggest("食")).toContainEqual({ type: "category", text: "食器", slug: "食器" });
});

test("finds titles by their beginning in any case when the search engine is down", async () => {
  const rules = [{ kind: "error-before", rate: 1, status: 503 }];
  const body = JSON.stringify({ seed: 1, rules });
  await fetch(`${catalog.searchUrl}/_dev/faults`, { method: "PUT", body });
  for (const [q, slug] of [
    ["КРАСНАЯ ЕЛКА", "toy"],
    ["ΕΛΛΗΝΙΚΟΣ ΚΑΦΕΣ", "coffee"],
    ["aegir strasse", "street"],
    ["东", undefined],
    ["无线", "phones"],
    ["เสื้อ", "tee"],
  ] as const) {
    const { data, degraded } = await search(q);
    expect([q, degraded, data[0]?.slug]).toEqual([q, true, slug]);
    expect((await suggest(q))[0]?.slug).toBe(slug);
  }
});
