import type { Context, Env, Hono, MiddlewareHandler } from "hono";
import * as z from "zod";
import { access } from "#kernel/routes/access";
import type { AppEnv } from "#kernel/routes/app";
import { isRawBody, type RouteDefinition } from "#kernel/routes/definition";
import { body, json, noBody, query, whereGiven } from "#kernel/routes/validate";
import { nameRoute } from "#kernel/sight/operations";

type Checked<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** The context of a route's handler: path parameters, and body and query as the definition's schemas return them. */
type RouteContext<E extends Env, Definition extends RouteDefinition> = Context<
  E,
  Definition["path"],
  {
    in: { json: unknown; query: unknown };
    out: { json: Checked<Definition["body"]>; query: Checked<Definition["query"]> };
  }
>;

type RouteHandler<E extends Env, Definition extends RouteDefinition> = (
  c: RouteContext<E, Definition>,
) => Response | Promise<Response>;

const rejectParameters = query(z.strictObject({}));

/** Answers 400 to a request with query parameters, for a route that defines none. */
const noQuery: MiddlewareHandler = (c, next) =>
  c.req.raw.url.includes("?") ? rejectParameters(c, next) : next();

/**
 * Returns the middlewares that validate a body; none where the handler reads the body, or where a method other
 * than POST takes none.
 */
const bodyChecks = ({ method, body: schema }: RouteDefinition): MiddlewareHandler[] => {
  if (schema === null) return method === "POST" ? [noBody] : [];
  if (isRawBody(schema)) return [];
  return schema instanceof z.ZodOptional
    ? [whereGiven(json), whereGiven(body(schema.unwrap() as z.ZodType))]
    : [json, body(schema)];
};

/**
 * Middleware that runs before validation, such as the gateway's authentication. Its guard replaces the
 * route's `access`.
 */
interface Before<E extends Env> {
  guard?: MiddlewareHandler<E>;
  first?: readonly MiddlewareHandler<E>[];
}

/**
 * Adds a route to an app. The route checks access, query and body by the definition, then calls the handler,
 * which reads query and body with `c.req.valid`.
 */
export const route = <E extends AppEnv, const Definition extends RouteDefinition>(
  app: Hono<E>,
  definition: Definition,
  handler: RouteHandler<E, Definition>,
  { guard, first = [] }: Before<E> = {},
) => {
  const { method, path } = definition;
  const named: MiddlewareHandler = (_, next) => {
    nameRoute(path);
    return next();
  };
  const checks = [
    named,
    ...first,
    guard ?? access(definition),
    definition.query ? query(definition.query) : noQuery,
    ...bodyChecks(definition),
  ] as MiddlewareHandler[];
  app.on(method, [path], ...checks, handler as unknown as MiddlewareHandler);
};

/** The name of a route, for the list of services. */
export interface RouteName {
  method: string;
  path: string;
}

/** Returns the routes of an app without duplicates: Hono lists a route once per middleware. */
export const routeNames = (routes: readonly RouteName[]): RouteName[] => {
  const own = routes.filter(({ method, path }) => method !== "ALL" && path !== "/*");
  const byName = new Map(own.map(({ method, path }) => [`${method} ${path}`, { method, path }]));
  return [...byName.values()];
};
