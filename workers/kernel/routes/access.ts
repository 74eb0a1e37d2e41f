import type { MiddlewareHandler } from "hono";
import { z } from "zod";
import { type Actor, requireRole, requireUser } from "#kernel/actor";
import type { AppEnv } from "#kernel/routes/app";
import type { RateClass } from "#kernel/routes/rate-classes";

/** Access levels of routes. Ownership is checked by the route's service. */
const LEVELS = {
  /** No restriction. */
  public: () => undefined,
  /** Requires the id of the cart, which cannot be guessed, and its account if it has one. */
  cart: () => undefined,
  /** Requires the owner of the order, staff, or the access token that placing it returned. */
  order: () => undefined,
  /** Requires a signed-in user, for their own data. */
  user: requireUser,
  /** Requires an active session. The route's service checks it, because the access token may be stale. */
  session: requireUser,
  staff: (actor: Actor) => requireRole(actor, "staff"),
  admin: (actor: Actor) => requireRole(actor, "admin"),
  /** Requires the signature of a payment provider or the queue over the body. */
  signed: () => undefined,
} as const satisfies Record<string, (actor: Actor) => unknown>;
/** The name of an access level. */
export type Access = keyof typeof LEVELS;

/** The definition of a route besides its path. */
interface Annotation {
  access?: Access;
  rate?: RateClass;
  body?: z.ZodType;
  query?: z.ZodType;
}

/** Written while routes are defined, and read by `describeRoutes`. */
const annotations = new WeakMap<object, Annotation>();

/** Annotates a middleware with what it defines of its route. */
export const annotate = <Handler extends object>(handler: Handler, noted: Annotation): Handler => {
  annotations.set(handler, noted);
  return handler;
};

/**
 * Restricts a route to an access level and names its rate class. It is the first middleware of every route.
 * @throws 401 `unauthenticated`, 403 `forbidden`
 */
export const access = (level: Access, rate: RateClass): MiddlewareHandler<AppEnv> => {
  const guard: MiddlewareHandler<AppEnv> = async (c, next) => {
    LEVELS[level](c.var.actor);
    await next();
  };
  return annotate(guard, { access: level, rate });
};

/** The description of a route; `body` and `query` are JSON Schema. */
export interface RouteDescription {
  method: string;
  path: string;
  /** Missing if the route does not state it; a test fails for such a route. */
  access?: Access;
  /** Missing if the route does not state it; see `RATE_CLASSES`. */
  rate?: RateClass;
  body?: object;
  query?: object;
}

interface DefinedRoute {
  method: string;
  path: string;
  handler: object;
}

const schemaOf = (schema: z.ZodType): object =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });

const described = ({ method, path }: DefinedRoute, parts: readonly Annotation[]) => {
  const { access: level, rate, body, query } = Object.assign({}, ...parts) as Annotation;
  return {
    method,
    path,
    ...(level ? { access: level } : {}),
    ...(rate ? { rate } : {}),
    ...(body ? { body: schemaOf(body) } : {}),
    ...(query ? { query: schemaOf(query) } : {}),
  };
};

/** Returns the routes of an app, each once: Hono lists a route once per middleware. */
export const describeRoutes = (routes: readonly DefinedRoute[]): RouteDescription[] => {
  const known = routes.filter(({ method, path }) => method !== "ALL" && path !== "/*");
  const byName = Map.groupBy(known, ({ method, path }) => `${method} ${path}`);
  return [...byName.values()].flatMap((same) => {
    const [first] = same;
    const parts = same.flatMap(({ handler }) => annotations.get(handler) ?? []);
    return first ? [described(first, parts)] : [];
  });
};
