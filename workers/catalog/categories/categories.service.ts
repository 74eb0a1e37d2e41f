import { type Languages, type Spoken, spokenOf, textIn } from "#catalog/texts/text.rules";
import type { Category } from "#contract/catalog";
import { AppError } from "#kernel/errors";
import type { CategoriesStore, CategoryRow } from "./categories.store";
import { findInTree, treeOf } from "./category-tree.rules";

const inLocale =
  (spoken: Spoken) =>
  (row: CategoryRow): CategoryRow => {
    const { title, description, slug } = textIn(row.texts, spoken);
    return {
      ...row,
      slug: slug ?? row.slug,
      name: title ?? row.name,
      description: description ?? row.description,
    };
  };

/** Reads categories for shoppers. */
export const categoriesService = ({ store }: { store: CategoriesStore }) => ({
  async tree(languages: Languages): Promise<{ tree: Category[]; spoken: Spoken }> {
    const { rows, locales } = await store.all(languages);
    const spoken = spokenOf(languages, locales);
    return { tree: treeOf(rows.map(inLocale(spoken))), spoken };
  },

  /** Returns a category with its path, also by a former slug. @throws 404 `not_found` */
  async find(slug: string, languages: Languages) {
    const { rows, locales, named } = await store.allAndNamed(slug, languages);
    const spoken = spokenOf(languages, locales);
    const category = named && findInTree(treeOf(rows.map(inLocale(spoken))), named.id);
    if (!category) throw new AppError("not_found", "No category has this slug.");
    return { category, spoken, isFormer: named.isFormer };
  },
});
export type CategoriesService = ReturnType<typeof categoriesService>;
