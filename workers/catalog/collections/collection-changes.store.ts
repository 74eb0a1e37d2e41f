import { and, eq, isNull, sql } from "drizzle-orm";
import { insertRows, replace } from "#catalog/products/rows.statements";
import {
  deleteTranslations,
  requireUntranslatedSlugs,
  type TranslationChange,
  type TranslationRefusal,
  translationSteps,
} from "#catalog/translations/translation.statements";
import {
  collectionProducts,
  collectionRedirects,
  collectionRules,
  collections,
} from "#db/catalog/collection.schema";
import { type Database, type Statement, statements } from "#db/client";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { type BatchStep, commitGuarded, guard } from "#kernel/mutations/guards";
import { expectChanges, raiseUnless } from "#kernel/sql";
import { type CollectionRow, ruleRows } from "./collection.rules";
import { insertPicked, relistCollection } from "./collection-listings.statements";
import { COLLECTIONS_MAX } from "./collections.contract";

type Refusal = "changed" | "too_many" | "product_unknown" | TranslationRefusal;

/** What commits with each change. */
interface Effects {
  events: readonly Envelope[];
  /** Stores the answer under its Idempotency-Key. */
  finished: Statement | undefined;
}

interface Change extends Effects {
  /** The row as it was read. */
  row: CollectionRow;
  set: Partial<CollectionRow>;
  nowMs: number;
}

const isShown = isNull(collections.deletedAt);
/** Writes collections. */
export const collectionChangesStore = ({ db, outbox }: { db: Database; outbox: Outbox }) => {
  const { write } = db;

  const effects = ({ events, finished }: Effects): Statement[] => [
    ...(finished ? [finished] : []),
    ...(events.length > 0 ? [outbox.announce(events)] : []),
  ];

  const writeRules = ({ id, rules }: Pick<CollectionRow, "id" | "rules">): Statement[] => {
    const rows = ruleRows(id, rules);
    return rows.length > 0 ? [insertRows(db, collectionRules, rows, sql``)] : [];
  };

  const deleteRules = (id: string) =>
    write.delete(collectionRules).where(eq(collectionRules.collectionId, id));

  /** Replaces a row that is still as it was read. */
  const update = ({ row, set, nowMs }: Change): BatchStep<Refusal>[] => [
    guard(
      { "collections.slug": "slug_taken" as const },
      write
        .update(collections)
        .set({ ...set, version: row.version + 1, updatedAt: nowMs })
        .where(and(eq(collections.id, row.id), eq(collections.version, row.version), isShown)),
    ),
    guard("changed", write.run(expectChanges())),
  ];

  /** Makes a former slug redirect, and ends the redirect of a slug that is in use. */
  const redirects = (slug: string, former: CollectionRow | null, nowMs: number): Statement[] => [
    write.delete(collectionRedirects).where(eq(collectionRedirects.slug, slug)),
    ...(former && former.slug !== slug
      ? [
          insertRows(
            db,
            collectionRedirects,
            [{ slug: former.slug, collectionId: former.id, createdAt: nowMs }],
            replace(collectionRedirects, ["slug"], ["collectionId", "createdAt"]),
          ),
        ]
      : []),
  ];

  const untranslated = (id: string, slug: string) =>
    guard<Refusal>("slug_taken", requireUntranslatedSlugs(db, "collection", [{ id, slug }]));

  return {
    create: (row: CollectionRow, done: Effects) =>
      commitGuarded<Refusal>(db, [
        guard(
          "too_many",
          write.run(
            raiseUnless(
              sql`(select count(*) from ${collections} where deleted_at is null) < ${COLLECTIONS_MAX}`,
            ),
          ),
        ),
        guard({ "collections.slug": "slug_taken" }, write.insert(collections).values(row)),
        untranslated(row.id, row.slug),
        ...redirects(row.slug, null, row.createdAt),
        ...writeRules(row),
        ...effects(done),
      ]),

    /** Stores an answer of a change that changes nothing. */
    async finish(finished: Statement) {
      await write.batch(statements([finished]));
    },

    /** Changes a collection, and its rules if they are new. */
    change: (
      change: Change & { set: { slug: string } & Pick<CollectionRow, "rules" | "rulesVersion"> },
    ) => {
      const { row, set, nowMs } = change;
      const ruled = set.rulesVersion !== row.rulesVersion;
      return commitGuarded<Refusal>(db, [
        ...update(change),
        untranslated(row.id, set.slug),
        ...redirects(set.slug, row, nowMs),
        ...(ruled ? [deleteRules(row.id), ...writeRules({ id: row.id, rules: set.rules })] : []),
        ...effects(change),
      ]);
    },

    /** Replaces the picked products. Refuses with `product_unknown` if one does not exist. */
    pick: (change: Change, productIds: readonly string[]) =>
      commitGuarded<Refusal>(db, [
        ...update(change),
        write.delete(collectionProducts).where(eq(collectionProducts.collectionId, change.row.id)),
        ...(productIds.length > 0
          ? [guard<Refusal>("product_unknown", insertPicked(db, change.row.id, productIds))]
          : []),
        ...relistCollection(db, change.row.id),
        ...effects(change),
      ]),

    /** Writes or deletes texts in another language. */
    translate: (change: Change, translation: TranslationChange) =>
      commitGuarded<Refusal>(db, [
        ...update(change),
        ...translationSteps(db, {
          ...{ kind: "collection", ownerId: change.row.id, nowMs: change.nowMs },
          ...translation,
        }),
        ...effects(change),
      ]),

    /** Hides a collection and frees its slug. Its products leave it in steps. */
    remove: (change: Omit<Change, "set">) =>
      commitGuarded<Refusal>(db, [
        ...update({ ...change, set: { slug: change.row.id, deletedAt: change.nowMs } }),
        deleteRules(change.row.id),
        deleteTranslations(db, change.row.id),
        write
          .delete(collectionRedirects)
          .where(eq(collectionRedirects.collectionId, change.row.id)),
        ...effects(change),
      ]),
  };
};
export type CollectionChangesStore = ReturnType<typeof collectionChangesStore>;
