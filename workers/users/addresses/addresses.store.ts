import { and, asc, eq, gt, ne, type SQL, sql } from "drizzle-orm";
import type { Statement } from "#db/client";
import { addresses, users } from "#db/users/schema";
import { guard } from "#kernel/guards";
import { expectChanges, raiseUnless } from "#kernel/sql";
import { type BatchTools, commit, type KeptAnswer } from "#users/replay/stored-answers.store";

/** An address as its row holds it. */
export type AddressRow = typeof addresses.$inferSelect;

/** How many addresses a book holds. */
export const ADDRESSES_MAX = 100;

/** The defaults that an address takes over from whichever had them. */
export interface TakenOver {
  shipping: boolean;
  billing: boolean;
}

interface PageOf {
  userId: string;
  limit: number;
  /** The last id of the page before. */
  after: string | undefined;
}

/** Address books. Each statement names the owner: somebody else's address is no address. */
export const addressesStore = (tools: BatchTools) => {
  const { db } = tools;
  const owned = (userId: string, id: string) =>
    and(eq(addresses.userId, userId), eq(addresses.id, id));

  const length = (userId: string) =>
    sql<number>`(select count(*) from ${addresses} where ${addresses.userId} = ${userId})`;

  /** Fails the batch if the book is full. */
  const expectRoom = (userId: string) =>
    guard("book_full", db.write.run(raiseUnless(sql`${length(userId)} < ${ADDRESSES_MAX}`)));

  /** Takes a default from the other address that has it, whose version moves on with that. */
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
    /** One row more than the limit, oldest first. */
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

    /** How many addresses an account has; undefined without an account. */
    async count(userId: string): Promise<number | undefined> {
      const [row] = await db.read
        .select({ count: length(userId) })
        .from(users)
        .where(eq(users.id, userId));
      return row?.count;
    },

    /** Adds an address, which takes its defaults from the others. */
    add: (row: AddressRow, takes: TakenOver, kept?: KeptAnswer) =>
      commit(tools, kept, [
        expectRoom(row.userId),
        ...takeover(row, takes),
        guard("account_gone", db.write.insert(addresses).values(row)),
      ]),

    /** Replaces the version before of an address. */
    replace(row: AddressRow, takes: TakenOver, kept?: KeptAnswer) {
      const { id, userId, version, ...columns } = row;
      return commit(tools, kept, [
        ...takeover(row, takes),
        db.write
          .update(addresses)
          .set({ ...columns, version })
          .where(and(owned(userId, id), eq(addresses.version, version - 1))),
        guard("address_changed", db.write.run(expectChanges())),
      ]);
    },

    remove: (userId: string, id: string, kept?: KeptAnswer) =>
      commit(tools, kept, [
        db.write.delete(addresses).where(owned(userId, id)),
        guard("not_found", db.write.run(expectChanges())),
      ]),
  };
};
export type AddressesStore = ReturnType<typeof addressesStore>;
