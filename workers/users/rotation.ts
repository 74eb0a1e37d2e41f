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

/** How long a used token still gets its successor again, for whoever lost the answer. */
export const REPEAT_MS = HOUR_MS;

/** A presented refresh token with its session and its successor. */
export interface Lineage {
  sessionId: string;
  roles: readonly Role[];
  usedAt: number | null;
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
 * - `repeat`: its successor was made and never used: the answer was lost, so it is given again.
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
  const lost = successor !== null && successor.usedAt === null && nowMs < usedAt + REPEAT_MS;
  return lost ? "repeat" : "reused";
};
