import { type SQL, sql } from "drizzle-orm";
import { productJson } from "#catalog/products/product-json.statements";
import type { PRODUCT_SORTS, Product, SellableVariant } from "#contract/catalog";
import { foldCase } from "#db/catalog/fold";
import type { Database } from "#db/client";

export type ProductSort = (typeof PRODUCT_SORTS)[number];

export interface ListFilter {
  category?: string | undefined;
  /** Compared without regard to case. */
  tag?: string | undefined;
  currency: string;
  sort: ProductSort;
  priceMin?: number | undefined;
  priceMax?: number | undefined;
  /** Only what can be bought. */
  inStock?: true | undefined;
  /** Only titles that begin with this key. */
  titlePrefix?: string | undefined;
  /** Sort key and id of the last one shown. */
  after?: readonly [string | number, string] | undefined;
  limit: number;
}

export interface Listed {
  product: Product;
  sortKey: string | number;
}

/** Each sort is an index of the shelves, walked in one direction. */
const SORTS: Record<ProductSort, { column: SQL; index: SQL; descending: boolean }> = {
  newest: { column: sql`s.created_at`, index: sql`shelves_newest`, descending: true },
  price: { column: sql`s.price_minor`, index: sql`shelves_price`, descending: false },
  "-price": { column: sql`s.price_minor`, index: sql`shelves_price`, descending: true },
  title: { column: sql`s.title_key`, index: sql`shelves_title`, descending: false },
};

/** Above every code point: each text that begins with a prefix sorts before prefix and this. */
const ABOVE_ALL = "\u{10ffff}";

const tagPlace = (tag: string) => sql`${`t:${foldCase(tag)}`}`;

/** A list walks the shelf of its category, else of its tag, else of the whole shop. */
const where = ({ category, tag }: ListFilter): SQL[] => {
  if (category === undefined)
    return [sql`s.place = ${tag === undefined ? sql`'*'` : tagPlace(tag)}`];
  const categoryShelf = sql`s.place = ${`c:${category}`}`;
  if (tag === undefined) return [categoryShelf];
  return [
    categoryShelf,
    sql`exists (select 1 from shelves t where t.product_id = s.product_id
      and t.place = ${tagPlace(tag)} and t.currency = s.currency)`,
  ];
};

/**
 * The bounds of a filter. Past the first page the cursor itself is the bound on the side where a list
 * by price begins; naming both would make SQLite walk from the filter's bound to the cursor again.
 */
const which = ({ sort, after, priceMin, priceMax, inStock, titlePrefix }: ListFilter): SQL[] => [
  ...(priceMin === undefined || (after && sort === "price")
    ? []
    : [sql`s.price_minor >= ${priceMin}`]),
  ...(priceMax === undefined || (after && sort === "-price")
    ? []
    : [sql`s.price_minor <= ${priceMax}`]),
  ...(inStock ? [sql`s.in_stock = 1`] : []),
  ...(titlePrefix === undefined
    ? []
    : [sql`s.title_key >= ${titlePrefix} and s.title_key < ${titlePrefix + ABOVE_ALL}`]),
];

const beyond = ({ sort, after }: ListFilter): SQL[] => {
  if (!after) return [];
  const { column, descending } = SORTS[sort];
  const [key, id] = after;
  return [sql`(${column}, s.product_id) ${descending ? sql`<` : sql`>`} (${key}, ${id})`];
};

/** The one statement behind every list. The join order is said outright: first the shelf, then its products. */
export const listStatement = (filter: ListFilter): SQL => {
  const { column, index, descending } = SORTS[filter.sort];
  const direction = descending ? sql`desc` : sql`asc`;
  const conditions = [
    ...where(filter),
    sql`s.currency = ${filter.currency}`,
    ...which(filter),
    ...beyond(filter),
  ];
  return sql`
    select ${column} as sort_key, ${productJson(filter.currency)} as product
    from shelves s indexed by ${index}
    cross join products p on p.id = s.product_id
    where ${sql.join(conditions, sql` and `)}
    order by ${column} ${direction}, s.product_id ${direction}
    limit ${filter.limit}`;
};

interface SellableRow extends Omit<SellableVariant, "options" | "published" | "tracked"> {
  options: string;
  published: number;
  tracked: number;
}

/** What shoppers see of the catalog, each answer in one read. */
export const productsStore = ({ read }: Database) => ({
  /** A page's products with their sort keys, in order. */
  async list(filter: ListFilter): Promise<Listed[]> {
    const rows = await read.all<{ sort_key: string | number; product: string }>(
      listStatement(filter),
    );
    return rows.map((row) => ({
      sortKey: row.sort_key,
      product: JSON.parse(row.product) as Product,
    }));
  },

  /** A published product. */
  async find(by: { id: string } | { slug: string }, currency: string): Promise<Product | null> {
    const where = "id" in by ? sql`p.id = ${by.id}` : sql`p.slug = ${by.slug}`;
    const [row] = await read.all<{ product: string }>(
      sql`select ${productJson(currency)} as product from products p
        where ${where} and p.status = 'published'`,
    );
    return row ? (JSON.parse(row.product) as Product) : null;
  },

  async sellable(variantIds: readonly string[], currency: string): Promise<SellableVariant[]> {
    const rows = await read.all<SellableRow>(sql`
      select v.id as variantId, p.id as productId, p.slug, p.title, v.title as variantTitle, v.sku,
        coalesce(v.image, p.media ->> '$[0].url') as image, v.options,
        price.amount_minor as unitPriceMinor, p.status = 'published' as published,
        v.inventory_policy as inventoryPolicy, v.tracked
      from json_each(${JSON.stringify(variantIds)}) wanted
      cross join variants v on v.id = wanted.value and v.removed_at is null
      cross join products p on p.id = v.product_id
      left join variant_prices price on price.variant_id = v.id and price.currency = ${currency}`);
    return rows.map((row) => ({
      variantId: row.variantId,
      productId: row.productId,
      slug: row.slug,
      title: row.title,
      variantTitle: row.variantTitle,
      sku: row.sku,
      image: row.image,
      options: JSON.parse(row.options) as Record<string, string>,
      unitPriceMinor: row.unitPriceMinor,
      published: row.published === 1,
      inventoryPolicy: row.inventoryPolicy,
      tracked: row.tracked === 1,
    }));
  },
});
export type ProductsStore = ReturnType<typeof productsStore>;
