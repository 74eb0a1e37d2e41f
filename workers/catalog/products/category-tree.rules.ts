import type { CategoryRow } from "#catalog/products/categories.store";
import type { Category, CategoryRef } from "#contract/catalog";

const refOf = ({ id, slug, name }: CategoryRow): CategoryRef => ({ id, slug, name });

/** The roots with everything below them, out of rows in the order of their positions. */
export const treeOf = (rows: readonly CategoryRow[]): Category[] => {
  const below = Map.groupBy(rows, ({ parentId }) => parentId);
  const grow = (parentId: string | null, path: readonly CategoryRef[]): Category[] =>
    (below.get(parentId) ?? []).map((row) => {
      const ownPath = [...path, refOf(row)];
      return {
        ...refOf(row),
        description: row.description,
        path: ownPath,
        children: grow(row.id, ownPath),
      };
    });
  return grow(null, []);
};

/** The category of a slug, wherever in the tree it stands. */
export const findInTree = (tree: readonly Category[], slug: string): Category | undefined => {
  for (const category of tree) {
    const found = category.slug === slug ? category : findInTree(category.children, slug);
    if (found) return found;
  }
  return undefined;
};
