import { and, desc, eq, getTableColumns, lt, sql } from "drizzle-orm";
import { insertRows } from "#catalog/products/rows.statements";
import { customerGroupMembers, customerGroups } from "#db/catalog/customer-group.schema";
import type { Database, Statement } from "#db/client";
import type { Outbox } from "#kernel/events/outbox";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import { expectChanges } from "#kernel/sql";
import type { CustomerGroup, CustomerGroupSummary } from "./customer-groups.contract";
import type { RecordStore } from "./records.service";
import { effectStatements } from "./records.statements";

export type GroupRefusal = "changed" | "in_use";

type Row = typeof customerGroups.$inferSelect;

const customerIdsJson = sql<string>`(select json_group_array(m.user_id order by m.user_id)
  from ${customerGroupMembers} m where m.group_id = ${customerGroups}.id)`;

const summaryOf = (row: Row): CustomerGroupSummary => ({
  id: row.id,
  title: row.title,
  version: row.version,
  createdAt: new Date(row.createdAt).toISOString(),
  updatedAt: new Date(row.updatedAt).toISOString(),
});

const rowOf = ({ id, title, version, createdAt, updatedAt }: CustomerGroup): Row => ({
  ...{ id, title, version },
  createdAt: Date.parse(createdAt),
  updatedAt: Date.parse(updatedAt),
});

interface Dependencies {
  db: Database;
  outbox: Outbox;
}

/** Groups of customers with their members, in the primary database. */
export const customerGroupsStore = ({ db, outbox }: Dependencies) => {
  const { read, write } = db;

  const insertMembers = ({ id, customerIds }: CustomerGroup): Statement[] => {
    const rows = customerIds.map((userId) => ({ groupId: id, userId }));
    return rows.length > 0 ? [insertRows(db, customerGroupMembers, rows, sql``)] : [];
  };

  const ofVersion = (id: string, version: number) =>
    and(eq(customerGroups.id, id), eq(customerGroups.version, version));

  const store: RecordStore<CustomerGroup, CustomerGroupSummary, GroupRefusal> = {
    async byId(id) {
      const [found] = await read
        .select({ row: getTableColumns(customerGroups), customerIds: customerIdsJson })
        .from(customerGroups)
        .where(eq(customerGroups.id, id));
      return found && { ...summaryOf(found.row), customerIds: JSON.parse(found.customerIds) };
    },

    async page({ limit, before }) {
      const rows = await read
        .select()
        .from(customerGroups)
        .where(lt(customerGroups.id, before))
        .orderBy(desc(customerGroups.id))
        .limit(limit + 1);
      return rows.map(summaryOf);
    },

    create: (group, done) =>
      commitGuarded<GroupRefusal>(db, [
        write.insert(customerGroups).values(rowOf(group)),
        ...insertMembers(group),
        ...effectStatements(outbox, done),
      ]),

    replace: (group, done) =>
      commitGuarded<GroupRefusal>(db, [
        write
          .update(customerGroups)
          .set(rowOf(group))
          .where(ofVersion(group.id, group.version - 1)),
        guard("changed", write.run(expectChanges())),
        write.delete(customerGroupMembers).where(eq(customerGroupMembers.groupId, group.id)),
        ...insertMembers(group),
        ...effectStatements(outbox, done),
      ]),

    remove: ({ id, version }, done) =>
      commitGuarded<GroupRefusal>(db, [
        guard("in_use", write.delete(customerGroups).where(ofVersion(id, version))),
        guard("changed", write.run(expectChanges())),
        ...effectStatements(outbox, done),
      ]),
  };

  return {
    ...store,

    /** Takes an erased account out of all groups. */
    async forget(userId: string) {
      await write.delete(customerGroupMembers).where(eq(customerGroupMembers.userId, userId));
    },

    /** Returns the groups of an account. */
    async groupsOf(userId: string) {
      const rows = await read
        .select({ id: customerGroups.id, title: customerGroups.title })
        .from(customerGroupMembers)
        .innerJoin(customerGroups, eq(customerGroups.id, customerGroupMembers.groupId))
        .where(eq(customerGroupMembers.userId, userId));
      return rows;
    },
  };
};
export type CustomerGroupsStore = ReturnType<typeof customerGroupsStore>;
