import type { CategoryTranslation } from "#catalog/translations.contract";
import type { FieldError } from "#kernel/errors";
import { DEPTH_MAX } from "./categories.contract";

/** A stored category. */
export interface CategoryRow {
  id: string;
  slug: string;
  name: string;
  description: string | null;
  parentId: string | null;
  /** Slugs from the root to this category. */
  path: string[];
  position: number;
  version: number;
  /** By locale. */
  translations: Record<string, CategoryTranslation>;
  createdAt: number;
  updatedAt: number;
}
export type Tree = readonly CategoryRow[];

/** A decided change: the tree after it, or why it is refused. */
export type Decision = { tree: CategoryRow[] } | { error: FieldError };

const refused = (pointer: string, code: string, message: string): Decision => ({
  error: { pointer, code, message },
});

const childrenIn = (tree: Tree, parentId: string | null) =>
  tree
    .filter((row) => row.parentId === parentId)
    .toSorted((one, other) => one.position - other.position);

export const byIdIn = (tree: Tree) => new Map(tree.map((row) => [row.id, row]));

/** Returns the rows from the root to a category. */
export const pathTo = (
  byId: ReadonlyMap<string, CategoryRow>,
  id: string | null,
): CategoryRow[] => {
  const path: CategoryRow[] = [];
  for (let row = byId.get(id ?? ""); row; row = byId.get(row.parentId ?? "")) path.unshift(row);
  return path;
};

/** Returns all categories in the order of the tree, each with its path. */
export const inTreeOrder = (tree: Tree): CategoryRow[] => {
  const byParent = Map.groupBy(tree, ({ parentId }) => parentId);
  const below = (parentId: string | null, above: readonly string[]): CategoryRow[] =>
    (byParent.get(parentId) ?? [])
      .toSorted((one, other) => one.position - other.position)
      .flatMap((row) => {
        const path = [...above, row.slug];
        return [{ ...row, path }, ...below(row.id, path)];
      });
  return below(null, []);
};

/** Returns the rows of `after` that `before` does not have in this form. */
export const changedRows = (before: Tree, after: Tree): CategoryRow[] => {
  const known = new Map(before.map((row) => [row.id, JSON.stringify(row)]));
  return after.filter((row) => known.get(row.id) !== JSON.stringify(row));
};

/** Numbers the children of a parent in this order. */
const numbered = (children: readonly CategoryRow[], parentId: string | null) =>
  children.map((row, position) => ({ ...row, parentId, position }));

const decided = (tree: CategoryRow[]): Decision => {
  const ordered = inTreeOrder(tree);
  return ordered.some(({ path }) => path.length > DEPTH_MAX)
    ? refused("/parentId", "too_deep", `A tree has at most ${DEPTH_MAX} levels.`)
    : { tree: ordered };
};

const unknownParent = () => refused("/parentId", "unknown_category", "No category has this id.");

/** Puts a category, new or stored, among the children of a parent, at the end or in front of another one. */
export const placed = (
  tree: Tree,
  row: CategoryRow,
  { parentId, before }: { parentId: string | null; before?: string | undefined },
): Decision => {
  const above = pathTo(byIdIn(tree), parentId);
  if (parentId !== null && above.length === 0) return unknownParent();
  if (above.some(({ id }) => id === row.id))
    return refused("/parentId", "own_descendant", "A category cannot be below itself.");
  const siblings = childrenIn(tree, parentId).filter(({ id }) => id !== row.id);
  const at = before === undefined ? siblings.length : siblings.findIndex(({ id }) => id === before);
  if (at < 0) return refused("/before", "unknown_category", "The parent has no such other child.");
  const children = numbered(siblings.toSpliced(at, 0, row), parentId);
  const moved = new Set(children.map(({ id }) => id));
  return decided([...tree.filter(({ id }) => !moved.has(id)), ...children]);
};

/** Replaces a category by another form of it. The paths below it follow. */
export const replaced = (tree: Tree, row: CategoryRow): CategoryRow[] =>
  inTreeOrder(tree.map((other) => (other.id === row.id ? row : other)));
