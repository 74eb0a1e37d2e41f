import { asc, isNull } from "drizzle-orm";
import { currentSlugStatement } from "#catalog/products/category-slug.statements";
import { categories } from "#db/catalog/category.schema";
import type { Database } from "#db/client";

export type CategoryRow = Pick<
  typeof categories.$inferSelect,
  "id" | "slug" | "name" | "description" | "parentId"
>;

/** Reads all categories at once: the tree is small and always shown as a whole. */
export const categoriesStore = ({ read }: Database) => {
  const all = () =>
    read
      .select({
        id: categories.id,
        slug: categories.slug,
        name: categories.name,
        description: categories.description,
        parentId: categories.parentId,
      })
      .from(categories)
      .where(isNull(categories.deletedAt))
      .orderBy(asc(categories.parentId), asc(categories.position));

  return {
    all: async (): Promise<CategoryRow[]> => all(),

    /** Returns all categories, and the current slug of the one that had this slug before. */
    async allAndCurrent(slug: string): Promise<{ rows: CategoryRow[]; current?: string }> {
      const former = read.all<{ slug: string }>(currentSlugStatement(slug));
      const [rows, [current]] = await read.batch([all(), former]);
      return { rows, ...(current ? { current: current.slug } : {}) };
    },
  };
};
export type CategoriesStore = ReturnType<typeof categoriesStore>;
