import { expect, test } from "bun:test";
import Catalog from "#catalog/index";
import { seedCatalog, smallShop } from "#catalog/seed/seed.store";
import { inMemoryStock } from "#catalog/testing";
import { r2Binding } from "#cloud/r2/binding";
import { testDatabase } from "#db/testing";
import { testTrace } from "#kernel/testing";

const unused = "http://127.0.0.1:9";
const ctx = { waitUntil: () => undefined } as unknown as ExecutionContext;

test("returns variants over RPC, at most 200 per call", async () => {
  const { db, address, stop } = await testDatabase("catalog");
  await seedCatalog({ db, products: smallShop(), nowMs: Date.now(), currency: "EUR" });
  const env = {
    ENVIRONMENT: "test",
    CATALOG_DB_URL: address.url,
    CATALOG_DB_TOKEN: address.token,
    TYPESENSE_URL: unused,
    TYPESENSE_API_KEY: "bodega-dev",
    QSTASH_URL: unused,
    QSTASH_TOKEN: "bodega-dev",
    PUBLIC_URL: unused,
    STOREFRONT_URL: unused,
    ORDERS: inMemoryStock().rpc,
    MEDIA: r2Binding({ url: unused, token: "bodega-dev", bucket: "media" }),
  } as unknown as ConstructorParameters<typeof Catalog>[1];
  const catalog = new Catalog(ctx, env);

  const [matcha] = await catalog.variants(["var_ceremonialmatcha"], "EUR", testTrace());
  expect(matcha).toMatchObject({
    title: "Ceremonial Matcha",
    unitPriceMinor: 2490,
    published: true,
  });
  const many = Array.from({ length: 201 }, (_, index) => `var_${index}00000000`);
  await expect(catalog.variants(many, "EUR", testTrace())).rejects.toMatchObject({
    code: "validation_failed",
  });
  expect(await catalog.health(testTrace())).toMatchObject({
    service: "catalog",
    dependencies: [
      { name: "libsql", status: "ok", optional: false },
      { name: "typesense", status: "down", optional: true },
      { name: "r2", status: "down", optional: true },
    ],
  });
  expect(await catalog.sweep(testTrace())).toMatchObject({ stockOpened: 0, receiptsPruned: 0 });
  await stop();
});
