import { AppError } from "#kernel/errors";

export const ROLES = ["customer", "staff", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** Who is asking, proved by the gateway once per request. */
export type Actor =
  | { kind: "guest" }
  | { kind: "user"; userId: string; sessionId: string; roles: Role[] };
export type User = Extract<Actor, { kind: "user" }>;

/** The header by which the gateway tells a Worker who asks. It strips every one that comes from outside. */
export const ACTOR_HEADER = "x-bodega-actor";
export const GUEST: Actor = { kind: "guest" };

export const actorOf = (headers: Headers): Actor => {
  const sealed = headers.get(ACTOR_HEADER);
  return sealed ? (JSON.parse(sealed) as Actor) : GUEST;
};

/** The signed-in user, or 401. */
export const requireUser = (actor: Actor): User => {
  if (actor.kind !== "user") throw new AppError("unauthenticated");
  return actor;
};

export const hasRole = (actor: Actor, role: Role) =>
  actor.kind === "user" && (actor.roles.includes(role) || actor.roles.includes("admin"));

/** A user with the role (an admin has them all): 401 without a user, 403 without the role. */
export const requireRole = (actor: Actor, role: Role): User => {
  const user = requireUser(actor);
  if (!hasRole(user, role)) throw new AppError("forbidden");
  return user;
};
