import { afterEach, expect, test } from "bun:test";
import { Client } from "typesense";
import { endAll, serveForTest } from "#cloud/frame/testing";
import { typesenseStandIn } from "./index";
import { refusal, TOKEN } from "./testing";

afterEach(endAll);

const KEYS = [
  { value: "search-only-key", actions: ["documents:search"] },
  { value: "shop-key", actions: ["documents:*", "collections:*", "aliases:*"] },
  { value: "expired-key", actions: ["*"], expiresAt: 1_700_000_000 },
];

const serve = () => {
  const { url } = serveForTest(typesenseStandIn({ dataDir: ":memory:", token: TOKEN, keys: KEYS }));
  return (apiKey: string) =>
    new Client({ nodes: [{ url }], apiKey, numRetries: 0, logLevel: "silent" });
};

test("lists keys by their first characters for a key that may list them", async () => {
  const clientWith = serve();
  const { keys } = await clientWith(TOKEN).keys().retrieve();
  expect(keys.map(({ value_prefix, actions }) => [value_prefix, actions])).toEqual([
    ["sear", ["documents:search"]],
    ["shop", ["documents:*", "collections:*", "aliases:*"]],
    ["expi", ["*"]],
  ]);
  expect(JSON.stringify(keys)).not.toContain("search-only-key");
  expect(await refusal(clientWith("shop-key").keys().retrieve())).toMatchObject({
    httpStatus: 401,
  });
});

test("lets a key do only its actions", async () => {
  const clientWith = serve();
  const fields = [{ name: "title", type: "string" as const }];
  await clientWith("shop-key").collections().create({ name: "products", fields });
  await clientWith("shop-key").aliases().upsert("live", { collection_name: "products" });
  await clientWith("shop-key")
    .collections("products")
    .documents()
    .import([{ title: "Tea" }]);

  const searching = clientWith("search-only-key");
  const found = await searching.collections("live").documents().search(
    {
      q: "tea",
      query_by: "title",
    },
    {},
  );
  expect(found.found).toBe(1);
  for (const refused of [
    searching.aliases().upsert("live", { collection_name: "products" }),
    searching.collections("products").documents().create({ title: "Cup" }),
    searching.collections("products").documents("1").retrieve(),
    searching.collections().retrieve(),
  ])
    expect(await refusal(refused)).toMatchObject({ httpStatus: 401 });
});

test("refuses an expired key", async () => {
  expect(await refusal(serve()("expired-key").collections().retrieve())).toMatchObject({
    httpStatus: 401,
  });
});
