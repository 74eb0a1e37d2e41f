import type { MiddlewareHandler } from "hono";
import { z } from "zod";
import { type Actor, requireRole, requireUser } from "#kernel/actor";
import type { AppEnv } from "#kernel/app";
import type { RateClass } from "#kernel/rate-classes";

/** Who a route is for. What a level cannot tell by itself, the route's service asks: whose it is. */
const LEVELS = {
  /** Anybody. */
  public: () => undefined,
  /** Whoever knows the cart's id, which nobody guesses; but no other account than the one it belongs to. */
  cart: () => undefined,
  /** The order's owner, staff, or whoever has the access token that its creation returned. */
  order: () => undefined,
  /** Somebody signed in, for what is theirs. */
  user: requireUser,
  /** Somebody whose session goes on at this moment, which the route's service asks about: a token alone may be minutes older. */
  session: requireUser,
  staff: (actor: Actor) => requireRole(actor, "staff"),
  admin: (actor: Actor) => requireRole(actor, "admin"),
  /** A payment provider or the queue, by the signature of its body. */
  signed: () => undefined,
} as const satisfies Record<string, (actor: Actor) => unknown>;
/** The name of such a level. */
export type Access = keyof typeof LEVELS;

/** What is known of a route besides its path. */
interface Annotation {
  access?: Access;
  rate?: RateClass;
  body?: z.ZodType;
  query?: z.ZodType;
}

/** Written while routes are defined and only read afterwards, by `describeRoutes`. */
const annotations = new WeakMap<object, Annotation>();

/** Notes on a middleware what it says about its route. */
export const annotate = <Handler extends object>(handler: Handler, noted: Annotation): Handler => {
  annotations.set(handler, noted);
  return handler;
};

/**
 * Goes first in every route, lets in only those the route is for, and names the route's rate class.
 * @throws 401 `unauthenticated`, 403 `forbidden`
 */
export const access = (level: Access, rate: RateClass): MiddlewareHandler<AppEnv> => {
  const guard: MiddlewareHandler<AppEnv> = async (c, next) => {
    LEVELS[level](c.var.actor);
    await next();
  };
  return annotate(guard, { access: level, rate });
};

/** A route as its definition has it; `body` and `query` are JSON Schema. */
export interface RouteDescription {
  method: string;
  path: string;
  /** Missing where the route forgot to say: a build with such a route fails. */
  access?: Access;
  /** Missing where the route does not say; see `RATE_CLASSES`. */
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

/** The routes of an app, each once: Hono lists a route again for every middleware in front of it. */
export const describeRoutes = (routes: readonly DefinedRoute[]): RouteDescription[] => {
  const known = routes.filter(({ method, path }) => method !== "ALL" && path !== "/*");
  const byName = Map.groupBy(known, ({ method, path }) => `${method} ${path}`);
  return [...byName.values()].flatMap((same) => {
    const [first] = same;
    const parts = same.flatMap(({ handler }) => annotations.get(handler) ?? []);
    return first ? [described(first, parts)] : [];
  });
};
