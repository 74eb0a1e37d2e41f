import { expect, test } from "bun:test";
import { type CategoryRow, changedRows, inTreeOrder, placed, replaced } from "./tree-change.rules";

const row = (id: string, parentId: string | null, position: number): CategoryRow => ({
  id,
  slug: `slug-${id}`,
  name: id,
  description: null,
  parentId,
  path: [],
  position,
  version: 1,
  translations: {},
  createdAt: 0,
  updatedAt: 0,
});
const TREE = inTreeOrder([
  row("b", null, 1),
  row("a", null, 0),
  row("a2", "a", 1),
  row("a1", "a", 0),
  row("a11", "a1", 0),
]);
const [, a1, a11] = TREE as [CategoryRow, CategoryRow, CategoryRow];

const shown = (rows: readonly CategoryRow[]) =>
  rows.map(({ path, position }) => `${path.map((slug) => slug.slice(5)).join("/")}:${position}`);
const treeAfter = (decision: ReturnType<typeof placed>) => {
  if ("error" in decision) throw new Error(JSON.stringify(decision.error));
  return decision.tree;
};
const errorOf = (decision: ReturnType<typeof placed>) =>
  "error" in decision ? [decision.error.pointer, decision.error.code] : null;

test("orders a tree with its paths", () => {
  expect(shown(TREE)).toEqual(["a:0", "a/a1:0", "a/a1/a11:0", "a/a2:1", "b:1"]);
});

test("moves a category with all below it, and numbers its new siblings", () => {
  const moved = treeAfter(placed(TREE, a1, { parentId: null, before: "b" }));
  expect(shown(moved)).toEqual(["a:0", "a/a2:1", "a1:1", "a1/a11:0", "b:2"]);
  expect(changedRows(TREE, moved).map(({ id }) => id)).toEqual(["a1", "a11", "b"]);
});

test("reorders siblings without a change of their paths", () => {
  const moved = treeAfter(placed(TREE, a1, { parentId: "a" }));
  expect(shown(moved)).toEqual(["a:0", "a/a2:0", "a/a1:1", "a/a1/a11:0", "b:1"]);
  expect(
    changedRows(TREE, treeAfter(placed(moved, moved[2] as CategoryRow, { parentId: "a" }))),
  ).toHaveLength(2);
});

test("changes nothing when a category is put where it is", () => {
  expect(changedRows(TREE, treeAfter(placed(TREE, a1, { parentId: "a", before: "a2" })))).toEqual(
    [],
  );
});

test("refuses cycles, unknown places and trees that are too deep", () => {
  expect(errorOf(placed(TREE, a1, { parentId: "a11" }))).toEqual(["/parentId", "own_descendant"]);
  expect(errorOf(placed(TREE, a1, { parentId: "a1" }))).toEqual(["/parentId", "own_descendant"]);
  expect(errorOf(placed(TREE, a1, { parentId: "z" }))).toEqual(["/parentId", "unknown_category"]);
  expect(errorOf(placed(TREE, a11, { parentId: "b", before: "a1" }))).toEqual([
    "/before",
    "unknown_category",
  ]);
  expect(errorOf(placed(TREE, a11, { parentId: "b", before: "a11" }))?.[0]).toBe("/before");
  const chain = inTreeOrder(
    Array.from({ length: 10 }, (_, level) =>
      row(`c${level}`, level === 0 ? null : `c${level - 1}`, 0),
    ),
  );
  expect(errorOf(placed(chain, row("d", null, 0), { parentId: "c9" }))).toEqual([
    "/parentId",
    "too_deep",
  ]);
  expect(errorOf(placed(chain, row("d", null, 0), { parentId: "c8" }))).toBeNull();
});

test("rewrites the paths below a new slug", () => {
  const renamed = replaced(TREE, { ...a1, slug: "slug-new" });
  expect(shown(renamed)).toEqual(["a:0", "a/new:0", "a/new/a11:0", "a/a2:1", "b:1"]);
});
