import { expect, test } from "bun:test";
import { findInTree, treeOf } from "./category-tree.rules";

const row = (id: string, parentId: string | null = null) => ({
  id,
  slug: `slug-${id}`,
  name: id.toUpperCase(),
  description: null,
  parentId,
});
const ROWS = [row("a"), row("b"), row("a1", "a"), row("a2", "a"), row("a21", "a2")];

test("places children below their parents in order, with the path from the root", () => {
  const [a, b] = treeOf(ROWS);
  expect(a?.children.map(({ id }) => id)).toEqual(["a1", "a2"]);
  expect(b?.children).toEqual([]);
  expect(a?.children[1]?.children[0]?.path.map(({ slug }) => slug)).toEqual([
    "slug-a",
    "slug-a2",
    "slug-a21",
  ]);
});

test("finds a category at any depth, and no unknown one", () => {
  const tree = treeOf(ROWS);
  expect(findInTree(tree, "a21")?.id).toBe("a21");
  expect(findInTree(tree, "zzz")).toBeUndefined();
});
