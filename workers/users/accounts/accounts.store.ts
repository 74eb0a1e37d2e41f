import { and, eq, sql } from "drizzle-orm";
import { users } from "#db/users/schema";
import { guard } from "#kernel/mutations/guards";
import { expectChanges, raiseUnless } from "#kernel/sql";
import { ACCOUNT, type Account } from "#users/account.statements";
import {
  type CommitDependencies,
  commit,
  type StoredAnswer,
} from "#users/replay/stored-answers.store";

/** SQL condition: the account is not the last admin who can sign in. */
const isNotLastAdmin = sql`(
  not exists (select 1 from json_each(${users.roles}) role where role.value = 'admin')
  or exists (
    select 1 from ${users} other, json_each(other.roles) role
    where role.value = 'admin' and other.id <> ${users.id} and other.disabled_at is null))`;

/** Fails the batch if the account is the last admin who can sign in. */
export const expectNotLastAdmin = ({ db }: Pick<CommitDependencies, "db">, userId: string) =>
  guard(
    "last_admin",
    db.write.run(
      raiseUnless(sql`not exists (
        select 1 from ${users} where ${users.id} = ${userId} and not ${isNotLastAdmin})`),
    ),
  );

/** Reads accounts by id and by e-mail address, and changes profiles. */
export const accountsStore = (deps: CommitDependencies) => {
  const { db } = deps;

  return {
    async byId(userId: string): Promise<Account | undefined> {
      const [account] = await db.read.select(ACCOUNT).from(users).where(eq(users.id, userId));
      return account;
    },

    /** Returns an account with the phone that gets its SMS. */
    async contact(userId: string) {
      const [account] = await db.read
        .select({ ...ACCOUNT, smsPhone: users.smsPhone })
        .from(users)
        .where(eq(users.id, userId));
      return account;
    },

    /** Returns the account of an e-mail address in canonical form. */
    async byEmail(email: string): Promise<Account | undefined> {
      const [account] = await db.read.select(ACCOUNT).from(users).where(eq(users.email, email));
      return account;
    },

    /** Replaces an account unless another request has changed the account since it was read. */
    replace(account: Account, stored?: StoredAnswer) {
      const { id, name, version, updatedAt } = account;
      return commit(deps, stored, [
        db.write
          .update(users)
          .set({ name, version, updatedAt })
          .where(and(eq(users.id, id), eq(users.version, version - 1))),
        guard("account_changed", db.write.run(expectChanges())),
      ]);
    },
  };
};
export type AccountsStore = ReturnType<typeof accountsStore>;
