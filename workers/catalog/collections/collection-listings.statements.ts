import { type SQL, sql } from "drizzle-orm";
import { matchesOf } from "#catalog/products/collection-membership.statements";
import { insertRows } from "#catalog/products/rows.statements";
import { collectionProducts } from "#db/catalog/collection.schema";
import { listings } from "#db/catalog/listing.schema";
import { products } from "#db/catalog/product.schema";
import type { Database, Statement } from "#db/client";

const placeOf = (collectionId: string) => `k:${collectionId}`;

/** Writes the picked products of a collection in their order. Fails on a product that does not exist. */
export const insertPicked = (
  db: Database,
  collectionId: string,
  productIds: readonly string[],
): Statement =>
  insertRows(
    db,
    collectionProducts,
    productIds.map((productId, position) => ({ collectionId, productId, position })),
    sql``,
  );

const idsIn = (productIds: readonly string[]) =>
  sql`(select value from json_each(${JSON.stringify(productIds)}))`;

/** Lists products in a collection as they are listed in the whole shop. */
const listMembers = ({ write }: Database, collectionId: string, members: SQL): Statement =>
  write.run(sql`
    insert into ${listings} (product_id, place, currency, created_at, price_minor, title_key, in_stock, rating)
    select s.product_id, ${placeOf(collectionId)}, s.currency, s.created_at, s.price_minor, s.title_key, s.in_stock, s.rating
    from ${collectionProducts} m
    cross join ${listings} s on s.product_id = m.product_id and s.place = '*'
    where m.collection_id = ${collectionId} and ${members}
    on conflict do nothing`);

/** Replaces the listings of one collection, from the listings of the whole shop. */
export const relistCollection = (db: Database, collectionId: string): Statement[] => [
  db.write.run(sql`delete from ${listings} where place = ${placeOf(collectionId)}`),
  listMembers(db, collectionId, sql`true`),
];

/**
 * Makes products join a rule collection or leave it, as its rules say now. Writes only this collection's rows: the
 * rules of the others have not changed.
 */
export const followRules = (
  db: Database,
  collectionId: string,
  productIds: readonly string[],
): Statement[] => {
  if (productIds.length === 0) return [];
  const { write } = db;
  const ids = idsIn(productIds);
  return [
    write.run(sql`delete from ${collectionProducts}
      where collection_id = ${collectionId} and product_id in ${ids} and product_id not in
        (select matched.product_id from (${matchesOf(collectionId, productIds)}) matched)`),
    write.run(sql`
      insert into ${collectionProducts} (collection_id, product_id, position)
      select matched.collection_id, matched.product_id, 0
      from (${matchesOf(collectionId, productIds)}) matched
      join ${products} p on p.id = matched.product_id where true
      on conflict do nothing`),
    write.run(sql`delete from ${listings} where product_id in ${ids}
      and place = ${placeOf(collectionId)} and not exists (select 1 from ${collectionProducts} m
        where m.collection_id = ${collectionId} and m.product_id = ${listings.productId})`),
    listMembers(db, collectionId, sql`m.product_id in ${ids}`),
  ];
};

/** Takes products out of a collection. */
export const leaveCollection = (
  { write }: Database,
  collectionId: string,
  productIds: readonly string[],
): Statement[] => {
  const ids = idsIn(productIds);
  return [
    write.run(sql`delete from ${collectionProducts}
      where collection_id = ${collectionId} and product_id in ${ids}`),
    write.run(sql`delete from ${listings}
      where product_id in ${ids} and place = ${placeOf(collectionId)}`),
  ];
};
