import { and, eq, sql } from "drizzle-orm";
import { users } from "#db/users/schema";
import type { Role } from "#kernel/actor";
import { expectChanges, unlessRefused } from "#kernel/sql";
import { type BatchTools, commit, type KeptAnswer } from "#users/replay/stored-answers.store";

/** An account, without what proves whose it is. */
export interface Account {
  id: string;
  email: string;
  name: string;
  roles: Role[];
  emailVerifiedAt: number | null;
  disabledAt: number | null;
  version: number;
  createdAt: number;
  updatedAt: number;
}

/** The columns of an account. */
export const ACCOUNT = {
  id: users.id,
  email: users.email,
  name: users.name,
  roles: users.roles,
  emailVerifiedAt: users.emailVerifiedAt,
  disabledAt: users.disabledAt,
  version: users.version,
  createdAt: users.createdAt,
  updatedAt: users.updatedAt,
};

/** A guard for changes of accounts: another admin who can sign in is left, or this account is none. */
export const shopKeepsAnAdmin = sql`(
  not exists (select 1 from json_each(${users.roles}) role where role.value = 'admin')
  or exists (
    select 1 from ${users} other, json_each(other.roles) role
    where role.value = 'admin' and other.id <> ${users.id} and other.disabled_at is null))`;

/** Accounts, by id and by address. */
export const accountsStore = (tools: BatchTools) => {
  const { db } = tools;

  return {
    async byId(userId: string): Promise<Account | undefined> {
      const [account] = await db.read.select(ACCOUNT).from(users).where(eq(users.id, userId));
      return account;
    },

    /** The account of a canonical address. */
    async byEmail(email: string): Promise<Account | undefined> {
      const [account] = await db.read.select(ACCOUNT).from(users).where(eq(users.email, email));
      return account;
    },

    /** Puts a changed account in the place of the version before; false when that has moved on. */
    async replace(account: Account, kept?: KeptAnswer): Promise<boolean> {
      const { id, name, version, updatedAt } = account;
      return unlessRefused(
        commit(tools, kept, [
          db.write
            .update(users)
            .set({ name, version, updatedAt })
            .where(and(eq(users.id, id), eq(users.version, version - 1))),
          db.write.run(expectChanges()),
        ]),
      );
    },
  };
};
export type AccountsStore = ReturnType<typeof accountsStore>;
