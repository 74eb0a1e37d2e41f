import { sql } from "drizzle-orm";
import { placeOfCollection } from "#catalog/products/collection-membership.statements";
import { ownerOfSlug } from "#catalog/texts/texts.statements";
import { collectionRedirects, collections } from "#db/catalog/collection.schema";

/** Selects the id of the collection that has the slug now, in some locale. */
export const collectionIdBySlug = (slug: string) => sql`coalesce(
  (select c.id from ${collections} c where c.slug = ${slug} and c.deleted_at is null),
  ${ownerOfSlug("collection", slug)})`;

/** Builds the place of the listings of a collection; null if no collection has the slug now. */
export const collectionPlaceBySlug = (slug: string) => placeOfCollection(collectionIdBySlug(slug));

/** Selects the id of the collection that has the slug in some locale, or that had it. */
export const collectionNamed = (slug: string) => sql`coalesce(
  ${collectionIdBySlug(slug)},
  (select former.collection_id from ${collectionRedirects} former where former.slug = ${slug}))`;

/** Whether a slug is a former one, which redirects. */
export const isFormerCollectionSlug = (slug: string) =>
  sql`(exists (select 1 from ${collectionRedirects} former where former.slug = ${slug})
    and ${ownerOfSlug("collection", slug)} is null)`;
