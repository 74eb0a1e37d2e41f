import { z } from "zod";
import { ACCESS_TTL_SECONDS, type SessionView, type Standing, type Tokens } from "#contract/users";
import type { Role, User } from "#kernel/actor";
import type { Clock } from "#kernel/clock";
import { sha256Hex, toBase64Url } from "#kernel/encoding";
import { AppError } from "#kernel/errors";
import type { KeyedRequest } from "#kernel/idempotency";
import { Id, newId } from "#kernel/ids";
import { decodeCursor, type Page, pageOf } from "#kernel/page";
import { NO_CONTENT } from "#users/replay/answer.rules";
import { requireCommitted } from "#users/replay/refusals.rules";
import type { AnswersService } from "#users/replay/stored-answers.service";
import type { AccessTokens } from "./access-tokens.service";
import { lifetimeOf, STEP_UP_MS } from "./rotation.rules";
import type { NewSession, SessionRow, SessionsStore } from "./sessions.store";

const TOKEN_BYTES = 32;
const DEVICE_CHARS_MAX = 200;

interface Tools {
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

/** What a request tells of the device it comes from, fit to be shown in a list. */
const deviceOf = (userAgent: string | undefined) =>
  userAgent?.replace(/[^\x20-\x7e]/g, "").slice(0, DEVICE_CHARS_MAX) || null;

/** Sessions: they begin at a sign-in, and their owners see and end them. refresh-tokens.service.ts has how they go on. */
export const sessionsService = ({ store, answers, access, clock }: Tools) => {
  /** What a session is carried by, as its owner is given it. */
  const tokensOf = async (
    owner: Owner,
    sessionId: string,
    refreshToken: string,
  ): Promise<Tokens> => ({
    accessToken: await access.issue({ userId: owner.id, sessionId, roles: owner.roles }),
    refreshToken,
    expiresIn: ACCESS_TTL_SECONDS,
  });

  /** An access token outlives its session by minutes; it must not end others in them. */
  const demandLive = async ({ userId, sessionId }: User) => {
    const beganAt = await store.beganAt(userId, sessionId, clock.now());
    if (beganAt === undefined) throw new AppError("unauthenticated");
  };

  return {
    tokensOf,

    /** How a session of this user stands right now. */
    standing: (userId: string, sessionId: string): Promise<Standing> =>
      store.standing(userId, sessionId, clock.now()),

    /** A session that is about to begin: its rows, and what its owner is given. */
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

    /** One's own sessions that go on, the last begun first. */
    async list(
      { userId, sessionId, roles }: User,
      { limit, cursor }: { limit: number; cursor?: string | undefined },
    ): Promise<Page<SessionView>> {
      const before = decodeCursor(cursor, Cursor);
      const { idleMs } = lifetimeOf(roles);
      const rows = await store.list({ userId, limit, before, nowMs: clock.now(), idleMs });
      return pageOf(rows, limit, (row) => [row.createdAt, row.id], view(sessionId));
    },

    /** @throws 401 when one's own has ended; 404 for a session that is over or somebody else's */
    revoke: (actor: User, id: string, request: KeyedRequest | undefined) =>
      answers.onceWhileLive(actor, request, async (keep) => {
        await demandLive(actor);
        const outcome = await store.revoke(actor.userId, id, clock.now(), await keep(NO_CONTENT));
        requireCommitted(outcome, { session_not_found: "not_found" });
        return NO_CONTENT;
      }),

    /** Signs out everywhere else. @throws 401 when one's own session has ended */
    revokeOthers: (actor: User, request: KeyedRequest | undefined) =>
      answers.onceWhileLive(actor, request, async (keep) => {
        await demandLive(actor);
        const { userId, sessionId } = actor;
        await store.revokeOthers(userId, sessionId, clock.now(), await keep(NO_CONTENT));
        return NO_CONTENT;
      }),

    /**
     * Whoever asks has signed in lately, with the second step: a token that was stolen, or a screen left
     * alone, makes no admins.
     * @throws 401 `unauthenticated` when the session has ended; 401 `step_up_required`
     */
    async demandRecent({ userId, sessionId }: Pick<User, "userId" | "sessionId">) {
      const nowMs = clock.now();
      const beganAt = await store.beganAt(userId, sessionId, nowMs);
      if (beganAt === undefined) throw new AppError("unauthenticated");
      if (nowMs - beganAt > STEP_UP_MS) throw new AppError("step_up_required");
    },
  };
};
export type SessionsService = ReturnType<typeof sessionsService>;
