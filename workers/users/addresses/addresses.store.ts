import { and, asc, eq, gt, ne, type SQL, sql } from "drizzle-orm";
import type { Statement } from "#db/client";
import { addresses, users } from "#db/users/schema";
import { guard } from "#kernel/mutations/guards";
import { expectChanges, raiseUnless } from "#kernel/sql";
import {
  type CommitDependencies,
  commit,
  type StoredAnswer,
} from "#users/replay/stored-answers.store";

/** A row of the table of addresses. */
export type AddressRow = typeof addresses.$inferSelect;

/** One page of an account's addresses. */
export const ADDRESSES_MAX = 100;

/** Which defaults an address takes over from another address. */
export interface TakenOver {
  shipping: boolean;
  billing: boolean;
}

interface PageOf {
  userId: string;
  limit: number;
  /** The id of the last address on the previous page. */
  after: string | undefined;
}

/**
 * Stores address books. Each statement matches the owner, so that it never finds another account's address.
 */
export const addressesStore = (deps: CommitDependencies) => {
  const { db } = deps;
  const owned = (userId: string, id: string) =>
    and(eq(addresses.userId, userId), eq(addresses.id, id));

  const length = (userId: string) =>
    sql<number>`(select count(*) from ${addresses} where ${addresses.userId} = ${userId})`;

  /** Fails the batch if the address book is full. */
  const expectRoom = (userId: string) =>
    guard("book_full", db.write.run(raiseUnless(sql`${length(userId)} < ${ADDRESSES_MAX}`)));

  /** Clears a default at the other address that has it, and increments that address's version. */
  const takeFromOthers = (
    { id, userId, updatedAt }: AddressRow,
    column: "isDefaultShipping" | "isDefaultBilling",
  ) =>
    db.write
      .update(addresses)
      .set({ [column]: false, version: sql`${addresses.version} + 1`, updatedAt })
      .where(and(eq(addresses.userId, userId), ne(addresses.id, id), eq(addresses[column], true)));

  const takeover = (row: AddressRow, { shipping, billing }: TakenOver): Statement[] => [
    ...(shipping ? [takeFromOthers(row, "isDefaultShipping")] : []),
    ...(billing ? [takeFromOthers(row, "isDefaultBilling")] : []),
  ];

  return {
    /** Returns a page of addresses and one more, oldest first. */
    list: async ({ userId, limit, after }: PageOf): Promise<AddressRow[]> => {
      const later: SQL | undefined = after === undefined ? undefined : gt(addresses.id, after);
      return db.read
        .select()
        .from(addresses)
        .where(and(eq(addresses.userId, userId), later))
        .orderBy(asc(addresses.id))
        .limit(limit + 1);
    },

    async find(userId: string, id: string): Promise<AddressRow | undefined> {
      const [row] = await db.read.select().from(addresses).where(owned(userId, id));
      return row;
    },

    /** Returns the number of an account's addresses, or undefined if the account is unknown. */
    async count(userId: string): Promise<number | undefined> {
      const [row] = await db.read
        .select({ count: length(userId) })
        .from(users)
        .where(eq(users.id, userId));
      return row?.count;
    },

    /** Adds an address. If it is a default, the previous default address no longer is. */
    add: (row: AddressRow, takes: TakenOver, stored?: StoredAnswer) =>
      commit(deps, stored, [
        expectRoom(row.userId),
        ...takeover(row, takes),
        guard("account_gone", db.write.insert(addresses).values(row)),
      ]),

    /** Replaces an address unless another request has changed it since it was read. */
    replace(row: AddressRow, takes: TakenOver, stored?: StoredAnswer) {
      const { id, userId, version, ...columns } = row;
      return commit(deps, stored, [
        ...takeover(row, takes),
        db.write
          .update(addresses)
          .set({ ...columns, version })
          .where(and(owned(userId, id), eq(addresses.version, version - 1))),
        guard("address_changed", db.write.run(expectChanges())),
      ]);
    },

    remove: (userId: string, id: string, stored?: StoredAnswer) =>
      commit(deps, stored, [
        db.write.delete(addresses).where(owned(userId, id)),
        guard("not_found", db.write.run(expectChanges())),
      ]),
  };
};
export type AddressesStore = ReturnType<typeof addressesStore>;
