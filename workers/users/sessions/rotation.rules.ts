import type { Role } from "#kernel/actor";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

interface Lifetime {
  /** Without a refresh for so long, a session is over. */
  idleMs: number;
  /** So long after the sign-in it is over in any case. */
  absoluteMs: number;
}

const SHOPPER: Lifetime = { idleMs: 14 * DAY_MS, absoluteMs: 60 * DAY_MS };
const ADMIN: Lifetime = { idleMs: 8 * HOUR_MS, absoluteMs: 12 * HOUR_MS };

/** How long a session of somebody with these roles lives. */
export const lifetimeOf = (roles: readonly Role[]) => (roles.includes("admin") ? ADMIN : SHOPPER);

/** What admins do to people, and an erasure without the password, asks for a sign-in that is no longer ago. */
export const STEP_UP_MS = 10 * 60 * 1000;

/** The longest that a session can lie unused; a token older than that means nothing any more. */
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
  /** When it was first presented again after its use; null while it was not. */
  repeatedAt: number | null;
  /** How many tokens of its session were presented again within `REPEATS.perMs`, this one included. */
  repeats: number;
  /** Null where the token has none yet. */
  successor: { usedAt: number | null } | null;
  session: {
    lastUsedAt: number;
    expiresAt: number;
    /** Null while it goes on. */
    endReason: string | null;
  };
}

/**
 * - `rotate`: the live token; it gets a successor.
 * - `repeat`: its successor was made and never used: the answer was lost, so it is given again; see
 *   `REPEATS`.
 * - `reused`: two hold this token, and one of them stole it: the session ends.
 * - `invalid`: unknown, or its session is over.
 */
export type Verdict = "rotate" | "repeat" | "reused" | "invalid";

/** What is to be done about a presented token. */
export const judge = (found: Lineage | undefined, nowMs: number): Verdict => {
  if (!found) return "invalid";
  const { session, successor, usedAt, roles } = found;
  if (session.endReason === "refresh_reused") return "reused";
  const idleUntil = session.lastUsedAt + lifetimeOf(roles).idleMs;
  if (session.endReason !== null || nowMs >= Math.min(session.expiresAt, idleUntil)) {
    return "invalid";
  }
  if (usedAt === null) return "rotate";
  const unused = successor !== null && successor.usedAt === null;
  const known = found.repeatedAt !== null || found.repeats < REPEATS.max;
  return unused && known && nowMs < usedAt + REPEATS.windowMs ? "repeat" : "reused";
};
