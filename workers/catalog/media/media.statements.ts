import { type SQL, sql } from "drizzle-orm";
import { media, productMedia } from "#db/catalog/media.schema";
import { products } from "#db/catalog/product.schema";
import type { Database, Statement } from "#db/client";
import { USES_SHOWN } from "./media.contract";

/** The condition that media can be shown. */
export const isStored = sql`${media.status} = 'stored'`;

/** The condition that the sweep deletes media. Literals, because only they match a partial index. */
export const isUnsettled = sql`${media.status} <> 'stored'`;

/** Builds the list of the first products that show media, as JSON. */
export const usesJson = sql<string>`(
  select json_group_array(json_object('productId', used.id, 'slug', used.slug, 'title', used.title))
  from (
    select p.id, p.slug, p.title from ${productMedia} shown
    join ${products} p on p.id = shown.product_id
    where shown.media_id = ${media}.id order by shown.product_id limit ${USES_SHOWN}
  ) used)`;

/** The condition that no product shows the media. */
export const isUnused = (mediaId: string): SQL =>
  sql`not exists (select 1 from ${productMedia} shown where shown.media_id = ${mediaId})`;

/** Builds the key that the URL of an uploaded picture ends with, from a row `shown` of a product's media. */
const shownKey = sql`substr(shown.value ->> 'url', instr(shown.value ->> 'url', '/media/') + 7)`;

/**
 * Builds the statements that record which uploaded pictures products show, after a change of their `media`. Each
 * batch that writes this column ends with them: a picture that a product shows cannot be deleted.
 */
export const refreshMediaUses = (
  { write }: Database,
  productIds: readonly string[],
): Statement[] => {
  const ids = sql`(select value from json_each(${JSON.stringify(productIds)}))`;
  return [
    write.run(sql`delete from ${productMedia} where product_id in ${ids}`),
    write.run(sql`
      insert into ${productMedia} (media_id, product_id)
      select distinct uploaded.id, p.id from ${products} p
      join json_each(p.media) shown
      join ${media} uploaded on uploaded.key = ${shownKey} and uploaded.status = 'stored'
      where p.id in ${ids}`),
  ];
};
