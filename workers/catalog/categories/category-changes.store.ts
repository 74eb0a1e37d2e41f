import { asc, getTableColumns, isNull, sql } from "drizzle-orm";
import { insertRows, replace } from "#catalog/products/rows.statements";
import {
  deleteTranslations,
  type TranslationChange,
  type TranslationRefusal,
  translationSteps,
  translationsJson,
} from "#catalog/translations/translation.statements";
import { categories, categoryRedirects, categoryTree } from "#db/catalog/category.schema";
import type { Database, Statement } from "#db/client";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import { expectChanges } from "#kernel/sql";
import type { CategoryRow, Tree } from "./tree-change.rules";

/** A change of the tree, as it was decided on a version of it. */
export interface TreeChange {
  fromVersion: number;
  /** New rows, and stored ones in their new form. */
  rows: readonly CategoryRow[];
  formerSlug?: { categoryId: string; slug: string } | undefined;
  deletedId?: string | undefined;
  translation?: (TranslationChange & { categoryId: string }) | undefined;
  events: readonly Envelope[];
  /** Stores the answer under its Idempotency-Key. */
  finished: Statement | undefined;
  nowMs: number;
}

const { listingKey: _key, deletedAt: _deleted, ...COLUMNS } = getTableColumns(categories);
const TRANSLATIONS = translationsJson(
  sql`${categories.id}`,
  sql`'name', t.title, 'description', t.description, 'slug', t.slug`,
);

const WRITTEN = [
  ...(["slug", "name", "description", "parentId", "path", "position"] as const),
  ...(["version", "updatedAt"] as const),
] as const;

/** Keeps the listings of a stored category where they are when its slug changes. */
const keepListings = sql`, listing_key = coalesce(${categories.listingKey}, ${categories.slug})`;

/** Reads and writes the tree of categories, from and to the primary database. */
export const categoryChangesStore = ({ db, outbox }: { db: Database; outbox: Outbox }) => {
  const { read, write } = db;

  const replaceVersion = (fromVersion: number) =>
    write.run(sql`
      insert into ${categoryTree} (id, version) values (1, ${fromVersion + 1})
      on conflict (id) do update set version = excluded.version where version = ${fromVersion}`);

  const writeRows = (rows: readonly CategoryRow[]) => {
    const written = sql`${replace(categories, ["id"], WRITTEN)}${keepListings}`;
    const all = rows.map(({ translations: _, ...row }) => ({ ...row, listingKey: row.id }));
    return rows.length > 0
      ? [
          guard(
            { "categories.slug": "slug_taken" as const },
            insertRows(db, categories, all, written),
          ),
        ]
      : [];
  };

  /** Makes a former slug redirect, and ends the redirects of slugs that are in use. */
  const writeRedirects = ({ rows, formerSlug, nowMs }: TreeChange): Statement[] => [
    write.run(sql`delete from ${categoryRedirects} where slug in
      (select value from json_each(${JSON.stringify(rows.map(({ slug }) => slug))}))`),
    ...(formerSlug
      ? [
          insertRows(
            db,
            categoryRedirects,
            [{ ...formerSlug, createdAt: nowMs }],
            replace(categoryRedirects, ["slug"], ["categoryId", "createdAt"]),
          ),
        ]
      : []),
  ];

  const writeTranslation = ({ translation, nowMs }: TreeChange) =>
    translation
      ? translationSteps(db, {
          ...{ kind: "category", ownerId: translation.categoryId, nowMs },
          ...translation,
        })
      : [];

  /** Hides a category and frees its slug. Its products leave it in steps. */
  const hide = (id: string, nowMs: number): Statement[] => [
    write.run(sql`
      update ${categories} set slug = id, parent_id = null, path = '[]', version = version + 1,
        deleted_at = ${nowMs}, updated_at = ${nowMs}
      where id = ${id}`),
    write.run(sql`delete from ${categoryRedirects} where category_id = ${id}`),
    deleteTranslations(db, id),
  ];

  return {
    /** Returns all categories with the version of the tree. */
    async tree(): Promise<{ tree: Tree; version: number }> {
      const [rows, versions] = await read.batch([
        read
          .select({ row: COLUMNS, translations: TRANSLATIONS })
          .from(categories)
          .where(isNull(categories.deletedAt))
          .orderBy(asc(categories.parentId), asc(categories.position)),
        read.select({ version: categoryTree.version }).from(categoryTree),
      ]);
      const tree = rows.map(({ row, translations }) => ({
        ...row,
        translations: JSON.parse(translations) as CategoryRow["translations"],
      }));
      return { tree, version: versions[0]?.version ?? 0 };
    },

    /** Writes a change. Refuses with `tree_changed` if another one was first, and with `slug_taken`. */
    write: (change: TreeChange) =>
      commitGuarded<"tree_changed" | TranslationRefusal>(db, [
        replaceVersion(change.fromVersion),
        guard("tree_changed", write.run(expectChanges())),
        ...writeRows(change.rows),
        ...(change.deletedId === undefined ? [] : hide(change.deletedId, change.nowMs)),
        ...writeRedirects(change),
        ...writeTranslation(change),
        ...(change.finished ? [change.finished] : []),
        ...(change.events.length > 0 ? [outbox.announce(change.events)] : []),
      ]),
  };
};
export type CategoryChangesStore = ReturnType<typeof categoryChangesStore>;
