import type { Role } from "#kernel/actor";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

interface Lifetime {
  /** A session ends after this time without a refresh. */
  idleMs: number;
  /** A session ends this long after the sign-in in any case. */
  absoluteMs: number;
}

const SHOPPER: Lifetime = { idleMs: 14 * DAY_MS, absoluteMs: 60 * DAY_MS };
const ADMIN: Lifetime = { idleMs: 8 * HOUR_MS, absoluteMs: 12 * HOUR_MS };

/** Returns the lifetime of a session with these roles. */
export const lifetimeOf = (roles: readonly Role[]) => (roles.includes("admin") ? ADMIN : SHOPPER);

/** The age up to which a sign-in permits sensitive actions. */
export const STEP_UP_MS = 10 * 60 * 1000;

/** The longest time without use. Older tokens are invalid. */
export const IDLE_MAX_MS = SHOPPER.idleMs;

const MINUTE_MS = 60 * 1000;

/**
 * A used token that is presented again counts as a lost answer for a minute after its use, and for two
 * tokens of a session within a day. Anything beyond that is a copy (RFC 9700 §4.14.2). Several requests
 * at once with one token, as from the tabs of one browser, count as one repeat.
 */
export const REPEATS = { windowMs: MINUTE_MS, max: 2, perMs: DAY_MS };

/** A presented refresh token with its session and its successor. */
export interface Lineage {
  sessionId: string;
  roles: readonly Role[];
  usedAt: number | null;
  /** When the used token was first presented again, or null. */
  repeatedAt: number | null;
  /** Tokens of the session that were presented again within `REPEATS.perMs`, this one included. */
  repeats: number;
  /** Null if the token has no successor yet. */
  successor: { usedAt: number | null } | null;
  session: {
    lastUsedAt: number;
    expiresAt: number;
    /** Null while the session has not been ended. */
    endReason: string | null;
  };
}

/**
 * - `rotate`: the token is unused and gets a successor.
 * - `repeat`: its successor is unused, so the answer was lost and is returned again; see `REPEATS`.
 * - `reused`: two parties hold this token, so it was stolen and the session ends.
 * - `invalid`: the token is unknown, or its session has ended.
 */
export type Verdict = "rotate" | "repeat" | "reused" | "invalid";

/** Judges a presented token. */
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
