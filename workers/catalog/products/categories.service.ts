import type { CategoriesStore } from "#catalog/products/categories.store";
import { findInTree, treeOf } from "#catalog/products/category-tree.rules";
import type { Category } from "#contract/catalog";
import { AppError } from "#kernel/errors";

/** Reads categories for shoppers. */
export const categoriesService = ({ store }: { store: CategoriesStore }) => ({
  tree: async (): Promise<Category[]> => treeOf(await store.all()),

  /** Returns a category with its path. @throws 404 `not_found` */
  async find(slug: string): Promise<Category> {
    const category = findInTree(treeOf(await store.all()), slug);
    if (!category) throw new AppError("not_found", "No category has this slug.");
    return category;
  },
});
export type CategoriesService = ReturnType<typeof categoriesService>;
