import { z } from "zod";
import type { User } from "#kernel/actor";
import { apiKeyHash, apiKeyPrefix, newApiKey } from "#kernel/api-key";
import { afterAnswer } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { Id, newId } from "#kernel/ids";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import {
  type AgeKeys,
  decodeCursor,
  type Page,
  type PageRequest,
  pageOf,
} from "#kernel/routes/page";
import { jsonAnswer, NO_CONTENT } from "#users/replay/answer.rules";
import { requireCommitted } from "#users/replay/refusals.rules";
import type { AnswersService } from "#users/replay/stored-answers.service";
import type { SessionsService } from "#users/sessions/sessions.service";
import type { ApiKeyState, ApiKeyView, CreatedApiKey, NewApiKey } from "./api-keys.contract";
import type { ApiKeyRow, ApiKeysStore } from "./api-keys.store";
import { USE_NOTED_EVERY_MS } from "./last-use.rules";

interface Dependencies {
  store: ApiKeysStore;
  answers: AnswersService;
  sessions: Pick<SessionsService, "requireStepUp">;
  clock: Clock;
}

const Cursor: z.ZodType<AgeKeys> = z.tuple([z.number().int(), Id("apiKey")]);

const iso = (epochMs: number | null) => (epochMs === null ? null : new Date(epochMs).toISOString());

const view = ({ createdAt, lastUsedAt, revokedAt, ...row }: ApiKeyRow): ApiKeyView => ({
  ...row,
  createdAt: new Date(createdAt).toISOString(),
  lastUsedAt: iso(lastUsedAt),
  revokedAt: iso(revokedAt),
});

/** API keys. Their text is in the answer that makes them, and in that answer's encrypted copy for replays. */
export const apiKeysService = ({ store, answers, sessions, clock }: Dependencies) => {
  /** Returns the text and the row of a new key. */
  const prepare = async ({ name, kind, scopes }: NewApiKey, createdBy: string) => {
    const key = await newApiKey(kind);
    const createdAt = clock.now();
    const row: ApiKeyRow = {
      id: newId("apiKey", createdAt),
      name,
      kind,
      scopes,
      createdBy,
      createdAt,
      prefix: apiKeyPrefix(key),
      lastUsedAt: null,
      revokedAt: null,
    };
    return { key, row };
  };

  return {
    /** Returns a page of keys, newest first. */
    async list({ limit, cursor }: PageRequest): Promise<Page<ApiKeyView>> {
      const rows = await store.page(limit, decodeCursor(cursor, Cursor));
      return pageOf(rows, limit, (row) => [row.createdAt, row.id], view);
    },

    /** Makes a key. @throws 401 `unauthenticated`, 401 `step_up_required` */
    create: (actor: User, newKey: NewApiKey, request: KeyedRequest | undefined) =>
      answers.onceWhileActive(actor, request, async (toStored) => {
        await sessions.requireStepUp(actor);
        const { key, row } = await prepare(newKey, actor.userId);
        const created: CreatedApiKey = { ...view(row), key };
        const answer = jsonAnswer(created, 201);
        await store.insert(row, await apiKeyHash(key), await toStored(answer));
        return answer;
      }),

    /** Revokes a key, once. @throws 401 `unauthenticated`, 401 `step_up_required`, 404 */
    revoke: (actor: User, keyId: string, request: KeyedRequest | undefined) =>
      answers.onceWhileActive(actor, request, async (toStored) => {
        await sessions.requireStepUp(actor);
        const revocation = { keyId, actorId: actor.userId, nowMs: clock.now() };
        const outcome = await store.revoke(revocation, await toStored(NO_CONTENT));
        requireCommitted(outcome, { not_found: "not_found" });
        return NO_CONTENT;
      }),

    /** Returns an active key by its hash. Notes its use after the answer, at most once a minute. */
    async active(hash: string): Promise<ApiKeyState | null> {
      const row = await store.active(hash);
      if (!row) return null;
      const { id, scopes, lastUsedAt } = row;
      const nowMs = clock.now();
      if (lastUsedAt === null || nowMs - lastUsedAt >= USE_NOTED_EVERY_MS)
        afterAnswer(store.noteUse(id, nowMs));
      return { id, scopes };
    },
  };
};
export type ApiKeysService = ReturnType<typeof apiKeysService>;
