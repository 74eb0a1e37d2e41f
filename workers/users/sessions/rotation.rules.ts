import type { Role } from "#kernel/actor";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

interface Lifetime {
  /** How long a session lasts without a refresh. */
  idleMs: number;
  /** How long a session lasts after the sign-in in any case. */
  absoluteMs: number;
}

const SHOPPER: Lifetime = { idleMs: 14 * DAY_MS, absoluteMs: 60 * DAY_MS };
const ADMIN: Lifetime = { idleMs: 8 * HOUR_MS, absoluteMs: 12 * HOUR_MS };

/** Returns the lifetime of a session with these roles. */
export const lifetimeOf = (roles: readonly Role[]) => (roles.includes("admin") ? ADMIN : SHOPPER);

/** The longest time without use for any role. Older refresh tokens are invalid. */
export const IDLE_MAX_MS = SHOPPER.idleMs;

const MINUTE_MS = 60 * 1000;

/**
 * Limits of repeats. A used token that is sent again within a minute of its use counts as a repeat after a
 * lost answer, for up to two tokens of a session within a day. Beyond these limits the token counts as
 * copied (RFC 9700 §4.14.2). Several requests at once with one token, as from the tabs of one browser,
 * count as one repeat.
 */
export const REPEATS = { windowMs: MINUTE_MS, max: 2, perMs: DAY_MS };

/** A refresh token that a client has sent, with its session and its successor. */
export interface Lineage {
  sessionId: string;
  roles: readonly Role[];
  usedAt: number | null;
  /** When the used token was first sent again, or null. */
  repeatedAt: number | null;
  /** The number of the session's tokens that were sent again within `REPEATS.perMs`, with this one. */
  repeats: number;
  /** The successor of the token; null if there is none yet. */
  successor: { usedAt: number | null } | null;
  session: {
    lastUsedAt: number;
    expiresAt: number;
    /** Why the session was ended; null if it was not. */
    endReason: string | null;
  };
}

/**
 * - `rotate`: the token is unused and gets a successor.
 * - `repeat`: the token's successor is unused, so the answer was lost and is returned again; see `REPEATS`.
 * - `reused`: two parties have this token, so it was stolen and the session ends.
 * - `invalid`: the token is unknown, or its session has ended.
 */
export type Verdict = "rotate" | "repeat" | "reused" | "invalid";

/** Returns how a refresh token that a client has sent is handled. */
export const judge = (lineage: Lineage | undefined, nowMs: number): Verdict => {
  if (!lineage) return "invalid";
  const { session, successor, usedAt, roles } = lineage;
  if (session.endReason === "refresh_reused") return "reused";
  const idleUntil = session.lastUsedAt + lifetimeOf(roles).idleMs;
  if (session.endReason !== null || nowMs >= Math.min(session.expiresAt, idleUntil)) {
    return "invalid";
  }
  if (usedAt === null) return "rotate";
  const unused = successor !== null && successor.usedAt === null;
  const isRepeatAllowed = lineage.repeatedAt !== null || lineage.repeats < REPEATS.max;
  return unused && isRepeatAllowed && nowMs < usedAt + REPEATS.windowMs ? "repeat" : "reused";
};
