import { type SQL, sql } from "drizzle-orm";
import { ownerOfSlug } from "#catalog/texts/texts.statements";
import { productRedirects, products } from "#db/catalog/product.schema";
import { isId } from "#kernel/ids";

/** Whether a row `p` of products has a slug in some locale, or had it and no other product has it now. */
const hasSlug = (slug: string) => sql`p.id = coalesce(
  (select own.id from ${products} own where own.slug = ${slug}),
  ${ownerOfSlug("product", slug)},
  (select former.product_id from ${productRedirects} former where former.slug = ${slug}))`;

/** Whether a row `p` of products has this id, slug or former slug. */
export const isNamed = (idOrSlug: string): SQL =>
  isId("product", idOrSlug) ? sql`p.id = ${idOrSlug}` : hasSlug(idOrSlug);

/** Whether a slug is a former one, which redirects. */
export const isFormerSlug = (idOrSlug: string) =>
  sql`(exists (select 1 from ${productRedirects} former where former.slug = ${idOrSlug})
    and ${ownerOfSlug("product", idOrSlug)} is null)`;
