import { sql } from "drizzle-orm";
import { isWhole, partsJson } from "#catalog/products/bundle-parts.statements";
import {
  isPricedByCountry,
  marketJson,
  offersJson,
  type Pricing,
} from "#catalog/products/offers.statements";
import { returnPolicyJson } from "#catalog/products/product-json.statements";
import { variantPrices } from "#db/catalog/price.schema";
import { products, variants } from "#db/catalog/product.schema";

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
