import { eq, inArray, lt, sql } from "drizzle-orm";
import type { Settings } from "#contract/settings";
import { type Database, rowsChanged, type Statement } from "#db/client";
import { idempotencyKeys, settings } from "#db/settings/schema";
import { commitGuarded, guard } from "#kernel/mutations/guards";
import { ANSWER_KEPT_MS } from "#kernel/mutations/idempotency";
import { expectChanges } from "#kernel/sql";

/** The id of the only row. */
const SHOP = "shop";
/** Expired answers that one sweep deletes, so that its statement stays short. */
const ROWS_MAX = 500;

interface SettingsChange {
  document: Settings;
  /** The version that the change replaces; 0 for the first change. */
  replaces: number;
  nowMs: number;
  /** Stores the answer under its Idempotency-Key. */
  finished?: Statement | undefined;
}

/** The settings: one row, which is missing until the first change. */
export const settingsStore = ({ db }: { db: Database }) => ({
  async read() {
    const [row] = await db.read.select().from(settings).where(eq(settings.id, SHOP));
    return row;
  },

  /** Replaces the settings. Refuses with `changed` if another change has replaced the version. */
  save({ document, replaces, nowMs, finished }: SettingsChange) {
    const values = { document, version: replaces + 1, updatedAt: nowMs };
    return commitGuarded<"changed">(db, [
      db.write
        .insert(settings)
        .values({ id: SHOP, ...values })
        .onConflictDoUpdate({
          target: settings.id,
          set: values,
          setWhere: eq(settings.version, replaces),
        }),
      guard("changed", db.write.run(expectChanges())),
      ...(finished ? [finished] : []),
    ]);
  },

  /** Deletes a bounded number of expired answers. */
  async prune(nowMs: number) {
    const expired = db.read
      .select({ rowid: sql`rowid` })
      .from(idempotencyKeys)
      .where(lt(idempotencyKeys.createdAt, nowMs - ANSWER_KEPT_MS))
      .limit(ROWS_MAX);
    const deleted = await db.write.delete(idempotencyKeys).where(inArray(sql`rowid`, expired));
    return { answersPruned: rowsChanged(deleted) };
  },
});
export type SettingsStore = ReturnType<typeof settingsStore>;
