import * as z from "zod";
import { apiKeyCreated, apiKeyRevoked } from "#events/users";
import type { User } from "#kernel/actor";
import { apiKeyHash, apiKeyPrefix, newApiKey } from "#kernel/api-key";
import { afterAnswer } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import type { Outbox } from "#kernel/events/outbox";
import { Id, newId } from "#kernel/ids";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import {
  type AgeKeys,
  decodeCursor,
  type Page,
  type PageRequest,
  pageOf,
} from "#kernel/routes/page";
import { aboutUser } from "#users/account-events.rules";
import { jsonAnswer, NO_CONTENT } from "#users/replay/answer.rules";
import type { AnswersService } from "#users/replay/stored-answers.service";
import type { SessionsService } from "#users/sessions/sessions.service";
import type { ApiKeyState, ApiKeyView, CreatedApiKey, NewApiKey } from "./api-keys.contract";
import { API_KEYS_MAX, USE_NOTED_EVERY_MS } from "./api-keys.rules";
import type { ApiKeyRow, ApiKeysStore } from "./api-keys.store";

interface Dependencies {
  store: ApiKeysStore;
  answers: AnswersService;
  sessions: Pick<SessionsService, "requireStepUp">;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
}

const Cursor: z.ZodType<AgeKeys> = z.tuple([z.number().int(), Id("apiKey")]);

/** Returns an event about a key for the admin who made it. */
const about = (
  definition: typeof apiKeyCreated | typeof apiKeyRevoked,
  { id: keyId, createdBy: userId }: ApiKeyRow,
  nowMs: number,
) => aboutUser(definition, { userId, keyId }, nowMs);

const iso = (epochMs: number | null) => (epochMs === null ? null : new Date(epochMs).toISOString());

const view = ({ createdAt, lastUsedAt, revokedAt, expiresAt, ...row }: ApiKeyRow): ApiKeyView => ({
  ...row,
  createdAt: new Date(createdAt).toISOString(),
  lastUsedAt: iso(lastUsedAt),
  revokedAt: iso(revokedAt),
  expiresAt: iso(expiresAt),
});

/** @throws 400 `validation_failed` for a time that is not in the future */
const futureMs = (expiresAt: string | undefined, nowMs: number) => {
  const expiresAtMs = expiresAt === undefined ? null : Date.parse(expiresAt);
  if (expiresAtMs === null || expiresAtMs > nowMs) return expiresAtMs;
  const error = { pointer: "/expiresAt", code: "not_future", message: "Must be in the future." };
  throw new AppError("validation_failed", undefined, { errors: [error] });
};

const tooMany = () =>
  new AppError("conflict", `The shop has ${API_KEYS_MAX} active API keys. Revoke one first.`);

/** API keys. Their text is in the answer that makes them, and in that answer's encrypted copy for replays. */
export const apiKeysService = ({ store, answers, sessions, outbox, clock }: Dependencies) => {
  /** Returns the text and the row of a new key. */
  const prepare = async ({ name, kind, scopes, expiresAt }: NewApiKey, createdBy: string) => {
    const createdAt = clock.now();
    const expiresAtMs = futureMs(expiresAt, createdAt);
    const key = await newApiKey(kind);
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
      expiresAt: expiresAtMs,
    };
    return { key, row };
  };

  return {
    /** Returns a page of keys, newest first. */
    async list({ limit, cursor }: PageRequest): Promise<Page<ApiKeyView>> {
      const rows = await store.page(limit, decodeCursor(cursor, Cursor));
      return pageOf(rows, limit, (row) => [row.createdAt, row.id], view);
    },

    /**
     * Makes a key, and mails the admin.
     * @throws 400 `validation_failed`, 401 `unauthenticated`, 401 `step_up_required`, 409 `conflict` when
     * the shop has as many active keys as it may have
     */
    create: (actor: User, newKey: NewApiKey, request: KeyedRequest | undefined) =>
      answers.onceWhileActive(actor, request, async (toStored) => {
        await sessions.requireStepUp(actor);
        const { key, row } = await prepare(newKey, actor.userId);
        const created: CreatedApiKey = { ...view(row), key };
        const answer = jsonAnswer(created, 201);
        const events = [about(apiKeyCreated, row, row.createdAt)];
        const newRow = { row, hash: await apiKeyHash(key), events };
        const outcome = await store.insert(newRow, await toStored(answer));
        if (!outcome.ok) throw tooMany();
        outbox.kick(events);
        return answer;
      }),

    /**
     * Revokes a key, once, and mails the admin who made it.
     * @throws 401 `unauthenticated`, 401 `step_up_required`, 404
     */
    revoke: (actor: User, keyId: string, request: KeyedRequest | undefined) =>
      answers.onceWhileActive(actor, request, async (toStored) => {
        await sessions.requireStepUp(actor);
        const row = await store.find(keyId);
        if (!row) throw new AppError("not_found");
        const nowMs = clock.now();
        const events = [about(apiKeyRevoked, row, nowMs)];
        const stored = await toStored(NO_CONTENT);
        const outcome = await store.revoke({ keyId, actorId: actor.userId, events, nowMs }, stored);
        if (outcome.ok) outbox.kick(events);
        else await answers.storeAlone(stored);
        return NO_CONTENT;
      }),

    /** Returns an active key by its hash. Notes its use after the answer, at most once a minute. */
    async active(hash: string): Promise<ApiKeyState | null> {
      const nowMs = clock.now();
      const row = await store.active(hash, nowMs);
      if (!row) return null;
      const { id, scopes, lastUsedAt } = row;
      if (lastUsedAt === null || nowMs - lastUsedAt >= USE_NOTED_EVERY_MS)
        afterAnswer(store.noteUse(id, nowMs));
      return { id, scopes };
    },
  };
};
export type ApiKeysService = ReturnType<typeof apiKeysService>;
