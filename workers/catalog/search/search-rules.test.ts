import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import type { SearchPage } from "#catalog/search.contract";
import type { Curation, Synonym } from "#catalog/search-rules.contract";
import { seedCatalog, smallShop } from "#catalog/seed/seed.store";
import { asStaff } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import { userActor } from "#kernel/testing";

const MUG = "prd_stonewaremug";
const CUP = "prd_espressocup";

let catalog: TestCatalog;
let staff: ReturnType<typeof asStaff>;
beforeAll(async () => {
  catalog = await testCatalog();
  staff = asStaff(catalog);
  const seeding = { db: catalog.db, nowMs: catalog.clock.now(), currency: "EUR" };
  await seedCatalog({ ...seeding, products: smallShop() });
  await catalog.indexing.reindex();
});
afterAll(() => catalog.stop());
beforeEach(async () => {
  for (const kind of ["synonyms", "curations"]) {
    const { body } = await staff<{ data: { id: string }[] }>("GET", `/search/${kind}`);
    for (const { id } of body.data) await staff("DELETE", `/search/${kind}/${id}`);
  }
  await catalog.deliver();
});

const idsOf = async (q: string, more = "") => {
  const answer = await catalog.ask(`/v1/search?q=${q}&limit=100${more}`);
  const { data, degraded } = (await answer.json()) as SearchPage;
  expect([q, degraded]).toEqual([q, false]);
  return data.map(({ id }) => id);
};
const put = async (path: string, body: object) => {
  const answer = await staff<Synonym & Curation>("PUT", `/search/${path}`, body);
  expect([path, answer.status, answer.body]).toEqual([path, 200, expect.anything()]);
  await catalog.deliver();
  return answer.body;
};

test("finds each word of a synonym by the others, until it is deleted", async () => {
  expect(await idsOf("zarf")).toEqual([]);
  const stored = await put("synonyms/zarfs", { synonyms: ["ZÄRF", "stoneware mug", "beker"] });
  expect(stored).toMatchObject({ id: "zarfs", root: null });
  expect(await idsOf("zarf")).toContain(MUG);
  expect(await idsOf("beker")).toContain(MUG);
  const listed = await staff<{ data: Synonym[] }>("GET", "/search/synonyms");
  expect(listed.body.data).toEqual([stored]);
  expect((await staff("DELETE", "/search/synonyms/zarfs")).status).toBe(204);
  expect((await staff("DELETE", "/search/synonyms/zarfs")).status).toBe(204);
  await catalog.deliver();
  expect(await idsOf("zarf")).toEqual([]);
});

test("finds the others by the root of a synonym only", async () => {
  await put("synonyms/vessel", { root: "vesselware", synonyms: ["stoneware mug"] });
  expect(await idsOf("vesselware")).toContain(MUG);
  await put("synonyms/vessel", { root: "stoneware mug", synonyms: ["vesselware"] });
  expect(await idsOf("vesselware")).toEqual([]);
});

test("shows pinned products first and hides others, for the query only", async () => {
  const [first, ...rest] = await idsOf("lamp");
  const last = rest.at(-1) ?? "";
  const hidden = rest[0] ?? "";
  await put("curations/lamps", { query: "LAMP", pinned: [MUG, last], hidden: [hidden] });
  const found = await idsOf("lamp");
  expect(found.slice(0, 3)).toEqual([MUG, last, first ?? ""]);
  expect(found).not.toContain(hidden);
  expect(await idsOf("lamp+oak")).not.toContain(MUG);
  expect(await idsOf("lamp", "&category=lighting")).not.toContain(MUG);
  await put("curations/lamps", { query: "lamp", match: "contains", pinned: [CUP] });
  expect((await idsOf("reading+lamp"))[0]).toBe(CUP);
});

test("restores synonyms and curations when the search engine has lost them", async () => {
  await put("synonyms/zarfs", { synonyms: ["zarf", "stoneware mug"] });
  await put("curations/cups", { query: "cup", pinned: [MUG] });
  await catalog.index.putRules({ synonyms: [], curations: [] });
  expect(await idsOf("zarf")).toEqual([]);
  catalog.clock.advance(1000);
  await catalog.indexing.reindex();
  expect(await idsOf("zarf")).toContain(MUG);
  expect((await idsOf("cup"))[0]).toBe(MUG);
});

test("applies a change once the search engine is up again", async () => {
  const rules = [{ kind: "error-before", rate: 1, status: 503 }];
  const faults = `${catalog.searchUrl}/_dev/faults`;
  await fetch(faults, { method: "PUT", body: JSON.stringify({ seed: 1, rules }) });
  expect(
    (await staff("PUT", "/search/synonyms/zarfs", { synonyms: ["zarf", "stoneware"] })).status,
  ).toBe(200);
  const [event] = catalog.queue.published;
  await expect(catalog.deliver()).rejects.toThrow();
  await fetch(faults, { method: "DELETE" });
  if (event) catalog.queue.published.push(event);
  await catalog.deliver();
  expect(await idsOf("zarf")).toContain(MUG);
});

test("replays the answer of a repeated change, and writes the rules twice with one result", async () => {
  const body = { synonyms: ["one", "two"] };
  const headers = { "Idempotency-Key": "synonyms-0001" };
  const first = await staff<Synonym>("PUT", "/search/synonyms/pair", body, headers);
  catalog.clock.advance(5000);
  const again = await staff<Synonym>("PUT", "/search/synonyms/pair", body, headers);
  expect([again.status, again.body, again.headers.get("idempotent-replayed")]).toEqual([
    200,
    first.body,
    "true",
  ]);
});

test.each([
  ["a synonym alone", "PUT", "synonyms/x", { synonyms: ["one"] }],
  ["a text without a word", "PUT", "synonyms/x", { synonyms: ["one", "{}"] }],
  ["a curation of no product", "PUT", "curations/x", { query: "lamp" }],
  [
    "a product that is pinned and hidden",
    "PUT",
    "curations/x",
    { query: "lamp", pinned: [MUG], hidden: [MUG] },
  ],
  ["an id with other signs", "PUT", "synonyms/A%20b", { synonyms: ["one", "two"] }],
] as const)("refuses %s", async (_what, method, path, body) => {
  expect((await staff(method, `/search/${path}`, body)).status).toBe(400);
});

test("refuses buyers and guests", async () => {
  for (const path of ["synonyms", "curations"]) {
    expect((await catalog.ask(`/v1/admin/search/${path}`)).status).toBe(401);
    const customer = { actor: userActor() };
    expect((await catalog.ask(`/v1/admin/search/${path}`, customer)).status).toBe(403);
  }
});
