import { type SQL, sql } from "drizzle-orm";
import type { FacetFilter } from "#catalog/filters/facet-filters.rules";
import { brandKeyOf } from "#catalog/products/brand.rules";
import { placeBySlug } from "#catalog/products/category-slug.statements";
import {
  collectionIdBySlug,
  collectionPlaceBySlug,
} from "#catalog/products/collection-slug.statements";
import { marketKey } from "#catalog/products/market-prices.statements";
import { currencyOf, type Pricing } from "#catalog/products/offers.statements";
import { productJson } from "#catalog/products/product-json.statements";
import type { PRODUCT_SORTS } from "#contract/catalog";
import { collectionProducts } from "#db/catalog/collection.schema";
import { listings } from "#db/catalog/listing.schema";
import { products } from "#db/catalog/product.schema";
import { foldCase } from "#kernel/fold";

/** By `position`, a list is in the order of its collection. */
export type ProductSort = (typeof PRODUCT_SORTS)[number] | "position";

export interface ListFilter {
  category?: string | undefined;
  collection?: string | undefined;
  /** Tag and brand are compared case-insensitively. */
  tag?: string | undefined;
  brand?: string | undefined;
  pricing: Pricing;
  sort: ProductSort;
  priceMin?: number | undefined;
  priceMax?: number | undefined;
  /** Excludes products that cannot be bought. */
  inStock?: true | undefined;
  /** Values that facets count, all of which must match. */
  facets?: readonly FacetFilter[];
  /** The lowest average of reviews, in stars. */
  ratingMin?: number | undefined;
  /** Sort key and id of the last product of the previous page. */
  after?: readonly [string | number, string] | undefined;
  limit: number;
}

/** The rows that a sort reads, in the order of one index and in one direction. */
interface Sort {
  column: SQL;
  from: SQL;
  descending: boolean;
}

const listingsBy = (index: SQL) => sql`${listings} s indexed by ${index}`;
const inPositionOrder = sql`${collectionProducts} m indexed by collection_products_order
  cross join ${listings} s on s.product_id = m.product_id and s.place = 'k:' || m.collection_id`;

export const SORTS: Record<ProductSort, Sort> = {
  newest: {
    column: sql`s.created_at`,
    from: listingsBy(sql`shelves_newest`),
    descending: true,
  },
  price: {
    column: sql`s.price_minor`,
    from: listingsBy(sql`shelves_price`),
    descending: false,
  },
  "-price": {
    column: sql`s.price_minor`,
    from: listingsBy(sql`shelves_price`),
    descending: true,
  },
  title: {
    column: sql`s.title_key`,
    from: listingsBy(sql`shelves_title`),
    descending: false,
  },
  rating: {
    column: sql`s.rating`,
    from: listingsBy(sql`shelves_rating`),
    descending: true,
  },
  position: { column: sql`m.position`, from: inPositionOrder, descending: false },
};

const WHOLE_SHOP = sql`'*'`;
const tagPlace = (tag: string) => sql`${`t:${foldCase(tag)}`}`;
const brandPlace = (brand: string) => sql`${`b:${brandKeyOf(brand)}`}`;

/** Scans the listings of the collection, else of the category, of the brand, of the tag or of the whole shop. */
const placeConditions = ({ sort, collection, category, brand, tag }: ListFilter): SQL[] => {
  const places = [
    ...(collection === undefined ? [] : [collectionPlaceBySlug(collection)]),
    ...(category === undefined ? [] : [placeBySlug(category)]),
    ...(brand === undefined ? [] : [brandPlace(brand)]),
    ...(tag === undefined ? [] : [tagPlace(tag)]),
  ];
  const [scanned = WHOLE_SHOP, ...others] = places;
  const first =
    sort === "position"
      ? sql`m.collection_id = ${collectionIdBySlug(collection ?? "")}`
      : sql`s.place = ${scanned}`;
  return [
    first,
    ...others.map(
      (place) => sql`exists (select 1 from ${listings} t where t.product_id = s.product_id
    and t.place = ${place} and t.currency = s.currency)`,
    ),
  ];
};

