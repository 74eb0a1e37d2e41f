import * as z from "zod";
import { AppError } from "#kernel/errors";
import { decodeCursor, type PageRequest, pageOf } from "#kernel/routes/page";
import {
  adminCollection,
  type CollectionRow,
  collectionWithProducts,
  shownCollection,
} from "./collection.rules";
import type { Collection } from "./collections.contract";
import type { CollectionsStore } from "./collections.store";

const Cursor = z.tuple([z.string()]);

/** Reads collections for shoppers and staff. */
export const collectionsService = ({ store }: { store: CollectionsStore }) => {
  const page =
    <View>(view: (row: CollectionRow) => View) =>
    async ({ limit, cursor }: PageRequest) => {
      const [before] = decodeCursor(cursor, Cursor) ?? [];
      return pageOf(await store.page({ limit, before }), limit, ({ id }) => [id], view);
    };

  return {
    /** Lists collections for shoppers, newest first. */
    list: page(shownCollection),
    /** Lists collections for staff, newest first. */
    listForStaff: page(adminCollection),

    /** Returns a collection, also by a former slug. @throws 404 `not_found` */
    async find(slug: string): Promise<Collection | { current: string }> {
      const { row, current } = await store.bySlug(slug);
      if (row) return shownCollection(row);
      if (current !== undefined) return { current };
      throw new AppError("not_found", "No collection has this slug.");
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
