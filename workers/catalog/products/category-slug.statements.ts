import { sql } from "drizzle-orm";
import { ownerOfSlug } from "#catalog/texts/texts.statements";
import { categories } from "#db/catalog/category.schema";

/** Builds the place of the listings of a row `c` of categories. It stays the same when the slug changes. */
export const placeOf = sql`'c:' || coalesce(c.listing_key, c.slug)`;

/** Builds the place of the listings of a category; null if no category has the slug now, in some locale. */
export const placeBySlug = (slug: string) =>
  sql`(select ${placeOf} from ${categories} c where c.deleted_at is null and c.id = coalesce(
    (select own.id from ${categories} own where own.slug = ${slug}), ${ownerOfSlug("category", slug)}))`;
