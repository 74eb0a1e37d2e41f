import { and, asc, eq, gt, type SQL, sql } from "drizzle-orm";
import { users } from "#db/users/schema";
import type { Role } from "#kernel/actor";
import type { Envelope } from "#kernel/events";
import type { Outbox } from "#kernel/outbox";
import { expectChanges, unlessRefused } from "#kernel/sql";
import { type BatchTools, commit, type KeptAnswer } from "#users/replay/stored-answers.store";
import { sessionsEnd } from "#users/sessions/sessions.store";
import { ACCOUNT, type Account, shopKeepsAnAdmin } from "./accounts.store";

interface CustomersPage {
  limit: number;
  /** The id of the last row of the page before. */
  afterId: string | undefined;
  email?: string | undefined;
  /** Only accounts that are more than customers. */
  staff?: boolean;
}

/** A change of somebody's account by an admin. */
export interface Change {
  userId: string;
  /** What was read: a change is made to that and to nothing else. */
  version: number;
  nowMs: number;
  /** What its owner is told by. */
  events: readonly Envelope[];
}

/** Accounts, as staff and admins see and change them. */
export const customersStore = ({ outbox, ...tools }: BatchTools & { outbox: Outbox }) => {
  const { db } = tools;

  /** A change of an account that ends its sessions; false when it has moved on, or is the last admin's. */
  const change = (
    { userId, version, nowMs, events }: Change,
    set: { disabledAt: number } | { roles: Role[] },
    guard: SQL | undefined,
    kept: KeptAnswer | undefined,
  ) =>
    unlessRefused(
      commit(tools, kept, [
        db.write
          .update(users)
          .set({ ...set, version: version + 1, updatedAt: nowMs })
          .where(and(eq(users.id, userId), eq(users.version, version), guard)),
        db.write.run(expectChanges()),
        sessionsEnd(tools, {
          reason: "disabledAt" in set ? "disabled" : "roles_changed",
          ...{ userId, nowMs },
        }),
        outbox.announce(events),
      ]),
    );

  return {
    /** One row more than the limit, by age. */
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

    /** Shuts an account and ends its sessions. */
    disable: (wanted: Change, kept?: KeptAnswer) =>
      change(wanted, { disabledAt: wanted.nowMs }, shopKeepsAnAdmin, kept),

    enable: ({ userId, version, nowMs, events }: Change, kept?: KeptAnswer) =>
      unlessRefused(
        commit(tools, kept, [
          db.write
            .update(users)
            .set({ disabledAt: null, version: version + 1, updatedAt: nowMs })
            .where(and(eq(users.id, userId), eq(users.version, version))),
          db.write.run(expectChanges()),
          outbox.announce(events),
        ]),
      ),

    /** Gives an account its roles and ends its sessions, whose tokens name the ones before. */
    assign: (wanted: Change & { roles: Role[] }, kept?: KeptAnswer) => {
      const guard = wanted.roles.includes("admin") ? undefined : shopKeepsAnAdmin;
      return change(wanted, { roles: wanted.roles }, guard, kept);
    },
  };
};
export type CustomersStore = ReturnType<typeof customersStore>;
