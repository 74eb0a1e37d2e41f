import type { Category, CategoryRef } from "#contract/catalog";
import type { CategoryRow as ReadRow } from "./categories.store";

type CategoryRow = Omit<ReadRow, "texts">;

const refOf = ({ id, slug, name }: CategoryRow): CategoryRef => ({ id, slug, name });

/** Returns the root categories with their descendants. Rows arrive in the order of their positions. */
export const treeOf = (rows: readonly CategoryRow[]): Category[] => {
  const rowsByParent = Map.groupBy(rows, ({ parentId }) => parentId);
  const childrenOf = (parentId: string | null, path: readonly CategoryRef[]): Category[] =>
    (rowsByParent.get(parentId) ?? []).map((row) => {
      const ownPath = [...path, refOf(row)];
      return {
        ...refOf(row),
        description: row.description,
        path: ownPath,
        children: childrenOf(row.id, ownPath),
      };
    });
  return childrenOf(null, []);
};

/** Returns the category with an id, at any depth, or undefined. */
export const findInTree = (tree: readonly Category[], id: string): Category | undefined => {
  for (const category of tree) {
    const match = category.id === id ? category : findInTree(category.children, id);
    if (match) return match;
  }
  return undefined;
};
