import { slugOf } from "#catalog/products/slug.rules";
import type { TranslationChange } from "#catalog/translations/translation.statements";
import type { CategoryTranslation } from "#catalog/translations.contract";
import { AppError, type FieldError } from "#kernel/errors";
import { matchedVersion } from "#kernel/routes/etag";
import {
  type AdminCategory,
  CATEGORIES_MAX,
  type CategoryCreation,
  type CategoryMove,
  type CategoryPatch,
} from "./categories.contract";
import { adminCategories } from "./category.rules";
import {
  type CategoryRow,
  changedRows,
  type Decision,
  placed,
  replaced,
  type Tree,
} from "./tree-change.rules";

/** What a change does to the tree. */
export interface Decided {
  status: 200 | 201 | 204;
  row: CategoryRow;
  /** The tree after the change. */
  tree: Tree;
  /** Whether listings and search documents of its products depend on what changes. */
  productsFollow: boolean;
  formerSlug?: { categoryId: string; slug: string };
  deletedId?: string;
  translation?: TranslationChange;
}

const CHILDREN_SHOWN = 20;

const invalid = (error: FieldError) =>
  new AppError("category_invalid", "Correct the fields in errors, and try again.", {
    errors: [error],
  });

/** @throws 422 `category_invalid` */
const allowed = (decision: Decision): CategoryRow[] => {
  if ("error" in decision) throw invalid(decision.error);
  return decision.tree;
};

export const slugTaken = (slug: string) =>
  new AppError("slug_taken", `Another category or translation has the slug ${slug}.`);

/** @throws 409 `slug_taken` */
const requireFreeSlug = (tree: Tree, { id, slug }: Pick<CategoryRow, "id" | "slug">) => {
  const slugsOf = (row: CategoryRow) => [
    row.slug,
    ...Object.values(row.translations).map((translation) => translation.slug),
  ];
  if (tree.some((row) => row.id !== id && slugsOf(row).includes(slug))) throw slugTaken(slug);
};

/** @throws 404 `not_found`, 412 `precondition_failed` */
export const required = (tree: Tree, id: string, ifMatch: string | undefined): CategoryRow => {
  const row = tree.find((one) => one.id === id);
  if (!row) throw new AppError("not_found", "No category has this id.");
  const expected = matchedVersion(ifMatch);
  if (expected !== undefined && expected !== row.version)
    throw new AppError("precondition_failed", "The category was changed since it was read.");
  return row;
};

export const newRow = (id: string, input: CategoryCreation, nowMs: number): CategoryRow => ({
  id,
  slug: input.slug ?? slugOf(input.name),
  name: input.name,
  description: input.description,
  parentId: input.parentId,
  path: [],
  position: 0,
  version: 1,
  translations: {},
  createdAt: nowMs,
  updatedAt: nowMs,
});

export const created = (tree: Tree, row: CategoryRow): Decided => {
  if (tree.length >= CATEGORIES_MAX)
    throw invalid({
      pointer: "",
      code: "too_many",
      message: `A shop has at most ${CATEGORIES_MAX} categories.`,
    });
  if (row.slug === "")
    throw invalid({ pointer: "/slug", code: "required", message: "The name makes no slug." });
  requireFreeSlug(tree, row);
  const after = allowed(placed(tree, row, { parentId: row.parentId }));
  return { status: 201, row, tree: after, productsFollow: false };
};

export const patched = (tree: Tree, row: CategoryRow, patch: CategoryPatch): Decided => {
  const given = Object.fromEntries(
    Object.entries(patch).filter(([, value]) => value !== undefined),
  ) as Partial<CategoryRow>;
  const next = { ...row, ...given };
  requireFreeSlug(tree, next);
  const renamed = next.slug !== row.slug;
  return {
    status: 200,
    row: next,
    tree: replaced(tree, next),
    productsFollow: renamed || next.name !== row.name,
    ...(renamed ? { formerSlug: { categoryId: row.id, slug: row.slug } } : {}),
  };
};

export const moved = (tree: Tree, row: CategoryRow, move: CategoryMove): Decided => ({
  status: 200,
  row,
  tree: allowed(placed(tree, row, move)),
  productsFollow: move.parentId !== row.parentId,
});

export const removed = (tree: Tree, row: CategoryRow): Decided => {
  const children = tree.filter(({ parentId }) => parentId === row.id);
  if (children.length > 0)
    throw new AppError("category_in_use", "Move or delete the categories below it first.", {
      extensions: {
        children: children
          .slice(0, CHILDREN_SHOWN)
          .map(({ id, slug, name }) => ({ id, slug, name })),
      },
    });
  return { status: 204, row, tree, deletedId: row.id, productsFollow: true };
};

/** Replaces or deletes the texts of a category in a locale. @throws 409 `slug_taken` */
export const translated = (
  tree: Tree,
  row: CategoryRow,
  locale: string,
  text: CategoryTranslation | null,
): Decided => {
  const { [locale]: _, ...others } = row.translations;
  const taken = Object.values(others).map(({ slug }) => slug);
  if (text?.slug) {
    requireFreeSlug(tree, { id: row.id, slug: text.slug });
    if (taken.includes(text.slug)) throw slugTaken(text.slug);
  }
  const translations = text === null ? others : inLocaleOrder({ ...others, [locale]: text });
  const next = { ...row, translations };
  return {
    ...{ status: 200, row: next, tree: replaced(tree, next), productsFollow: true },
    translation: { locale, content: text && contentOf(text) },
  };
};

const contentOf = ({ name, description, slug }: CategoryTranslation) => ({
  ...{ title: name, description, slug },
});

const inLocaleOrder = (translations: CategoryRow["translations"]) =>
  Object.fromEntries(Object.entries(translations).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** Gives the changed category its next version, if anything changes. */
export const versioned = (before: Tree, { row, tree, status }: Decided, nowMs: number): Tree => {
  const rows = changedRows(before, tree);
  if (status !== 200 || rows.length === 0) return tree;
  return tree.map((one) =>
    one.id === row.id ? { ...one, version: row.version + 1, updatedAt: nowMs } : one,
  );
};

export const bodyOf = (tree: Tree, { row, status }: Decided) =>
  status === 204
    ? ""
    : JSON.stringify(
        adminCategories(tree).find(({ id }) => id === row.id) satisfies AdminCategory | undefined,
      );
