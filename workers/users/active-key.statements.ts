import { and, gt, isNull, or } from "drizzle-orm";
import { apiKeys } from "#db/users/schema";

/** SQL condition on rows of API keys: the key is neither revoked nor expired. */
export const isActiveKey = (nowMs: number) =>
  and(isNull(apiKeys.revokedAt), or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, nowMs)));
