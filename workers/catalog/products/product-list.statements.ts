import { type SQL, sql } from "drizzle-orm";
import { placeBySlug } from "#catalog/products/category-slug.statements";
import { productJson } from "#catalog/products/product-json.statements";
import type { PRODUCT_SORTS } from "#contract/catalog";
import { listings } from "#db/catalog/listing.schema";
import { products } from "#db/catalog/product.schema";
import { foldCase } from "#kernel/fold";

export type ProductSort = (typeof PRODUCT_SORTS)[number];

export interface ListFilter {
  category?: string | undefined;
  /** Compared case-insensitively. */
  tag?: string | undefined;
  currency: string;
  sort: ProductSort;
  priceMin?: number | undefined;
  priceMax?: number | undefined;
  /** Excludes products that cannot be bought. */
  inStock?: true | undefined;
  /** Only titles whose key begins with this text. */
  titlePrefix?: string | undefined;
  /** Sort key and id of the last product of the previous page. */
  after?: readonly [string | number, string] | undefined;
  limit: number;
}

/** Each sort scans one index of the listings in one direction. */
const SORTS: Record<ProductSort, { column: SQL; index: SQL; descending: boolean }> = {
  newest: { column: sql`s.created_at`, index: sql`shelves_newest`, descending: true },
  price: { column: sql`s.price_minor`, index: sql`shelves_price`, descending: false },
  "-price": { column: sql`s.price_minor`, index: sql`shelves_price`, descending: true },
  title: { column: sql`s.title_key`, index: sql`shelves_title`, descending: false },
};

/** The last code point: every text with a prefix sorts before the prefix followed by this. */
const LAST_CODE_POINT = "\u{10ffff}";

const WHOLE_SHOP = sql`'*'`;
const tagPlace = (tag: string) => sql`${`t:${foldCase(tag)}`}`;

/** Scans the listings of the category, else of the tag, else of the whole shop. */
const placeConditions = ({ category, tag }: ListFilter): SQL[] => {
  if (category === undefined)
    return [sql`s.place = ${tag === undefined ? WHOLE_SHOP : tagPlace(tag)}`];
  const inCategory = sql`s.place = ${placeBySlug(category)}`;
  if (tag === undefined) return [inCategory];
  const hasTag = sql`exists (select 1 from ${listings} t where t.product_id = s.product_id
    and t.place = ${tagPlace(tag)} and t.currency = s.currency)`;
  return [inCategory, hasTag];
};

/**
 * From the second page on, the cursor replaces the price bound at which a list by price begins. With
 * both, SQLite would scan from the price bound to the cursor again.
 */
const filterConditions = (filter: ListFilter): SQL[] => {
  const { sort, after, priceMin, priceMax, inStock, titlePrefix } = filter;
  const conditions: SQL[] = [];
  if (priceMin !== undefined && !(after && sort === "price"))
    conditions.push(sql`s.price_minor >= ${priceMin}`);
  if (priceMax !== undefined && !(after && sort === "-price"))
    conditions.push(sql`s.price_minor <= ${priceMax}`);
  if (inStock) conditions.push(sql`s.in_stock = 1`);
  if (titlePrefix !== undefined)
    conditions.push(
      sql`s.title_key >= ${titlePrefix} and s.title_key < ${titlePrefix + LAST_CODE_POINT}`,
    );
  return conditions;
};

const cursorConditions = ({ sort, after }: ListFilter): SQL[] => {
  if (!after) return [];
  const { column, descending } = SORTS[sort];
  const [key, id] = after;
  return [sql`(${column}, s.product_id) ${descending ? sql`<` : sql`>`} (${key}, ${id})`];
};

/**
 * Selects a page of products. `cross join` makes SQLite read the listings first, and then the product
 * of each listing.
 */
export const listStatement = (filter: ListFilter): SQL => {
  const { column, index, descending } = SORTS[filter.sort];
  const direction = descending ? sql`desc` : sql`asc`;
  const conditions = [
    ...placeConditions(filter),
    sql`s.currency = ${filter.currency}`,
    ...filterConditions(filter),
    ...cursorConditions(filter),
  ];
  return sql`
    select ${column} as sort_key, ${productJson(filter.currency)} as product
    from ${listings} s indexed by ${index}
    cross join ${products} p on p.id = s.product_id
    where ${sql.join(conditions, sql` and `)}
    order by ${column} ${direction}, s.product_id ${direction}
    limit ${filter.limit}`;
};
