import { asc } from "drizzle-orm";
import { categories } from "#db/catalog/category.schema";
import type { Database } from "#db/client";

export type CategoryRow = Pick<
  typeof categories.$inferSelect,
  "id" | "slug" | "name" | "description" | "parentId"
>;

/** Reads all categories at once: the tree is small and always shown as a whole. */
export const categoriesStore = ({ read }: Database) => ({
  all: (): Promise<CategoryRow[]> =>
    read
      .select({
        id: categories.id,
        slug: categories.slug,
        name: categories.name,
        description: categories.description,
        parentId: categories.parentId,
      })
      .from(categories)
      .orderBy(asc(categories.parentId), asc(categories.position)),
});
export type CategoriesStore = ReturnType<typeof categoriesStore>;
