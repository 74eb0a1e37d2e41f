import type { Database } from "#db/client";
import {
  addCustomer,
  type CustomerRow,
  customerOf,
  eraseCustomer,
  forgetCustomer,
} from "./customers.statements";

/** Rows of accounts with a record at the provider. */
export const customersStore = ({ db: { write } }: { db: Database }) => ({
  async find(userId: string): Promise<CustomerRow | undefined> {
    const [row] = await customerOf(write, userId);
    return row;
  },

  /** Adds an account's record. Returns the row as it is now, in one round trip. */
  async add(row: CustomerRow): Promise<CustomerRow> {
    const [, [stored]] = await write.batch([
      addCustomer(write, row),
      customerOf(write, row.userId),
    ]);
    return stored ?? row;
  },

  /** Marks an account as erased. Returns the row as it is now, in one round trip. */
  async erase(userId: string, nowMs: number): Promise<CustomerRow | undefined> {
    const [, [row]] = await write.batch([
      eraseCustomer(write, userId, nowMs),
      customerOf(write, userId),
    ]);
    return row;
  },

  async forget(userId: string): Promise<void> {
    await forgetCustomer(write, userId);
  },
});
export type CustomersStore = ReturnType<typeof customersStore>;
