import * as z from "zod";
import type { SessionState, SessionView, Tokens } from "#contract/users";
import { type Role, requireRecentSignIn, type User } from "#kernel/actor";
import type { Clock } from "#kernel/clock";
import { sha256Hex, toBase64Url } from "#kernel/encoding";
import { AppError } from "#kernel/errors";
import { Id, newId } from "#kernel/ids";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import { decodeCursor, type Page, type PageRequest, pageOf } from "#kernel/routes/page";
import { ACCESS_TTL_SECONDS } from "#users/access-token.contract";
import { NO_CONTENT } from "#users/replay/answer.rules";
import { requireCommitted } from "#users/replay/refusals.rules";
import type { AnswersService } from "#users/replay/stored-answers.service";
import type { AccessTokens } from "./access-tokens.service";
import { lifetimeOf } from "./rotation.rules";
import type { NewSession } from "./sessions.statements";
import type { SessionRow, SessionsStore } from "./sessions.store";

const TOKEN_BYTES = 32;
const DEVICE_CHARS_MAX = 200;

interface Dependencies {
  store: SessionsStore;
  answers: AnswersService;
  access: AccessTokens;
  clock: Clock;
}

const Cursor = z.tuple([z.number().int(), Id("session")]);

const view =
  (currentId: string) =>
  ({ id, device, createdAt, lastUsedAt, expiresAt }: SessionRow): SessionView => ({
    id,
    device,
    current: id === currentId,
    createdAt: new Date(createdAt).toISOString(),
    lastUsedAt: new Date(lastUsedAt).toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
  });

interface Owner {
  id: string;
  roles: readonly Role[];
}

/** Returns the User-Agent without control characters, shortened for a list. */
const deviceOf = (userAgent: string | undefined) =>
  userAgent?.replace(/[^\x20-\x7e]/g, "").slice(0, DEVICE_CHARS_MAX) || null;

/** Starts, lists and ends sessions. refresh-tokens.service.ts refreshes them. */
export const sessionsService = ({ store, answers, access, clock }: Dependencies) => {
  /** Returns the tokens of a session. */
  const tokensOf = async (
    owner: Owner,
    sessionId: string,
    refreshToken: string,
  ): Promise<Tokens> => ({
    accessToken: await access.issue({ userId: owner.id, sessionId, roles: owner.roles }),
    refreshToken,
    expiresIn: ACCESS_TTL_SECONDS,
  });

  /** Requires an active session, because an access token outlives its session by minutes. */
  const requireActiveSession = async ({ userId, sessionId }: User) => {
    const activeSince = await store.activeSince(userId, sessionId, clock.now());
    if (activeSince === undefined) throw new AppError("unauthenticated");
  };

  return {
    /** @throws 401 `unauthenticated` when the actor's session has ended */
    requireActiveSession,

    tokensOf,

    /** Returns the current state of a session and its account. */
    sessionState: (userId: string, sessionId: string): Promise<SessionState> =>
      store.sessionState(userId, sessionId, clock.now()),

    /** Returns the row and the tokens of a new session. */
    async prepare(owner: Owner, userAgent: string | undefined) {
      const nowMs = clock.now();
      const refreshToken = toBase64Url(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)));
      const session: NewSession = {
        id: newId("session", nowMs),
        userId: owner.id,
        device: deviceOf(userAgent),
        tokenHash: await sha256Hex(refreshToken),
        nowMs,
        expiresAt: nowMs + lifetimeOf(owner.roles).absoluteMs,
      };
      return { session, tokens: await tokensOf(owner, session.id, refreshToken) };
    },

    /** Returns a page of the actor's active sessions, newest first. */
    async list(
      { userId, sessionId, roles }: User,
      { limit, cursor }: PageRequest,
    ): Promise<Page<SessionView>> {
      const before = decodeCursor(cursor, Cursor);
      const { idleMs } = lifetimeOf(roles);
      const rows = await store.list({ userId, limit, before, nowMs: clock.now(), idleMs });
      return pageOf(rows, limit, (row) => [row.createdAt, row.id], view(sessionId));
    },

    /**
     * Ends a session of the actor's account.
     * @throws 401 when the actor's session has ended; 404 for a session that has ended or belongs to
     * another account
     */
    revoke: (actor: User, id: string, request: KeyedRequest | undefined) =>
      answers.onceWhileActive(actor, request, async (toStored) => {
        await requireActiveSession(actor);
        const outcome = await store.revoke(
          actor.userId,
          id,
          clock.now(),
          await toStored(NO_CONTENT),
        );
        requireCommitted(outcome, { session_not_found: "not_found" });
        return NO_CONTENT;
      }),

    /** Ends all other sessions of the actor's account. @throws 401 when the actor's session has ended */
    revokeOthers: (actor: User, request: KeyedRequest | undefined) =>
      answers.onceWhileActive(actor, request, async (toStored) => {
        await requireActiveSession(actor);
        const { userId, sessionId } = actor;
        await store.revokeOthers(userId, sessionId, clock.now(), await toStored(NO_CONTENT));
        return NO_CONTENT;
      }),

    /**
     * Requires an active session with a recent sign-in.
     * @throws 401 `unauthenticated` when the session has ended; 401 `step_up_required`
     */
    async requireStepUp({ userId, sessionId }: Pick<User, "userId" | "sessionId">) {
      const nowMs = clock.now();
      const activeSince = await store.activeSince(userId, sessionId, nowMs);
      if (activeSince === undefined) throw new AppError("unauthenticated");
      requireRecentSignIn({ signedInAt: activeSince }, nowMs);
    },
  };
};
export type SessionsService = ReturnType<typeof sessionsService>;
