import { type SQL, sql } from "drizzle-orm";
import type { FacetFilter } from "#catalog/filters/facet-filters.rules";
import { hasValue } from "#catalog/filters/facet-filters.statements";
import { productJson } from "#catalog/products/product-json.statements";
import {
  idOf,
  type ListFilter,
  listConditions,
  type ProductSort,
  pricedConditions,
  SORTS,
} from "#catalog/products/product-list.statements";
import { collectionProducts } from "#db/catalog/collection.schema";
import { listings } from "#db/catalog/listing.schema";
import { products } from "#db/catalog/product.schema";
import { searchDocuments, searchValues } from "#db/catalog/search.schema";

/**
 * The most products that a list sorts. A filter that more of 100,000 products match fills a page of 24 within 5,000
 * rows, unless they are far from the page, and to look a row up costs a ninth of what it costs to sort a product.
 */
const SORTED_MAX = 500;

/** Selects the filter that the fewest products match, counted up to one more than a list sorts. */
const rarest = (facets: readonly FacetFilter[]) => sql`
  select f.value ->> 'field' as field, f.value -> 'keys' as keys, min((select count(*) from (
    select 1 from ${searchValues} v
    where v.field = f.value ->> 'field' and v.key in (select wanted.value from json_each(f.value, '$.keys') wanted)
    limit ${SORTED_MAX + 1}))) as n
  from json_each(${JSON.stringify(facets)}) f`;

/** The listings of a row `d` of search documents, for a sort. */
const listingsOf = (sort: ProductSort) =>
  sort === "position"
    ? sql`${collectionProducts} m on m.product_id = d.product_id
        cross join ${listings} s on s.product_id = m.product_id and s.place = 'k:' || m.collection_id`
    : sql`${listings} s on s.product_id = d.product_id`;

/** Selects what the rarest filter matches, to be sorted; nothing if it matches too many products. */
const fewOf = ({ sort }: ListFilter): [from: SQL, condition: SQL] => [
  sql`${searchDocuments} d cross join ${listingsOf(sort)}`,
  sql`d.id in (select v.document_id from rarest
    cross join json_each(rarest.keys) wanted
    cross join ${searchValues} v on v.field = rarest.field and v.key = wanted.value
    where rarest.n <= ${SORTED_MAX})`,
];

/** Selects from a list in its order. */
const orderedOf = ({ sort }: ListFilter) =>
  sql`${SORTS[sort].from} cross join ${searchDocuments} d on d.product_id = s.product_id`;

/**
 * Selects a page of products with values of facets. If few products match a filter, they are sorted; otherwise the list
 * is read in its order until the page is full. Of the two, one has the limit 0 or no rows.
 */
export const facetedListStatement = (filter: ListFilter): SQL => {
  const { sort, facets = [], limit, pricing } = filter;
  const { column, descending } = SORTS[sort];
  const direction = descending ? sql`desc` : sql`asc`;
  const [few, matching] = fewOf(filter);
  const part = (from: SQL, most: SQL, more: readonly SQL[] = []) => {
    const selected = pricedConditions(filter).map((priced) => {
      const conditions = [...more, ...listConditions(filter, priced), ...facets.map(hasValue)];
      return sql`select ${column} as sort_key, ${idOf(sort)} as id from ${from}
        where ${sql.join(conditions, sql` and `)}`;
    });
    return sql`select * from (${sql.join(selected, sql` union all `)}
      order by 1 ${direction}, 2 ${direction} limit ${most})`;
  };
  return sql`
    with rarest as materialized (${rarest(facets)})
    select page.sort_key, ${productJson(pricing)} as product
    from (
      ${part(few, sql`${limit}`, [matching])}
      union all
      ${part(orderedOf(filter), sql`iif((select n from rarest) > ${SORTED_MAX}, ${limit}, 0)`)}
    ) page
    cross join ${products} p on p.id = page.id
    order by page.sort_key ${direction}, page.id ${direction}`;
};
