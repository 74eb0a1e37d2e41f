import { sql } from "drizzle-orm";
import { asStaff } from "#catalog/staff.testing";
import { type TestCatalog, testCatalog } from "#catalog/testing";
import { categories } from "#db/catalog/category.schema";
import { collectionProducts, collections } from "#db/catalog/collection.schema";
import { listings } from "#db/catalog/listing.schema";
import { inCall } from "#kernel/testing";
import { categoryId, seedCatalog } from "#workers/catalog/seed/seed.store";
import { fullCategories, rulesOf, TREE, treeProducts } from "./goods";

const CHUNK_PRODUCTS = 2000;
/** The products of a page, and of the page behind it. */
const PAGE_MIN = 60;

export interface Size {
  products: number;
  collections: number;
}

/** A catalog of one size, with the time that filling it took. */
export interface SizedShop {
  catalog: TestCatalog;
  products: number;
  /** The slugs of its rule collections and categories that fill a page. */
  collections: string[];
  categories: string[];
  /** Where a list by title is at nine tenths of the products: title and product. */
  deep: readonly [string, string];
  fillMs: number;
}

const fillTree = async ({ db }: TestCatalog, nowMs: number) => {
  const rows = TREE.map(({ slug, path }, position) => ({
    ...{ id: categoryId(slug), slug, name: slug, path, position },
    parentId: path.length > 1 ? categoryId(path.at(-2) ?? "") : null,
    ...{ createdAt: nowMs, updatedAt: nowMs },
  }));
  await db.write.insert(categories).values(rows);
};

const createCollections = async (catalog: TestCatalog, count: number) => {
  const staff = asStaff(catalog);
  for (let nth = 0; nth < count; nth += 1) {
    const slug = `scale-${nth}`;
    const rules = rulesOf(nth, categoryId);
    const made = await staff("POST", "/collections", { kind: "rule", title: slug, slug, rules });
    if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  }
  while ((await catalog.deliver()).length > 0);
};

/** The slugs of the collections with enough products for a page and the one behind it. */
const fullCollections = async ({ db }: TestCatalog): Promise<string[]> => {
  const rows = await db.read.all<{ id: string; slug: string }>(
    sql`select id, slug from ${collections} where deleted_at is null`,
  );
  const isFull = async (id: string) => {
    const behind = await db.read.all(sql`select 1 as found from ${collectionProducts}
      where collection_id = ${id} limit 1 offset ${PAGE_MIN}`);
    return behind.length > 0;
  };
  const full = await Promise.all(rows.map(({ id }) => isFull(id)));
  return rows.filter((_, index) => full[index]).map(({ slug }) => slug);
};

const deepIn = async ({ db }: TestCatalog, products: number) => {
  const [row] = await db.read.all<{ title: string; id: string }>(sql`
    select title_key as title, product_id as id from ${listings}
    where place = '*' and currency = 'EUR' order by title_key, product_id
    limit 1 offset ${Math.floor(products * 0.9)}`);
  return [row?.title ?? "", row?.id ?? ""] as const;
};

/** Fills a catalog with products of three variants, a tree of five levels and rule collections, by bulk statements. */
export const sizedShop = async (
  { products, collections: count }: Size,
  onProgress: (written: number) => void,
): Promise<SizedShop> => {
  const startedAt = performance.now();
  const catalog = await testCatalog();
  const nowMs = catalog.clock.now();
  await fillTree(catalog, nowMs);
  await createCollections(catalog, count);
  for (let from = 0; from < products; from += CHUNK_PRODUCTS) {
    onProgress(from);
    const chunk = treeProducts(from, Math.min(CHUNK_PRODUCTS, products - from));
    await seedCatalog({ db: catalog.db, products: chunk, nowMs, currency: "EUR" });
  }
  await inCall(() => catalog.indexing.reindex());
  const fillMs = performance.now() - startedAt;
  return {
    ...{ catalog, products, fillMs },
    collections: await fullCollections(catalog),
    categories: fullCategories(products, PAGE_MIN),
    deep: await deepIn(catalog, products),
  };
};
