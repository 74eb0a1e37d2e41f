import { eq, sql } from "drizzle-orm";
import type { Connection } from "#db/client";
import { customers } from "#db/payments/schema";

export type CustomerRow = typeof customers.$inferSelect;

export const customerOf = (db: Connection, userId: string) =>
  db.select().from(customers).where(eq(customers.userId, userId));

/** Selects the provider's id of an account; null for an erased account, and for one without a record. */
export const activeRefOf = (userId: string) =>
  sql<string | null>`(select ${customers.providerRef} from ${customers}
    where ${customers.userId} = ${userId} and ${customers.erasedAt} is null)`;

/** Adds an account's record, unless it has one or is erased. */
export const addCustomer = (db: Connection, row: CustomerRow) =>
  db.insert(customers).values(row).onConflictDoNothing();

/** Marks an account as erased, so that it gets no record later. Keeps the provider's id. */
export const eraseCustomer = (db: Connection, userId: string, nowMs: number) =>
  db
    .insert(customers)
    .values({ userId, providerRef: null, erasedAt: nowMs, createdAt: nowMs })
    .onConflictDoUpdate({
      target: customers.userId,
      set: { erasedAt: sql`coalesce(${customers.erasedAt}, ${nowMs})` },
    });

/** Forgets the provider's id of an erased account, after the provider has deleted its record. */
export const forgetCustomer = (db: Connection, userId: string) =>
  db.update(customers).set({ providerRef: null }).where(eq(customers.userId, userId));
