import assert from "node:assert/strict";
import { getTableColumns, type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { ImportReport, Product } from "#contract/catalog";
import { categories, productCategories } from "#db/catalog/category.schema";
import { listings } from "#db/catalog/listing.schema";
import { variantPrices } from "#db/catalog/price.schema";
import { products, variants } from "#db/catalog/product.schema";
import { outbox } from "#db/catalog/schema";
import { statements } from "#db/client";
import { userActor } from "#kernel/testing";
import { checkUnchanged as checkUnchangedByExport } from "#workers/catalog/export/round-trip.testing";
import type { TestCatalog } from "#workers/catalog/testing";
import type { ExpectedProduct } from "./blocks";
import type { Expectation, ProductFile } from "./product-files";
import { letters } from "./texts";
import type { Lines } from "./writing";

/** The tables that an import writes, referring tables first. */
const TABLES = {
  listings,
  productCategories,
  categories,
  variantPrices,
  variants,
  products,
  outbox,
};
const staff = userActor("staff");

/** Returns all rows of all tables. */
const rowsOf = async ({ db }: TestCatalog) => {
  const rows = (table: SQLiteTable): SQL => {
    const columns = sql.join(Object.values(getTableColumns(table)), sql`, `);
    return sql`select json_group_array(json_array(${columns}) order by 1) as rows from ${table}`;
  };
  const all = sql.join(Object.values(TABLES).map(rows), sql` union all `);
  const dumps = await db.read.all<{ rows: string }>(all);
  return Object.fromEntries(Object.keys(TABLES).map((name, at) => [name, dumps[at]?.rows]));
};

const emptied = async ({ db, queue, stock }: TestCatalog) => {
  await db.write.batch(statements(Object.values(TABLES).map((table) => db.write.delete(table))));
  queue.published.length = 0;
  stock.levels.clear();
};

const inPieces = ({ bytes, chunkBytes }: ProductFile) => {
  let at = 0;
  return new ReadableStream<Uint8Array>({
    pull(stream) {
      if (at >= bytes.length) return stream.close();
      stream.enqueue(bytes.slice(at, at + chunkBytes));
      at += chunkBytes;
    },
  });
};

const send = (catalog: TestCatalog, file: ProductFile) =>
  catalog.ask(`/v1/admin/products/import?currency=${file.currency}`, {
    method: "POST",
    actor: staff,
    headers: { "content-type": "text/csv", "content-length": String(file.bytes.length) },
    body: inPieces(file),
  });

/** Checks that the answer is a documented refusal, and that nothing has changed. */
const checkRefusal = async (catalog: TestCatalog, answer: Response, before: object) => {
  const problem = (await answer.json()) as { status: number; code: string };
  assert.equal(answer.headers.get("content-type"), "application/problem+json");
  assert.ok([400, 413].includes(answer.status), `${answer.status} ${problem.code}`);
  assert.deepEqual(await rowsOf(catalog), before, "A refusal changes nothing");
  assert.deepEqual(catalog.queue.published, [], "A refusal announces nothing");
};

const checkReport = (report: ImportReport, expected: Expectation) => {
  const named = report.errors.map(({ line }) => line);
  const isIn = (line: number) => (lines: Lines) => lines.from <= line && line <= lines.to;
  const unnamed = expected.reported.filter((lines) => !named.some((line) => isIn(line)(lines)));
  const wrong = report.errors.filter(
    ({ line }) => !expected.reported.some(isIn(line)) && !expected.reportable.includes(line),
  );
  assert.deepEqual(wrong, [], "The report names no line that landed");
  assert.deepEqual(unnamed, [], "The report names each line that did not land");
  const landed = {
    products: expected.products.length,
    variants: expected.products.reduce((sum, { variants: all }) => sum + all.length, 0),
  };
  const { products: some, variants: all } = report;
  const reported = {
    products: some.created + some.updated + some.unchanged,
    variants: all.created + all.updated + all.unchanged,
  };
  assert.deepEqual(reported, landed, "The report counts what landed");
};

/** Returns a product from the API in the form of the expectation. */
const seen = (product: Product): Omit<ExpectedProduct, "slug"> => ({
  title: product.title,
  description: letters(product.description),
  brand: product.brand,
  category: product.categories[0]?.name ?? null,
  tags: product.tags,
  status: product.status,
  seoTitle: product.seo.title,
  seoDescription: product.seo.description,
  options: product.options,
  variants: product.variants.map((variant) => ({
    sku: variant.sku,
    options: Object.entries(variant.options),
    amountMinor: variant.price.amount,
    compareAtMinor: variant.compareAtPrice?.amount ?? null,
    policy: variant.inventoryPolicy,
    available: variant.available,
  })),
  images: product.media.map(({ url }) => url),
});

const checkProduct = async (
  catalog: TestCatalog,
  { slug: expectedSlug, ...expected }: ExpectedProduct,
  found: { slug: string; status: string } | undefined,
  currency: string,
) => {
  assert.ok(found, `The product "${expected.title}" is lost`);
  if (expectedSlug !== undefined)
    assert.equal(found.slug, expectedSlug, "A plain handle stays as it is");
  assert.equal(found.status, expected.status, expected.title);
  const path = `/v1/products/${encodeURIComponent(found.slug)}?currency=${currency}`;
  const answer = await catalog.ask(path);
  if (expected.status !== "published") return assert.equal(answer.status, 404, expected.title);
  assert.equal(answer.status, 200, `"${expected.title}" cannot be read as ${found.slug}`);
  assert.deepEqual(seen((await answer.json()) as Product), expected);
};

const checkProducts = async (catalog: TestCatalog, { expected, currency }: ProductFile) => {
  const rows = await catalog.db.read.all<{ title: string; slug: string; status: string }>(
    sql`select title, slug, status from products`,
  );
  const found = new Map(rows.map((row) => [row.title, row]));
  for (const product of expected.products) {
    await checkProduct(catalog, product, found.get(product.title), currency);
  }
  assert.equal(rows.length, expected.products.length, "Nothing lands but what should");
};

/** Imports a later file of the same products, and checks that it changes nothing and reports so. */
const checkUnchanged = async (catalog: TestCatalog, file: ProductFile, what: string) => {
  catalog.clock.advance(60_000);
  catalog.queue.published.length = 0;
  const before = await rowsOf(catalog);
  const answer = await send(catalog, file);
  assert.equal(answer.status, 200, `${what} is refused: ${await answer.clone().text()}`);
  const { products: some, variants: all, errors } = (await answer.json()) as ImportReport;
  assert.deepEqual(await rowsOf(catalog), before, `${what} changes no row`);
  assert.deepEqual(catalog.queue.published, [], `${what} announces nothing`);
  const changes = [some.created, some.updated, all.created, all.updated, all.removed];
  assert.deepEqual(changes, [0, 0, 0, 0, 0], `${what} reports no change`);
  return errors;
};

/**
 * Imports a file twice into an empty catalog and checks the promises to every file: no answer of
 * 500 or above; either a refusal that changes nothing, or all valid rows readable and all others
 * reported; and a second import without effect, with the same columns and with fewer.
 * @throws AssertionError that names the broken promise
 */
export const checkPromises = async (catalog: TestCatalog, file: ProductFile) => {
  await emptied(catalog);
  const before = await rowsOf(catalog);
  const answer = await send(catalog, file);
  assert.ok(answer.status < 500, `Answers ${answer.status}: ${await answer.clone().text()}`);
  const { refusal } = file.expected;
  if (answer.status !== 200) {
    assert.notEqual(refusal, "never", `Is refused: ${await answer.clone().text()}`);
    return checkRefusal(catalog, answer, before);
  }
  assert.notEqual(refusal, "always", "Is taken for a product file");
  const report = (await answer.json()) as ImportReport;
  checkReport(report, file.expected);
  await checkProducts(catalog, file);
  const errors = await checkUnchanged(catalog, file, "The second import");
  assert.deepEqual(errors, report.errors, "The second import reports what the first one did");
  await checkUnchangedByExport(catalog, file.currency);
  if (!file.fewer) return;
  const fewer = { ...file, bytes: file.fewer };
  assert.deepEqual(await checkUnchanged(catalog, fewer, "A file with fewer columns"), []);
};
