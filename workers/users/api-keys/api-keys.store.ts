import { and, eq, getTableColumns, isNull, lte, or, sql } from "drizzle-orm";
import { apiKeys } from "#db/users/schema";
import { guard } from "#kernel/mutations/guards";
import type { AgeKeys } from "#kernel/routes/page";
import { newestFirst, olderThan, raiseUnless } from "#kernel/sql";
import { type AuditEntry, insertAuditEntry } from "#users/audit/audit.statements";
import {
  type CommitDependencies,
  commit,
  type StoredAnswer,
} from "#users/replay/stored-answers.store";
import { USE_NOTED_EVERY_MS } from "./last-use.rules";

const { hash: _, ...SHOWN } = getTableColumns(apiKeys);
/** A key without its hash. */
export type ApiKeyRow = Omit<typeof apiKeys.$inferSelect, "hash">;

interface Revocation {
  keyId: string;
  actorId: string;
  nowMs: number;
}

const BY_AGE = [apiKeys.createdAt, apiKeys.id] as const;

/** API keys by their hash. */
export const apiKeysStore = (deps: CommitDependencies) => {
  const { db } = deps;

  return {
    /** Returns one row more than the limit, newest first. */
    page: (limit: number, before: AgeKeys | undefined): Promise<ApiKeyRow[]> =>
      db.read
        .select(SHOWN)
        .from(apiKeys)
        .where(olderThan(BY_AGE, before))
        .orderBy(...newestFirst(BY_AGE))
        .limit(limit + 1),

    /** Inserts a key with its audit entry. */
    insert(row: ApiKeyRow, hash: string, stored?: StoredAnswer) {
      const { id: subject, createdBy: actorId, createdAt: nowMs } = row;
      const entry: AuditEntry = { actorId, act: "api_key.created", subject, nowMs };
      return commit(deps, stored, [
        db.write.insert(apiKeys).values({ ...row, hash }),
        insertAuditEntry(deps, entry),
      ]);
    },

    /** Revokes a key. A key that is revoked stays so, from its first time. */
    revoke({ keyId, actorId, nowMs }: Revocation, stored?: StoredAnswer) {
      const key = sql`select 1 from ${apiKeys} where ${apiKeys.id} = ${keyId}`;
      const entry: AuditEntry = { actorId, act: "api_key.revoked", subject: keyId, nowMs };
      return commit(deps, stored, [
        guard("not_found", db.write.run(raiseUnless(sql`exists (${key})`))),
        db.write
          .update(apiKeys)
          .set({ revokedAt: nowMs })
          .where(and(eq(apiKeys.id, keyId), isNull(apiKeys.revokedAt))),
        insertAuditEntry(deps, entry),
      ]);
    },

    /** Returns the key of a hash, unless it is revoked. */
    async active(hash: string): Promise<ApiKeyRow | undefined> {
      const [row] = await db.read
        .select(SHOWN)
        .from(apiKeys)
        .where(and(eq(apiKeys.hash, hash), isNull(apiKeys.revokedAt)));
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
