import { and, asc, eq, gt, sql } from "drizzle-orm";
import { users } from "#db/users/schema";
import type { Role } from "#kernel/actor";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { guard } from "#kernel/mutations/guards";
import { raiseUnless } from "#kernel/sql";
import { ACCOUNT, type Account } from "#users/account.statements";
import {
  type CommitDependencies,
  commit,
  type StoredAnswer,
} from "#users/replay/stored-answers.store";
import { endSessions } from "#users/sessions/sessions.statements";
import { expectNotLastAdmin } from "./accounts.store";

interface CustomersPage {
  limit: number;
  /** The id of the last row of the previous page. */
  afterId: string | undefined;
  email?: string | undefined;
  /** Whether only staff and admins are listed. */
  staff?: boolean;
}

/** A change of an account by an admin. */
export interface Change {
  userId: string;
  /** The version of the account that was read. The batch fails if the account has another version now. */
  version: number;
  nowMs: number;
  /** The events of the change, whose handlers mail the account's owner. */
  events: readonly Envelope[];
}

/** Lists accounts for staff, and changes accounts for admins. */
export const customersStore = ({ outbox, ...deps }: CommitDependencies & { outbox: Outbox }) => {
  const { db } = deps;

  /** Fails the batch if the account does not exist, or has another version than the one that was read. */
  const expectVersion = ({ userId, version }: Change) => {
    const account = sql`select 1 from ${users} where ${users.id} = ${userId}`;
    return [
      guard("not_found", db.write.run(raiseUnless(sql`exists (${account})`))),
      guard(
        "account_changed",
        db.write.run(raiseUnless(sql`exists (${account} and ${users.version} = ${version})`)),
      ),
    ];
  };

  /** Updates an account and increments its version. */
  const update = (
    { userId, version, nowMs }: Change,
    set: { disabledAt: number | null } | { roles: Role[] },
  ) =>
    db.write
      .update(users)
      .set({ ...set, version: version + 1, updatedAt: nowMs })
      .where(eq(users.id, userId));

  return {
    /** Returns a page of accounts and one more, oldest first. */
    page: ({ limit, afterId, email, staff }: CustomersPage): Promise<Account[]> =>
      db.read
        .select(ACCOUNT)
        .from(users)
        .where(
          and(
            email === undefined ? undefined : eq(users.email, email),
            afterId === undefined ? undefined : gt(users.id, afterId),
            staff
              ? sql`exists (select 1 from json_each(${users.roles}) role
                  where role.value in ('staff', 'admin'))`
              : undefined,
          ),
        )
        .orderBy(asc(users.id))
        .limit(limit + 1),

    /** Disables an account and ends its sessions. */
    disable: (change: Change, stored?: StoredAnswer) =>
      commit(deps, stored, [
        ...expectVersion(change),
        expectNotLastAdmin(deps, change.userId),
        update(change, { disabledAt: change.nowMs }),
        endSessions(deps, { ...change, reason: "disabled" }),
        outbox.announce(change.events),
      ]),

    /** Enables an account. Its sessions stay ended. */
    enable: (change: Change, stored?: StoredAnswer) =>
      commit(deps, stored, [
        ...expectVersion(change),
        update(change, { disabledAt: null }),
        outbox.announce(change.events),
      ]),

    /** Assigns roles and ends the account's sessions, whose tokens name the old roles. */
    assign: ({ roles, ...change }: Change & { roles: Role[] }, stored?: StoredAnswer) =>
      commit(deps, stored, [
        ...expectVersion(change),
        ...(roles.includes("admin") ? [] : [expectNotLastAdmin(deps, change.userId)]),
        update(change, { roles }),
        endSessions(deps, { ...change, reason: "roles_changed" }),
        outbox.announce(change.events),
      ]),
  };
};
export type CustomersStore = ReturnType<typeof customersStore>;
