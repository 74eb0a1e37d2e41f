import * as z from "zod";
import { SessionView } from "#contract/users";
import { defineRoute } from "#kernel/routes/definition";
import { PageQuery, pageSchema } from "#kernel/routes/page";
import { RefreshedSession, RefreshToken } from "#users/credentials.contract";
import { REFRESH_TOKEN_EXAMPLE, REFRESHED_EXAMPLE } from "./signed-in.example.rules";

const PATH = "/v1/me/sessions";
const SESSION_EXAMPLE: SessionView = {
  id: "ses_01kb0c6w3mexample00000000000000000000",
  device: "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
  current: true,
  createdAt: "2026-11-20T08:00:00.000Z",
  lastUsedAt: "2026-11-26T09:30:00.000Z",
  expiresAt: "2027-01-19T08:00:00.000Z",
};

/** The properties that both routes share that accept a refresh token. */
const BY_TOKEN = {
  tag: "sessions",
  method: "POST",
  access: "public",
  rate: "account",
  body: RefreshToken,
  query: null,
  headers: ["Set-Cookie"],
} as const;
/** The properties that all routes of a user's own sessions share. */
const OF_SESSIONS = { tag: "sessions", rate: "account" } as const;

export const refreshSession = defineRoute({
  ...BY_TOKEN,
  path: "/v1/auth/refresh",
  operation: "refreshSession",
  summary: "Exchange a refresh token for new tokens",
  description: [
    "Each refresh token is used once. A used one that is presented again ends the session, except for an",
    "answer that was lost within the last minute. Without a token in the body or its cookie the answer is 204,",
    "so that a page can ask whether it has a session.",
  ].join("\n"),
  idempotency: "key",
  answers: {
    200: RefreshedSession,
    204: { description: "The request has no refresh token: there is no session." },
  },
  problems: ["refresh_invalid", "refresh_reused", "csrf_refused", "conflict"],
  example: { body: { refreshToken: REFRESH_TOKEN_EXAMPLE }, answer: REFRESHED_EXAMPLE },
});

export const signOut = defineRoute({
  ...BY_TOKEN,
  path: "/v1/auth/logout",
  operation: "signOut",
  summary: "End the session of a refresh token",
  description:
    "Without a token, with an unknown one and with one of an ended session the answer is the same.",
  idempotency: "repeatable",
  answers: { 204: { description: "The session has ended." } },
  problems: ["csrf_refused"],
  example: { body: { refreshToken: REFRESH_TOKEN_EXAMPLE }, answer: null },
});

export const listSessions = defineRoute({
  ...OF_SESSIONS,
  method: "GET",
  path: PATH,
  operation: "listSessions",
  summary: "List own active sessions, newest first",
  access: "user",
  idempotency: "safe",
  body: null,
  query: z.strictObject(PageQuery),
  answers: { 200: pageSchema(SessionView) },
  problems: [],
  example: { query: { limit: "24" }, answer: { data: [SESSION_EXAMPLE], nextCursor: null } },
});

export const revokeOtherSessions = defineRoute({
  ...OF_SESSIONS,
  method: "DELETE",
  path: PATH,
  operation: "revokeOtherSessions",
  summary: "End all own sessions but this one",
  access: "session",
  idempotency: "key",
  body: null,
  query: null,
  answers: { 204: { description: "The other sessions have ended." } },
  problems: ["conflict"],
  example: { answer: null },
});

export const revokeSession = defineRoute({
  ...OF_SESSIONS,
  method: "DELETE",
  path: `${PATH}/:id`,
  operation: "revokeSession",
  summary: "End an own session",
  access: "session",
  idempotency: "key",
  body: null,
  query: null,
  answers: { 204: { description: "The session has ended." } },
  problems: ["conflict"],
  example: { params: { id: SESSION_EXAMPLE.id }, answer: null },
});
