import { type SQL, sql } from "drizzle-orm";
import { productRedirects, products } from "#db/catalog/product.schema";
import { isId } from "#kernel/ids";

/** Whether a row `p` of products has a slug, or had it and no other product has it now. */
const hasSlug = (slug: string) => sql`p.id = coalesce(
  (select own.id from ${products} own where own.slug = ${slug}),
  (select former.product_id from ${productRedirects} former where former.slug = ${slug}))`;

/** Whether a row `p` of products has this id, slug or former slug. */
export const isNamed = (idOrSlug: string): SQL =>
  isId("product", idOrSlug) ? sql`p.id = ${idOrSlug}` : hasSlug(idOrSlug);
