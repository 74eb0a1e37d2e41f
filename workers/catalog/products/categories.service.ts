import type { CategoriesStore } from "#catalog/products/categories.store";
import { findInTree, treeOf } from "#catalog/products/category-tree.rules";
import type { Category } from "#contract/catalog";
import { AppError } from "#kernel/errors";

/** What shoppers read of categories. */
export const categoriesService = ({ store }: { store: CategoriesStore }) => ({
  tree: async (): Promise<Category[]> => treeOf(await store.all()),

  async find(slug: string): Promise<Category> {
    const found = findInTree(treeOf(await store.all()), slug);
    if (!found) throw new AppError("not_found", "There is no such category.");
    return found;
  },
});
export type CategoriesService = ReturnType<typeof categoriesService>;
