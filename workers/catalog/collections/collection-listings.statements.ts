import { sql } from "drizzle-orm";
import { insertRows } from "#catalog/products/rows.statements";
import { collectionProducts } from "#db/catalog/collection.schema";
import { listings } from "#db/catalog/listing.schema";
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

/** Replaces the listings of one collection, from the listings of the whole shop. */
export const relistCollection = ({ write }: Database, collectionId: string): Statement[] => [
  write.run(sql`delete from ${listings} where place = ${placeOf(collectionId)}`),
  write.run(sql`
    insert into ${listings} (product_id, place, currency, created_at, price_minor, title_key, in_stock)
    select s.product_id, ${placeOf(collectionId)}, s.currency, s.created_at, s.price_minor, s.title_key, s.in_stock
    from ${collectionProducts} m
    cross join ${listings} s on s.product_id = m.product_id and s.place = '*'
    where m.collection_id = ${collectionId}`),
];

/** Takes products out of a collection. */
export const leaveCollection = (
  { write }: Database,
  collectionId: string,
  productIds: readonly string[],
): Statement[] => {
  const ids = sql`(select value from json_each(${JSON.stringify(productIds)}))`;
  return [
    write.run(sql`delete from ${collectionProducts}
      where collection_id = ${collectionId} and product_id in ${ids}`),
    write.run(sql`delete from ${listings}
      where product_id in ${ids} and place = ${placeOf(collectionId)}`),
  ];
};
