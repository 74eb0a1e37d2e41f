import * as z from "zod";
import { API_KEY_KINDS, SCOPES, type Scope } from "#kernel/api-key";
import { Id } from "#kernel/ids";
import { Line } from "#kernel/text";

/** A new API key. A secret key has at least one scope, a public key has none. */
export const NewApiKey = z
  .strictObject({
    name: Line(100).describe("What the key is for, as admins recognise it."),
    kind: z
      .enum(API_KEY_KINDS)
      .describe("`public` reads the storefront; `secret` uses the back office within its scopes."),
    scopes: z
      .array(z.enum(SCOPES))
      .max(SCOPES.length)
      .refine((scopes) => new Set(scopes).size === scopes.length, {
        error: "must not repeat a scope",
        params: { code: "duplicate" },
      })
      .default([])
      .describe("Required for a secret key; a public key has none."),
    expiresAt: z.iso
      .datetime()
      .optional()
      .describe("When the key stops to work, in the future. Without it the key does not expire."),
  })
  .refine(({ kind, scopes }) => (kind === "secret") === scopes.length > 0, {
    error: "must name a scope for a secret key, and none for a public key",
    path: ["scopes"],
    params: { code: "scopes_of_kind" },
  });
export type NewApiKey = z.infer<typeof NewApiKey>;

/** An API key as admins see it, without its text. */
export const ApiKeyView = z
  .strictObject({
    id: Id("apiKey"),
    name: z.string(),
    kind: z.enum(API_KEY_KINDS),
    scopes: z.array(z.enum(SCOPES)),
    prefix: z.string().describe("The first characters of the key, such as `bdg_sec_ab12`."),
    createdAt: z.iso.datetime(),
    createdBy: z.string().describe("The id of the admin's account, which may be erased since."),
    lastUsedAt: z.iso.datetime().nullable().describe("Exact to about a minute."),
    revokedAt: z.iso.datetime().nullable(),
    expiresAt: z.iso.datetime().nullable().describe("Null for a key that does not expire."),
  })
  .meta({ id: "ApiKey" });
export type ApiKeyView = z.infer<typeof ApiKeyView>;

/** A new key with its text, which no other answer shows. */
export const CreatedApiKey = ApiKeyView.extend({
  key: z.string().describe("The key. Store it now: it is not shown again."),
}).meta({ id: "CreatedApiKey" });
export type CreatedApiKey = z.infer<typeof CreatedApiKey>;

/** What the gateway must know of an active key. */
export interface ApiKeyState {
  id: string;
  /** Empty for a public key. */
  scopes: Scope[];
}
