import type { Scope } from "#kernel/api-key";
import { AppError } from "#kernel/errors";

export const ROLES = ["customer", "staff", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** The authenticated identity of a request. The gateway verifies it once per request. */
export type Actor =
  | { kind: "guest" }
  | {
      kind: "user";
      userId: string;
      sessionId: string;
      roles: Role[];
      /** When the session began, in epoch milliseconds. Known on routes of staff. */
      signedInAt?: number | undefined;
    }
  /** A program with an API key. A public key has no scope. */
  | { kind: "key"; keyId: string; scopes: readonly Scope[] };
export type User = Extract<Actor, { kind: "user" }>;
export type ApiKeyActor = Extract<Actor, { kind: "key" }>;

/** The internal header that carries the actor. The gateway removes it from incoming requests. */
export const ACTOR_HEADER = "x-bodega-actor";
export const GUEST: Actor = { kind: "guest" };

export const actorOf = (headers: Headers): Actor => {
  const header = headers.get(ACTOR_HEADER);
  return header ? (JSON.parse(header) as Actor) : GUEST;
};

/** Returns the signed-in user. @throws 401 `unauthenticated` */
export const requireUser = (actor: Actor): User => {
  if (actor.kind !== "user") throw new AppError("unauthenticated");
  return actor;
};

/** The maximum age of a sign-in that suffices for a sensitive action. */
const STEP_UP_MS = 10 * 60 * 1000;

/**
 * Requires a sign-in within ten minutes, so that a stolen access token or an unattended screen does not suffice.
 * @throws 401 `step_up_required`
 */
export const requireRecentSignIn = ({ signedInAt }: Pick<User, "signedInAt">, nowMs: number) => {
  if (signedInAt === undefined || nowMs - signedInAt > STEP_UP_MS)
    throw new AppError("step_up_required");
};

/** Returns the id of the account; null for a guest and an API key. */
export const userIdOf = (actor: Actor): string | null =>
  actor.kind === "user" ? actor.userId : null;

/** Returns the id of the account or of the API key; null for a guest. */
export const principalOf = (actor: Actor): string | null => {
  if (actor.kind === "guest") return null;
  return actor.kind === "user" ? actor.userId : actor.keyId;
};

/** Returns the id of the account or of the API key. @throws 401 `unauthenticated` for a guest */
export const requirePrincipal = (actor: Actor): string => {
  const principal = principalOf(actor);
  if (principal === null) throw new AppError("unauthenticated");
  return principal;
};

export const hasScope = (actor: Actor, scope: Scope) =>
  actor.kind === "key" && actor.scopes.includes(scope);

export const hasRole = (actor: Actor, role: Role) =>
  actor.kind === "user" && (actor.roles.includes(role) || actor.roles.includes("admin"));

/**
 * Returns the signed-in user if they have the role; admins have every role.
 * @throws 401 `unauthenticated` if no user is signed in, 403 `forbidden` if the user lacks the role
 */
export const requireRole = (actor: Actor, role: Role): User => {
  const user = requireUser(actor);
  if (!hasRole(user, role)) throw new AppError("forbidden");
  return user;
};
