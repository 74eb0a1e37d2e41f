import { slugOf } from "#catalog/products/slug.rules";
import { requireLocale, requireTranslation } from "#catalog/translations/locale.rules";
import type { CollectionTranslation } from "#catalog/translations.contract";
import { newId } from "#kernel/ids";
import { newCollection, patchedCollection } from "./collection.rules";
import { invalid, requireKind, requireRules } from "./collection-kind.rules";
import {
  collectionWritingService,
  type Dependencies,
  type Request,
} from "./collection-writing.service";
import type { CollectionCreation, CollectionPatch } from "./collections.contract";

/** Returns what is in one of two lists only. */
const differenceOf = (before: readonly string[], after: readonly string[]) => [
  ...new Set(before).symmetricDifference(new Set(after)),
];

interface Translation {
  locale: string;
  text: CollectionTranslation | null;
}

/** Changes collections. */
export const collectionChangesService = (deps: Dependencies) => {
  const { changes, clock, locale: own } = deps;
  const { required, write, keep, changeOnce } = collectionWritingService(deps);

  const createOnce = (input: CollectionCreation, given: Request) => {
    const nowMs = clock.now();
    const slug = input.slug ?? slugOf(input.title);
    if (slug === "") throw invalid("/slug", "required", "The title makes no slug.");
    requireRules(input, input);
    if (input.kind === "rule" && input.rules === undefined)
      throw invalid("/rules", "required", "A collection of the kind rule has rules.");
    const row = newCollection(newId("collection", nowMs), { ...input, slug }, nowMs);
    return write(given, {
      status: 201,
      row: { ...row, productIds: [], translations: {} },
      productsFollow: row.kind === "rule",
      commit: (done) => changes.create(row, done),
    });
  };

  const patchOnce = async (id: string, patch: CollectionPatch, given: Request) => {
    const row = await required(id, given.ifMatch);
    requireRules(row, patch);
    const set = patchedCollection(row, patch);
    if (set === null) return keep(given, row);
    const nowMs = clock.now();
    return write(given, {
      status: 200,
      row: { ...row, ...set, version: row.version + 1, updatedAt: nowMs },
      productsFollow: set.rulesVersion !== row.rulesVersion,
      commit: (done) => changes.change({ row, set, nowMs, ...done }),
    });
  };

  const pickOnce = async (id: string, productIds: string[], given: Request) => {
    const row = await required(id, given.ifMatch);
    requireKind(row, "manual", "/productIds");
    const nowMs = clock.now();
    return write(given, {
      status: 200,
      row: { ...row, productIds, version: row.version + 1, updatedAt: nowMs },
      productsFollow: false,
      relisted: differenceOf(row.productIds, productIds),
      commit: (done) => changes.pick({ row, set: {}, nowMs, ...done }, productIds),
    });
  };

  const removeOnce = async (id: string, given: Request) => {
    const row = await required(id, given.ifMatch);
    return write(given, {
      status: 204,
      row: { ...row, version: row.version + 1 },
      productsFollow: true,
      commit: (done) => changes.remove({ row, nowMs: clock.now(), ...done }),
    });
  };

  const translateOnce = async (id: string, translation: Translation, given: Request) => {
    const row = await required(id, given.ifMatch);
    const { locale, text } = translation;
    if (text === null) requireTranslation(row.translations, locale);
    const { [locale]: _, ...others } = row.translations;
    const nowMs = clock.now();
    return write(given, {
      status: 200,
      row: {
        ...{ ...row, version: row.version + 1, updatedAt: nowMs },
        translations: text === null ? others : { ...others, [locale]: text },
      },
      productsFollow: false,
      slug: text?.slug ?? undefined,
      commit: (done) =>
        changes.translate({ row, set: {}, nowMs, ...done }, { locale, content: text }),
    });
  };

  return {
    /** @throws 409 `slug_taken`, 422 `collection_invalid` */
    create: (input: CollectionCreation, given: Request) =>
      changeOnce(given, async () => createOnce(input, given)),

    /** Applies a merge patch. @throws 404, 409 `slug_taken`, 412, 422 `collection_invalid` */
    change: (id: string, patch: CollectionPatch, given: Request) =>
      changeOnce(given, () => patchOnce(id, patch, given)),

    /** Replaces the picked products. @throws 404, 412, 422 `collection_invalid` */
    pick: (id: string, productIds: string[], given: Request) =>
      changeOnce(given, () => pickOnce(id, productIds, given)),

    /** @throws 404 `not_found`, 412 `precondition_failed` */
    remove: (id: string, given: Request) => changeOnce(given, () => removeOnce(id, given)),

    /** Replaces the texts of a collection in a locale, or deletes them. @throws 400, 404, 409 `slug_taken`, 412 */
    translate: (id: string, tag: string, text: CollectionTranslation | null, given: Request) =>
      changeOnce(given, async () =>
        translateOnce(id, { locale: requireLocale(tag, own), text }, given),
      ),
  };
};
export type CollectionChangesService = ReturnType<typeof collectionChangesService>;
