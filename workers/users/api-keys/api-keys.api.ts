import * as z from "zod";
import { defineRoute } from "#kernel/routes/definition";
import { PageQuery, pageSchema } from "#kernel/routes/page";
import { ApiKeyView, CreatedApiKey, NewApiKey } from "./api-keys.contract";

const KEY_EXAMPLE: ApiKeyView = {
  id: "key_01kb0c6w3mexample00000000000000000000",
  name: "Warehouse",
  kind: "secret",
  scopes: ["inventory", "orders"],
  prefix: "bdg_sec_ab12",
  createdAt: "2026-11-26T09:30:00.000Z",
  createdBy: "usr_01kb0c6w3mexample00000000000000000000",
  lastUsedAt: null,
  revokedAt: null,
  expiresAt: "2027-11-26T09:30:00.000Z",
};

/** The properties that all routes of API keys share. Only admins: a key could make keys with more scopes. */
const OF_KEYS = { tag: "admin-shop", access: "admin", rate: "staff" } as const;

export const listApiKeys = defineRoute({
  ...OF_KEYS,
  method: "GET",
  path: "/v1/admin/api-keys",
  operation: "listApiKeys",
  summary: "List API keys, newest first",
  idempotency: "safe",
  body: null,
  query: z.strictObject(PageQuery),
  answers: { 200: pageSchema(ApiKeyView) },
  problems: [],
  example: { query: { limit: "24" }, answer: { data: [KEY_EXAMPLE], nextCursor: null } },
});

export const createApiKey = defineRoute({
  ...OF_KEYS,
  method: "POST",
  path: "/v1/admin/api-keys",
  operation: "createApiKey",
  summary: "Make an API key",
  description:
    "Requires a sign-in within the last ten minutes. No other answer shows the key. The admin gets a mail. The shop has at most 100 keys that are neither revoked nor expired; one more is 409 `conflict`.",
  idempotency: "key",
  body: NewApiKey,
  query: null,
  answers: { 201: CreatedApiKey },
  problems: ["step_up_required", "conflict"],
  example: {
    body: {
      name: "Warehouse",
      kind: "secret",
      scopes: ["inventory", "orders"],
      expiresAt: "2027-11-26T09:30:00.000Z",
    },
    answer: { ...KEY_EXAMPLE, key: "bdg_sec_ab12example0000000000000000000000000a1b2c3" },
  },
});

export const revokeApiKey = defineRoute({
  ...OF_KEYS,
  method: "DELETE",
  path: "/v1/admin/api-keys/:id",
  operation: "revokeApiKey",
  summary: "Revoke an API key",
  description:
    "Requires a sign-in within the last ten minutes. The key changes nothing from then on, and reads for at most another 30 seconds. The admin who made it gets a mail.",
  idempotency: "key",
  body: null,
  query: null,
  answers: { 204: { description: "The key is revoked." } },
  problems: ["step_up_required"],
  example: { params: { id: KEY_EXAMPLE.id }, answer: null },
});
