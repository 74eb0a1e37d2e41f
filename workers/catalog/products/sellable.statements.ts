import { sql } from "drizzle-orm";
import {
  isPricedByCountry,
  marketJson,
  offersJson,
  type Pricing,
} from "#catalog/products/offers.statements";
import { returnPolicyJson } from "#catalog/products/product-json.statements";
import { variantPrices } from "#db/catalog/price.schema";
import { bundleParts, products, variants } from "#db/catalog/product.schema";

/** The parts of a row `v` of variants, in their order; an empty list if it is no bundle. */
const partsJson = sql`(select json_group_array(json_object(
    'variantId', part.id, 'title', iif(owner.options = '[]', owner.title, owner.title || ' (' || part.title || ')'),
    'sku', part.sku, 'quantity', needed.quantity, 'inventoryPolicy', part.inventory_policy,
    'tracked', json(iif(part.tracked, 'true', 'false'))) order by needed.position)
  from ${bundleParts} needed
  join ${variants} part on part.id = needed.part_id and part.removed_at is null
  join ${products} owner on owner.id = part.product_id
  where needed.variant_id = v.id)`;

/** Whether a row `v` of variants has all its parts. */
const isWhole = sql`not exists (select 1 from ${bundleParts} needed
  where needed.variant_id = v.id and not exists (
    select 1 from ${variants} part where part.id = needed.part_id and part.removed_at is null))`;

/** Selects the variants that exist among these ids, of products in any status, with their prices for a buyer. */
export const sellableStatement = (variantIds: readonly string[], pricing: Pricing) => sql`
  select v.id as variantId, p.id as productId, p.slug, p.title, v.title as variantTitle, v.sku,
    coalesce(v.image, p.media ->> '$[0].url') as image, v.options,
    price.amount_minor as baseMinor, ${offersJson(pricing)} as offers,
    ${marketJson(pricing)} as market, ${isPricedByCountry} as pricedByCountry,
    p.status = 'published' and ${isWhole} as published,
    v.inventory_policy as inventoryPolicy, v.tracked, p.type <> 'digital' as requiresShipping,
    ${returnPolicyJson} as returnPolicy, ${partsJson} as parts
  from json_each(${JSON.stringify(variantIds)}) requested
  cross join ${variants} v on v.id = requested.value and v.removed_at is null
  cross join ${products} p on p.id = v.product_id
  left join ${variantPrices} price
    on price.variant_id = v.id and price.currency = ${pricing.currency}`;
