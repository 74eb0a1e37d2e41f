import { and, eq, getTableColumns, isNull, lte, or, sql } from "drizzle-orm";
import { apiKeys } from "#db/users/schema";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { guard } from "#kernel/mutations/guards";
import type { AgeKeys } from "#kernel/routes/page";
import { newestFirst, olderThan, raiseUnless } from "#kernel/sql";
import { isActiveKey } from "#users/active-key.statements";
import { type AuditEntry, insertAuditEntry } from "#users/audit/audit.statements";
import {
  type CommitDependencies,
  commit,
  type StoredAnswer,
} from "#users/replay/stored-answers.store";
import { API_KEYS_MAX, USE_NOTED_EVERY_MS } from "./api-keys.rules";

const { hash: _, ...SHOWN } = getTableColumns(apiKeys);
/** A key without its hash. */
export type ApiKeyRow = Omit<typeof apiKeys.$inferSelect, "hash">;

interface NewRow {
  row: ApiKeyRow;
  hash: string;
  /** The events of the change, whose handlers mail the admin who made the key. */
  events: readonly Envelope[];
}

interface Revocation {
  keyId: string;
  actorId: string;
  events: readonly Envelope[];
  nowMs: number;
}

const BY_AGE = [apiKeys.createdAt, apiKeys.id] as const;

/** API keys by their hash. */
export const apiKeysStore = ({ outbox, ...deps }: CommitDependencies & { outbox: Outbox }) => {
  const { db } = deps;

  /** Fails the batch if the shop has as many active keys as it may have. */
  const expectRoom = (nowMs: number) => {
    const active = sql`(select count(*) from ${apiKeys} where ${isActiveKey(nowMs)})`;
    return guard("too_many", db.write.run(raiseUnless(sql`${active} < ${API_KEYS_MAX}`)));
  };

  /** Fails the batch if the key is revoked. */
  const expectUnrevoked = (keyId: string) => {
    const key = sql`select 1 from ${apiKeys}
      where ${apiKeys.id} = ${keyId} and ${apiKeys.revokedAt} is null`;
    return guard("already_revoked", db.write.run(raiseUnless(sql`exists (${key})`)));
  };

  return {
    /** Returns one row more than the limit, newest first. */
    page: (limit: number, before: AgeKeys | undefined): Promise<ApiKeyRow[]> =>
      db.read
        .select(SHOWN)
        .from(apiKeys)
        .where(olderThan(BY_AGE, before))
        .orderBy(...newestFirst(BY_AGE))
        .limit(limit + 1),

    async find(keyId: string): Promise<ApiKeyRow | undefined> {
      const [row] = await db.read.select(SHOWN).from(apiKeys).where(eq(apiKeys.id, keyId));
      return row;
    },

    /** Inserts a key with its audit entry, and announces its events. */
    insert({ row, hash, events }: NewRow, stored?: StoredAnswer) {
      const { id: subject, createdBy: actorId, createdAt: nowMs } = row;
      const entry: AuditEntry = { actorId, act: "api_key.created", subject, nowMs };
      return commit(deps, stored, [
        expectRoom(nowMs),
        db.write.insert(apiKeys).values({ ...row, hash }),
        insertAuditEntry(deps, entry),
        outbox.announce(events),
      ]);
    },

    /** Revokes a key that is not revoked, with its audit entry, and announces its events. */
    revoke({ keyId, actorId, events, nowMs }: Revocation, stored?: StoredAnswer) {
      const entry: AuditEntry = { actorId, act: "api_key.revoked", subject: keyId, nowMs };
      return commit(deps, stored, [
        expectUnrevoked(keyId),
        db.write.update(apiKeys).set({ revokedAt: nowMs }).where(eq(apiKeys.id, keyId)),
        insertAuditEntry(deps, entry),
        outbox.announce(events),
      ]);
    },

    /** Returns the key of a hash, unless it is revoked or expired. */
    async active(hash: string, nowMs: number): Promise<ApiKeyRow | undefined> {
      const [row] = await db.read
        .select(SHOWN)
        .from(apiKeys)
        .where(and(eq(apiKeys.hash, hash), isActiveKey(nowMs)));
      return row;
    },

    /** Writes the last use of a key, unless another request has just written it. */
    async noteUse(keyId: string, nowMs: number) {
      const { id, lastUsedAt } = apiKeys;
      await db.write
        .update(apiKeys)
        .set({ lastUsedAt: nowMs })
        .where(
          and(eq(id, keyId), or(isNull(lastUsedAt), lte(lastUsedAt, nowMs - USE_NOTED_EVERY_MS))),
        );
    },
  };
};
export type ApiKeysStore = ReturnType<typeof apiKeysStore>;
