import { sql } from "drizzle-orm";
import { matchesOf } from "#catalog/products/collection-membership.statements";
import { collectionProducts, collections } from "#db/catalog/collection.schema";
import { inbox } from "#db/catalog/schema";
import { type Database, type Statement, statements } from "#db/client";
import type { Envelope } from "#kernel/events/events";
import { onceOnly, receiptStatement } from "#kernel/events/inbox";
import type { Outbox } from "#kernel/events/outbox";
import { followRules, leaveCollection } from "./collection-listings.statements";
import { membersAmong, productIdsAfter } from "./collection-products.statements";

export const STEP_PRODUCTS = 250;

interface State {
  rulesVersion: number;
  deleted: number;
}

interface Step {
  /** The event that the step handles. */
  eventId: string;
  events: readonly Envelope[];
  nowMs: number;
}

/** The products of collections, read and changed in steps. */
export const collectionProductsStore = ({ db, outbox }: { db: Database; outbox: Outbox }) => {
  const { read, write } = db;

  const commit = ({ eventId, events, nowMs }: Step, effects: readonly Statement[]) =>
    onceOnly(() =>
      write.batch(
        statements([
          receiptStatement(db, inbox, eventId, nowMs),
          ...effects,
          ...(events.length > 0 ? [outbox.announce(events)] : []),
        ]),
      ),
    );

  return {
    async state(id: string): Promise<State | undefined> {
      const [row] = await read.all<State>(sql`
        select rules_version as rulesVersion, deleted_at is not null as deleted
        from ${collections} where id = ${id}`);
      return row;
    },

    /** Returns the ids of the next products of the shop. */
    async productsAfter(after: string): Promise<string[]> {
      const rows = await read.all<{ id: string }>(productIdsAfter(after, STEP_PRODUCTS));
      return rows.map(({ id }) => id);
    },

    /** Returns which of the products match the rules and are not in the collection, or the other way round. */
    async differing(id: string, productIds: readonly string[]): Promise<string[]> {
      const [matching, members] = await read.batch([
        read.all<{ product_id: string }>(matchesOf(id, productIds)),
        read.all<{ id: string }>(membersAmong(id, productIds)),
      ]);
      const matches = new Set(matching.map((row) => row.product_id));
      const inside = new Set(members.map((row) => row.id));
      return productIds.filter((one) => matches.has(one) !== inside.has(one));
    },

    /** Makes products join and leave the collection. Returns false if the event was handled before. */
    follow(step: Step, productIds: readonly string[], id: string) {
      return commit(step, followRules(db, id, productIds));
    },

    /** Follows for the last time: all products have been compared with this version of the rules. */
    fill(step: Step, productIds: readonly string[], of: { id: string; rulesVersion: number }) {
      return commit(step, [
        ...followRules(db, of.id, productIds),
        write.run(sql`update ${collections} set filled_version = rules_version
          where id = ${of.id} and rules_version = ${of.rulesVersion}`),
      ]);
    },

    /** Takes some products out of a deleted collection; without any left, deletes its row. */
    empty(step: Step, id: string, productIds: readonly string[]) {
      return commit(
        step,
        productIds.length > 0
          ? leaveCollection(db, id, productIds)
          : [
              write.run(sql`delete from ${collections} where id = ${id} and deleted_at is not null
                and not exists (select 1 from ${collectionProducts} m where m.collection_id = ${id})`),
            ],
      );
    },

    /** Returns some products of a collection. */
    async members(id: string): Promise<string[]> {
      const rows = await read.all<{ id: string }>(sql`
        select product_id as id from ${collectionProducts}
        where collection_id = ${id} limit ${STEP_PRODUCTS}`);
      return rows.map((row) => row.id);
    },
  };
};
export type CollectionProductsStore = ReturnType<typeof collectionProductsStore>;
