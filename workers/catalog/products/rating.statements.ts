import { type SQL, sql } from "drizzle-orm";
import { listings } from "#db/catalog/listing.schema";
import { products } from "#db/catalog/product.schema";
import { productRatings, reviews } from "#db/catalog/review.schema";
import type { Database, Statement } from "#db/client";

/** Builds the rating of a row `p` of products. */
export const ratingJson = sql`json(coalesce((
  select json_object('average', iif(r.count = 0, null, round(1.0 * r.sum / r.count, 2)), 'count', r.count)
  from ${productRatings} r where r.product_id = p.id), '{"average":null,"count":0}'))`;

/** The key by which lists are sorted: the average in hundredths, 0 without a review. */
export const ratingKeyOf = (productId: SQL) => sql`coalesce((
  select iif(r.count = 0, 0, round(100.0 * r.sum / r.count))
  from ${productRatings} r where r.product_id = ${productId}), 0)`;

interface Scope {
  /** Selects the ids of the products. */
  of: SQL;
  /** A condition on the rows `r` of reviews that count; all approved ones count without it. */
  counting?: SQL;
}

/**
 * Counts the approved reviews of products again, and makes lists, copies and caches follow. Belongs in every batch that
 * changes which reviews are approved.
 */
export const refreshRatings = (
  { write }: Database,
  { of, counting = sql`true` }: Scope,
  nowMs: number,
): Statement[] => [
  write.run(sql`
    insert into ${productRatings} (product_id, count, sum)
    select p.id, count(r.id), coalesce(sum(r.rating), 0)
    from ${products} p
    left join ${reviews} r on r.product_id = p.id and r.status = 'approved' and ${counting}
    where p.id in (${of}) group by p.id
    on conflict (product_id) do update set count = excluded.count, sum = excluded.sum`),
  write.run(sql`update ${listings} set rating = ${ratingKeyOf(sql`${listings.productId}`)}
    where ${listings.productId} in (${of})`),
  write.run(sql`update ${products} set version = version + 1, updated_at = ${nowMs}
    where ${products.id} in (${of})`),
];
