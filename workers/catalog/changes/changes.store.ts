import { sql } from "drizzle-orm";
import { type Named, viewOf } from "#catalog/changes/admin-product-json.statements";
import {
  type ChangeBatch,
  markPublished,
  matchVersions,
  writeProducts,
  writeRedirects,
} from "#catalog/changes/change.statements";
import { deleteProduct } from "#catalog/changes/deletion.statements";
import { membershipStatements } from "#catalog/changes/membership.statements";
import type { ProductChange } from "#catalog/changes/product-change.rules";
import {
  requireUniqueSkus,
  scheduleStockUpdates,
  writeVariants,
} from "#catalog/changes/variant-change.statements";
import { refreshMediaUses } from "#catalog/media/media.statements";
import { refreshListings } from "#catalog/products/listings.statements";
import { republish } from "#catalog/products/republishing.statements";
import { refreshShownPrices } from "#catalog/products/shown-prices.statements";
import {
  requireUntranslatedSlugs,
  translationSteps,
} from "#catalog/translations/translation.statements";
import type { Database, Statement } from "#db/client";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { type BatchStep, commitGuarded, guard } from "#kernel/mutations/guards";
import type { Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { ok, type Result } from "#kernel/result";
import { expectChanges } from "#kernel/sql";

/** Why a batch of changes is not written. `superseded` is a refusal of the riders. */
type ChangeRefusal =
  | "product_changed"
  | "slug_taken"
  | "sku_taken"
  | "superseded"
  | "too_many_locales";

/** The answer of a change, which is computed and stored in its batch. */
interface AnswerWanted {
  status: 200 | 201 | 204;
  /** What the body shows; null for an empty body. */
  view: Named | null;
  request: KeyedRequest | undefined;
}

export interface EventfulBatch extends ChangeBatch {
  events: readonly Envelope[];
  /** Products with a bundle that loses a part. */
  bundleIds: readonly string[];
  /** Whether a SKU must not belong to another variant. A product file may repeat SKUs. */
  uniqueSkus?: boolean;
  /** Statements of the caller, which are committed with the changes or not at all. */
  riders?: readonly BatchStep<"superseded">[];
  answer?: AnswerWanted;
}

interface Deletion extends Pick<ProductChange, "id" | "fromVersion"> {
  events: readonly Envelope[];
  /** Products with a bundle that loses a part. */
  bundleIds: readonly string[];
  answer: AnswerWanted;
  nowMs: number;
}

interface Dependencies {
  db: Database;
  outbox: Outbox;
  idempotency: Pick<Idempotency, "insertFinished">;
}

/** Writes products. The import, staff and the sweep all write by it. */
export const changesStore = ({ db, outbox, idempotency }: Dependencies) => {
  const requireVersions = (
    changes: readonly Pick<ProductChange, "id" | "fromVersion">[],
  ): BatchStep<ChangeRefusal>[] => {
    const stored = changes.filter(({ fromVersion }) => fromVersion > 0);
    if (stored.length === 0) return [];
    return [
      matchVersions(db, stored),
      guard("product_changed", db.write.run(expectChanges(stored.length))),
    ];
  };

  const answerStatements = ({ status, view, request }: AnswerWanted): Statement[] => {
    const body = view === null ? "" : viewOf(view);
    return [
      ...(request ? [idempotency.insertFinished(request, { status, body })] : []),
      db.write.all(sql`select ${body} as body`),
    ];
  };

  const republished = (bundleIds: readonly string[], nowMs: number) =>
    bundleIds.length > 0 ? republish(db, bundleIds, nowMs) : [];

  /** Refuses the slug of a product if it is a translated one of another. */
  const untranslatedSlugs = (changes: readonly ProductChange[]): BatchStep<ChangeRefusal>[] => {
    const named = changes.flatMap(({ id, content: { slug } }) =>
      slug === undefined ? [] : [{ id, slug }],
    );
    return named.length > 0
      ? [guard("slug_taken", requireUntranslatedSlugs(db, "product", named))]
      : [];
  };

  const translations = ({ changes, nowMs }: ChangeBatch): BatchStep<ChangeRefusal>[] =>
    changes.flatMap(({ id, translation }) =>
      translation
        ? translationSteps(db, { kind: "product", ownerId: id, ...translation, nowMs })
        : [],
    );

  const announced = (events: readonly Envelope[]) =>
    events.length > 0 ? [outbox.announce(events)] : [];

  /** Commits a batch. Returns the body of its answer, which its last statement selects. */
  const commit = async (
    steps: readonly BatchStep<ChangeRefusal>[],
    answer: AnswerWanted | undefined,
  ): Promise<Result<string, ChangeRefusal>> => {
    const last = answer ? answerStatements(answer) : [];
    const committed = await commitGuarded<ChangeRefusal>(db, [...steps, ...last]);
    if (!committed.ok) return committed;
    const [row] = (answer ? committed.value.at(-1) : []) as { body: string }[];
    return ok(row?.body ?? "");
  };

  return {
    /**
     * Writes changes together with their events, in one batch. Refuses as a whole when a product has changed since
     * it was read, or when a slug or SKU belongs to another one. Returns the body of the answer.
     */
    write(batch: EventfulBatch) {
      const { changes, uniqueSkus = false, riders = [] } = batch;
      const ids = changes.map(({ id }) => id);
      const writesVariants = changes.some(({ variants }) => variants.length > 0);
      // No list has a price of a new product yet.
      const isUpdate = changes.some(({ fromVersion }) => fromVersion > 0);
      const steps: BatchStep<ChangeRefusal>[] = [
        ...riders,
        ...requireVersions(changes),
        ...writeProducts(db, batch).map((statement) =>
          guard<ChangeRefusal>({ "products.slug": "slug_taken" }, statement),
        ),
        ...untranslatedSlugs(changes),
        ...writeRedirects(db, batch),
        ...translations(batch),
        ...writeVariants(db, batch),
        ...(uniqueSkus && writesVariants
          ? [guard<ChangeRefusal>("sku_taken", requireUniqueSkus(db, batch))]
          : []),
        ...scheduleStockUpdates(db, batch),
        ...membershipStatements(db, batch),
        markPublished(db, batch),
        ...(isUpdate ? refreshShownPrices(db, ids, batch.nowMs) : []),
        ...refreshListings(db, ids),
        ...refreshMediaUses(db, ids),
        ...republished(batch.bundleIds, batch.nowMs),
        ...announced(batch.events),
      ];
      return commit(steps, batch.answer);
    },

    /** Deletes a product with everything that belongs to it. Orders keep what they sold. */
    delete: (deletion: Deletion) =>
      commit(
        [
          ...requireVersions([deletion]),
          ...deleteProduct(db, deletion.id),
          ...republished(deletion.bundleIds, deletion.nowMs),
          ...announced(deletion.events),
        ],
        deletion.answer,
      ),
  };
};
export type ChangesStore = ReturnType<typeof changesStore>;
