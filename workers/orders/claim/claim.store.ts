import { eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { erasedCustomers } from "#db/orders/schema";

export const claimStore = ({ db }: { db: Database }) => ({
  /** Returns whether the account was erased, from the primary database. */
  async isErased(customerId: string): Promise<boolean> {
    const rows = await db.write
      .select()
      .from(erasedCustomers)
      .where(eq(erasedCustomers.customerId, customerId));
    return rows.length > 0;
  },
});
export type ClaimStore = ReturnType<typeof claimStore>;
