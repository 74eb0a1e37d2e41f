import * as z from "zod";
import { type Languages, type Spoken, spokenOf, UNTRANSLATED } from "#catalog/texts/text.rules";
import { AppError } from "#kernel/errors";
import { decodeCursor, type Page, type PageRequest, pageOf } from "#kernel/routes/page";
import { adminCollection, collectionIn, collectionWithProducts } from "./collection.rules";
import type { Collection } from "./collections.contract";
import type { CollectionsStore } from "./collections.store";

const Cursor = z.tuple([z.string()]);

/** Reads collections for shoppers and staff. */
export const collectionsService = ({ store }: { store: CollectionsStore }) => {
  const read = ({ limit, cursor }: PageRequest, languages: Languages) => {
    const [before] = decodeCursor(cursor, Cursor) ?? [];
    return store.page({ limit, before }, languages);
  };

  return {
    /** Lists collections for shoppers, newest first. */
    async list(
      query: PageRequest,
      languages: Languages,
    ): Promise<{ page: Page<Collection>; spoken: Spoken }> {
      const { rows, locales } = await read(query, languages);
      const spoken = spokenOf(languages, locales);
      return { page: pageOf(rows, query.limit, ({ id }) => [id], collectionIn(spoken)), spoken };
    },

    /** Lists collections for staff, newest first. */
    async listForStaff(query: PageRequest) {
      const { rows } = await read(query, UNTRANSLATED);
      return pageOf(rows, query.limit, ({ id }) => [id], adminCollection);
    },

    /** Returns a collection, also by a former slug. @throws 404 `not_found` */
    async find(slug: string, languages: Languages) {
      const { row, locales, isFormer } = await store.bySlug(slug, languages);
      if (!row) throw new AppError("not_found", "No collection has this slug.");
      const spoken = spokenOf(languages, locales);
      return { collection: collectionIn(spoken)(row), spoken, isFormer };
    },

    /** Returns a collection as staff see it. @throws 404 `not_found` */
    async read(id: string) {
      const row = await store.byId(id);
      if (!row) throw new AppError("not_found", "No collection has this id.");
      return collectionWithProducts(row);
    },
  };
};
export type CollectionsService = ReturnType<typeof collectionsService>;
