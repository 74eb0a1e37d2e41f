import { sql } from "drizzle-orm";
import { categories, categoryRedirects } from "#db/catalog/category.schema";

/** Builds the place of the listings of a row `c` of categories. It stays the same when the slug changes. */
export const placeOf = sql`'c:' || coalesce(c.listing_key, c.slug)`;

/** Builds the place of the listings of a category; null if no category has the slug now. */
export const placeBySlug = (slug: string) =>
  sql`(select ${placeOf} from ${categories} c where c.slug = ${slug} and c.deleted_at is null)`;

/** Selects the current slug of the category that had this slug, unless a category has it now. */
export const currentSlugStatement = (slug: string) => sql`
  select c.slug from ${categoryRedirects} former join ${categories} c on c.id = former.category_id
  where former.slug = ${slug}
    and not exists (select 1 from ${categories} own where own.slug = ${slug})`;
