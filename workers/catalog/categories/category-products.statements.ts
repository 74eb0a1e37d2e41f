import { sql } from "drizzle-orm";
import { categories, productCategories } from "#db/catalog/category.schema";
import type { Place } from "./category-products.rules";

/** Selects a category and all below it. */
export const subtreeStatement = (id: string) => sql`
  with recursive below(id) as (
    select ${id}
    union
    select c.id from below join ${categories} c on c.parent_id = below.id
  )
  select c.id, c.deleted_at is not null as deleted
  from below cross join ${categories} c on c.id = below.id`;

/** Selects the products of a category behind one of them. */
export const productsAfter = ({ categoryId, productId }: Place, limit: number) => sql`
  select category_id as categoryId, product_id as productId from ${productCategories}
  where category_id = ${categoryId} and product_id > ${productId}
  order by product_id limit ${limit}`;
