import { type SQL, sql } from "drizzle-orm";
import type { ProductFilter } from "#catalog/admin-products.contract";
import { filterCondition } from "#catalog/changes/product-filter.statements";
import { products, variants } from "#db/catalog/product.schema";
import type { Database } from "#db/client";

/** The products of a filter that exist at a time. */
export interface FilteredProducts {
  filter: ProductFilter;
  createdUntilMs: number;
}

/** Products by their sorted ids, or by a filter. */
export type Walked = { ids: readonly string[] } | FilteredProducts;

interface Bounds {
  products: number;
  /** The variants of all products together, unless one product has more. */
  variants: number;
}

/** Consecutive products of a walk. */
export interface Page {
  ids: string[];
  isLast: boolean;
}

interface Row {
  id: string;
  variants: number;
}

const conditionOf = ({ filter, createdUntilMs }: FilteredProducts) =>
  sql`${filterCondition(filter)} and p.created_at <= ${createdUntilMs}`;

/** Selects ids, in their order, with the number of variants of each. */
const counted = (id: SQL, from: SQL, limit: number) => sql`
  select ${id} as id,
    (select count(*) from ${variants} v where v.product_id = ${id} and v.removed_at is null) as variants
  from ${from} order by 1 limit ${limit}`;

/** Returns as many rows as the variants allow, at least one. */
const fitting = (rows: readonly Row[], variantsMax: number) => {
  let sum = 0;
  const end = rows.findIndex(({ variants: count }, index) => {
    sum += count;
    return index > 0 && sum > variantsMax;
  });
  return end < 0 ? rows : rows.slice(0, end);
};

/** Walks through products in the order of their ids, in pages of a bounded size. */
export const productWalkStore = ({ read }: Pick<Database, "read">) => ({
  async count(of: FilteredProducts): Promise<number> {
    const [row] = await read.all<{ count: number }>(
      sql`select count(*) as count from ${products} p where ${conditionOf(of)}`,
    );
    return row?.count ?? 0;
  },

  /** Returns the products behind an id. Named ids need not exist. */
  async next(of: Walked, after: string, bounds: Bounds): Promise<Page> {
    const limit = bounds.products + 1;
    const rows = await read.all<Row>(
      "ids" in of
        ? counted(
            sql`named.value`,
            sql`json_each(${JSON.stringify(of.ids)}) named where named.value > ${after}`,
            limit,
          )
        : counted(
            sql`p.id`,
            sql`${products} p where p.id > ${after} and ${conditionOf(of)}`,
            limit,
          ),
    );
    const page = fitting(rows.slice(0, bounds.products), bounds.variants);
    return { ids: page.map(({ id }) => id), isLast: page.length === rows.length };
  },
});
export type ProductWalkStore = ReturnType<typeof productWalkStore>;
