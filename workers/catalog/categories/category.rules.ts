import type { AdminCategory } from "./categories.contract";
import { byIdIn, type CategoryRow, pathTo, type Tree } from "./tree-change.rules";

const refOf = ({ id, slug, name }: CategoryRow) => ({ id, slug, name });

/** Returns a category as staff see it. */
const adminCategory = (
  row: CategoryRow,
  byId: ReadonlyMap<string, CategoryRow>,
): AdminCategory => ({
  ...refOf(row),
  description: row.description,
  parentId: row.parentId,
  position: row.position,
  path: pathTo(byId, row.id).map(refOf),
  version: row.version,
  translations: row.translations,
  createdAt: new Date(row.createdAt).toISOString(),
  updatedAt: new Date(row.updatedAt).toISOString(),
});

/** Returns the categories of a tree as staff see them. */
export const adminCategories = (tree: Tree): AdminCategory[] => {
  const byId = byIdIn(tree);
  return tree.map((row) => adminCategory(row, byId));
};
