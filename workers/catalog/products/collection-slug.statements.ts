import { sql } from "drizzle-orm";
import { placeOfCollection } from "#catalog/products/collection-membership.statements";
import { collectionRedirects, collections } from "#db/catalog/collection.schema";

/** Selects the id of the collection that has the slug now. */
export const collectionIdBySlug = (slug: string) =>
  sql`(select c.id from ${collections} c where c.slug = ${slug} and c.deleted_at is null)`;

/** Builds the place of the listings of a collection; null if no collection has the slug now. */
export const collectionPlaceBySlug = (slug: string) => placeOfCollection(collectionIdBySlug(slug));

/** Selects the current slug of the collection that had this slug, unless a collection has it now. */
export const currentCollectionSlug = (slug: string) => sql`
  select c.slug from ${collectionRedirects} former
  join ${collections} c on c.id = former.collection_id
  where former.slug = ${slug}
    and not exists (select 1 from ${collections} own where own.slug = ${slug})`;
