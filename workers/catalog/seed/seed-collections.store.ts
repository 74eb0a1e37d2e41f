import { sql } from "drizzle-orm";
import { newCollection, ruleRows } from "#catalog/collections/collection.rules";
import { relistCollection } from "#catalog/collections/collection-listings.statements";
import { insertRows, keep } from "#catalog/products/rows.statements";
import { PICKED, RULED } from "#catalog/seed/seed-collections.rules";
import { collectionProducts, collectionRules, collections } from "#db/catalog/collection.schema";
import { products } from "#db/catalog/product.schema";
import { type Database, statements } from "#db/client";

interface Seeding {
  db: Database;
  nowMs: number;
  currency: string;
}

/** Writes the collections and their rules, which products match as they are written. */
export const seedCollections = async ({ db, nowMs, currency }: Seeding) => {
  const rules = RULED.rules(currency);
  const picked = newCollection(PICKED.id, { ...PICKED, kind: "manual" }, nowMs);
  const ruled = newCollection(RULED.id, { ...RULED, kind: "rule", match: "all", rules }, nowMs);
  await db.write.batch([
    db.write
      .insert(collections)
      .values([picked, { ...ruled, filledVersion: 1 }])
      .onConflictDoNothing(),
    insertRows(db, collectionRules, ruleRows(RULED.id, rules), keep),
  ]);
};

/** Puts the picked products into their collection, once they are written. */
export const pickSeeded = async ({ db }: Pick<Seeding, "db">) => {
  await db.write.batch(
    statements([
      db.write.run(sql`
        insert into ${collectionProducts} (collection_id, product_id, position)
        select ${PICKED.id}, p.id, picked.key from json_each(${JSON.stringify(PICKED.products)}) picked
        join ${products} p on p.slug = picked.value
        where true on conflict do nothing`),
      ...relistCollection(db, PICKED.id),
    ]),
  );
};
