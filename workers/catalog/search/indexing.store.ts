import { sql } from "drizzle-orm";
import type { IndexedProduct } from "#catalog/search/search-index.port";
import { isAvailable } from "#db/catalog/availability";
import type { Database } from "#db/client";

/** A row `p` of products as the search index wants it; prices in the shop's currency. */
const indexedJson = (currency: string) => sql`json_object(
  'id', p.id,
  'slug', p.slug,
  'title', p.title,
  'description', p.description,
  'brand', p.brand,
  'tags', json(p.tags),
  'options', json(p.options),
  'categories', json((
    select json_group_array(json_object('slug', c.slug, 'name', c.name)) from categories c where c.slug in (
      select above.value from product_categories member
      join categories own on own.id = member.category_id
      join json_each(own.path) above
      where member.product_id = p.id))),
  'image', json(coalesce(p.media -> '$[0]', 'null')),
  'price', (select s.price_minor from shelves s
    where s.product_id = p.id and s.place = '*' and s.currency = ${currency}),
  'compareAt', (select price.compare_at_minor from variants v
    join variant_prices price on price.variant_id = v.id and price.currency = ${currency}
    where v.product_id = p.id and v.removed_at is null order by price.amount_minor, v.position limit 1),
  'inStock', json(iif(exists (select 1 from variants v where v.product_id = p.id and v.removed_at is null
    and ${isAvailable}), 'true', 'false')),
  'popularity', p.popularity,
  'createdAt', p.created_at,
  'version', p.version
)`;

interface Changed {
  id: string;
  updatedAt: number;
}

/** What the search index is built from. Reads the primary, as everything that is to become true elsewhere. */
export const indexingStore = ({ read }: Database, currency: string) => {
  const parse = (rows: readonly { product: string }[]) =>
    rows.map(({ product }) => JSON.parse(product) as IndexedProduct);

  return {
    /** The published ones among these. */
    published: async (ids: readonly string[]): Promise<IndexedProduct[]> =>
      parse(
        await read.all(sql`
          select ${indexedJson(currency)} as product
          from json_each(${JSON.stringify(ids)}) wanted
          cross join products p on p.id = wanted.value and p.status = 'published'`),
      ),

    /** The published ones in the order of their ids. */
    publishedAfter: async (id: string, limit: number): Promise<IndexedProduct[]> =>
      parse(
        await read.all(sql`
          select ${indexedJson(currency)} as product from products p
          where p.status = 'published' and p.id > ${id} order by p.id limit ${limit}`),
      ),

    /** Version by id, of the published ones among these. */
    async versions(ids: readonly string[]): Promise<Map<string, number>> {
      const rows = await read.all<{ id: string; version: number }>(sql`
        select p.id, p.version from json_each(${JSON.stringify(ids)}) wanted
        cross join products p on p.id = wanted.value and p.status = 'published'`);
      return new Map(rows.map(({ id, version }) => [id, version]));
    },

    /** Products, published or not, changed since then, in the order of their changes. */
    changedAfter: (after: Changed, limit: number): Promise<Changed[]> =>
      read.all<Changed>(sql`
        select id, updated_at as updatedAt from products
        where (updated_at, id) > (${after.updatedAt}, ${after.id})
        order by updated_at, id limit ${limit}`),

    async countPublished(): Promise<number> {
      const [row] = await read.all<{ n: number }>(
        sql`select count(*) as n from products where status = 'published'`,
      );
      return row?.n ?? 0;
    },
  };
};
export type IndexingStore = ReturnType<typeof indexingStore>;
