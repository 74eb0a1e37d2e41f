import type { Category } from "#contract/catalog";
import { AppError } from "#kernel/errors";
import type { CategoriesStore } from "./categories.store";
import { findInTree, treeOf } from "./category-tree.rules";

/** Reads categories for shoppers. */
export const categoriesService = ({ store }: { store: CategoriesStore }) => ({
  tree: async (): Promise<Category[]> => treeOf(await store.all()),

  /** Returns a category with its path, also by a former slug. @throws 404 `not_found` */
  async find(slug: string): Promise<Category> {
    const { rows, current } = await store.allAndCurrent(slug);
    const category = findInTree(treeOf(rows), current ?? slug);
    if (!category) throw new AppError("not_found", "No category has this slug.");
    return category;
  },
});
export type CategoriesService = ReturnType<typeof categoriesService>;
