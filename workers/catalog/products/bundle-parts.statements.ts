import { type SQL, sql } from "drizzle-orm";
import type { Languages } from "#catalog/texts/text.rules";
import { productTextsJson } from "#catalog/texts/texts.statements";
import { bundleParts, products, variants } from "#db/catalog/product.schema";

/** Builds the parts of a row `v` of variants, with further members of a row `part` of variants and `owner` of products. */
const partsWith = (more: SQL) => sql`(select json_group_array(json_object(
    'variantId', part.id, 'title', iif(owner.options = '[]', owner.title, owner.title || ' (' || part.title || ')'),
    'sku', part.sku, 'quantity', needed.quantity, 'inventoryPolicy', part.inventory_policy,
    'tracked', json(iif(part.tracked, 'true', 'false'))${more}) order by needed.position)
  from ${bundleParts} needed
  join ${variants} part on part.id = needed.part_id and part.removed_at is null
  join ${products} owner on owner.id = part.product_id
  where needed.variant_id = v.id)`;

/** Builds the parts of a row `v` of variants, in their order; an empty list if it is no bundle. */
export const partsJson = partsWith(sql``);

/** Builds the parts of a row `v` of variants with what their titles in other languages are made of. */
export const translatedPartsJson = (languages: Languages, marketLocale: SQL | null) =>
  partsWith(sql`, 'owner', owner.title,
    'variant', json(iif(owner.options = '[]', 'null',
      json_object('title', part.title, 'options', json(part.options)))),
    'texts', json(${productTextsJson(sql`owner.id`, languages, marketLocale)})`);

/** Whether a row `v` of variants has all its parts. */
export const isWhole = sql`not exists (select 1 from ${bundleParts} needed
  where needed.variant_id = v.id and not exists (
    select 1 from ${variants} part where part.id = needed.part_id and part.removed_at is null))`;