/**
 * From the second page on, the cursor replaces the price bound at which a list by price begins. With
 * both, SQLite would scan from the price bound to the cursor again.
 */
const filterConditions = (filter: ListFilter): SQL[] => {
  const { sort, after, priceMin, priceMax, inStock, ratingMin } = filter;
  const conditions: SQL[] = [];
  if (priceMin !== undefined && !(after && sort === "price"))
    conditions.push(sql`s.price_minor >= ${priceMin}`);
  if (priceMax !== undefined && !(after && sort === "-price"))
    conditions.push(sql`s.price_minor <= ${priceMax}`);
  if (ratingMin !== undefined) conditions.push(sql`s.rating >= ${ratingMin * 100}`);
  if (inStock) conditions.push(sql`s.in_stock = 1`);
  return conditions;
};

export const idOf = (sort: ProductSort) =>
  sort === "position" ? sql`m.product_id` : sql`s.product_id`;

const cursorConditions = ({ sort, after }: ListFilter): SQL[] => {
  if (!after) return [];
  const { column, descending } = SORTS[sort];
  const [key, id] = after;
  return [sql`(${column}, ${idOf(sort)}) ${descending ? sql`<` : sql`>`} (${key}, ${id})`];
};

/**
 * The conditions by which rows `s` of listings have the prices of a list. In a country there are two: a product with
 * another price there is taken from the listings of its market, and others from those of the currency.
 */
export const pricedConditions = ({ pricing }: ListFilter): SQL[] => {
  const priced = sql`s.currency = ${currencyOf(pricing)}`;
  const market = marketKey(pricing);
  if (market === null) return [priced];
  const others = sql`${priced} and not exists (
    select 1 from ${listings} own where own.product_id = s.product_id and own.place = s.place
      and own.currency = ${market})`;
  return [others, sql`s.currency = ${market}`];
};

/** The conditions of rows `s` of listings that are priced by a condition, without those of facets. */
export const listConditions = (filter: ListFilter, priced: SQL): SQL[] => [
  ...placeConditions(filter),
  priced,
  ...filterConditions(filter),
  ...cursorConditions(filter),
];

/** Builds the tables and conditions of a list whose listings are priced by a condition. */
const listed = (filter: ListFilter, priced: SQL, joined: SQL = sql``) =>
  sql`from ${SORTS[filter.sort].from} ${joined}
    where ${sql.join(listConditions(filter, priced), sql` and `)}`;

/** Selects the sort keys and ids of a list in a country. Both kinds of listings are read in order, and merged. */
const foundInMarket = (filter: ListFilter, prices: readonly SQL[]) => {
  const selected = sql`select ${SORTS[filter.sort].column} as sort_key, ${idOf(filter.sort)} as id`;
  const parts = prices.map((priced) => sql`${selected} ${listed(filter, priced)}`);
  return sql.join(parts, sql` union all `);
};

/**
 * Selects a page of products. `cross join` makes SQLite read the listings first, and then the product
 * of each listing.
 */
export const listStatement = (filter: ListFilter): SQL => {
  const { column, descending } = SORTS[filter.sort];
  const direction = descending ? sql`desc` : sql`asc`;
  const { pricing, limit } = filter;
  const [priced = sql``, ...others] = pricedConditions(filter);
  if (others.length > 0)
    return sql`
      select found.sort_key, ${productJson(pricing)} as product
      from (${foundInMarket(filter, [priced, ...others])} order by 1 ${direction}, 2 ${direction} limit ${limit}) found
      cross join ${products} p on p.id = found.id`;
  const joined = sql`cross join ${products} p on p.id = s.product_id`;
  return sql`
    select ${column} as sort_key, ${productJson(pricing)} as product
    ${listed(filter, priced, joined)}
    order by ${column} ${direction}, ${idOf(filter.sort)} ${direction}
    limit ${limit}`;
};
