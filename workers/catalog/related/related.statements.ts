import { sql } from "drizzle-orm";
import { currencyOf, type Pricing } from "#catalog/products/offers.statements";
import { productJson } from "#catalog/products/product-json.statements";
import { isNamed } from "#catalog/products/product-slug.statements";
import { RELATED_MAX } from "#catalog/related.contract";
import { listings } from "#db/catalog/listing.schema";
import { products } from "#db/catalog/product.schema";
import { relatedProducts } from "#db/catalog/related.schema";

/** The categories and tags of a product that are compared, and the newest products of each. */
const PLACES_MAX = 20;
const PER_PLACE_MAX = 50;

/**
 * Selects the products to show beside a product: those that staff picked, in their order, and then those that share
 * most categories and tags with it, those in stock first. A listing exists for published products only. The number
 * of rows that it reads is bounded, however many products a category has.
 */
export const relatedStatement = (idOrSlug: string, pricing: Pricing) => sql`
  with asked as materialized (
    select p.id from ${products} p where ${isNamed(idOrSlug)} and p.status = 'published'
  ), shared as materialized (
    select s.place from asked cross join ${listings} s on s.product_id = asked.id
    where s.currency = ${currencyOf(pricing)} and substr(s.place, 1, 2) in ('c:', 't:') limit ${PLACES_MAX}
  ), candidates as (
    select picked.related_id as id, picked.position, 0 as score
    from asked cross join ${relatedProducts} picked on picked.product_id = asked.id
    union all
    select near.value, null, 1 from shared, json_each((
      select json_group_array(newest.product_id) from (
        select s.product_id from ${listings} s indexed by shelves_newest
        where s.place = shared.place and s.currency = ${currencyOf(pricing)}
        order by s.created_at desc, s.product_id desc limit ${PER_PLACE_MAX}) newest)) near
  ), related as materialized (
    select found.id, min(found.position) as position, sum(found.score) as score, s.in_stock, s.created_at
    from candidates found cross join ${listings} s
      on s.product_id = found.id and s.place = '*' and s.currency = ${currencyOf(pricing)}
    where found.id not in (select asked.id from asked)
    group by found.id
    order by min(found.position) is null, min(found.position), sum(found.score) desc, s.in_stock desc,
      s.created_at desc, found.id
    limit ${RELATED_MAX}
  )
  select ${productJson(pricing)} as product
  from related beside cross join ${products} p on p.id = beside.id
  order by beside.position is null, beside.position, beside.score desc, beside.in_stock desc,
    beside.created_at desc, beside.id`;
