import { eq } from "drizzle-orm";
import type { Database, Statement } from "#db/client";
import { farewells } from "#db/users/schema";

/** An erased account's last mail, about to be asked for; the address is sealed. */
export interface NewFarewell {
  userId: string;
  email: string;
  createdAt: number;
}

/** The row of a farewell, for the batch of the erasure. */
export const farewellRow = ({ db }: { db: Database }, farewell: NewFarewell): Statement =>
  db.write.insert(farewells).values(farewell);

/** Where last mails go, for as long as they are under way. */
export const farewellsStore = ({ db }: { db: Database }) => ({
  /** The sealed address; undefined once the mail is out. */
  async of(userId: string): Promise<string | undefined> {
    const [row] = await db.read.select().from(farewells).where(eq(farewells.userId, userId));
    return row?.email;
  },

  async forget(userId: string) {
    await db.write.delete(farewells).where(eq(farewells.userId, userId));
  },
});
export type FarewellsStore = ReturnType<typeof farewellsStore>;
