import { z } from "zod";
import { routeDefinitions as servedRoutes } from "#api/definitions";
import { isRawBody, type RouteDefinition } from "#kernel/routes/definition";

/** A route with its schemas as JSON Schema. */
export interface Definition
  extends Pick<RouteDefinition, "method" | "path" | "access" | "scope" | "rate" | "tag"> {
  /** The Worker's folder. */
  worker: string;
  /** Method and path, the name in tests. */
  name: string;
  body?: object;
  /** Whether the body is a file, which the handler reads as bytes. */
  takesFile: boolean;
  query?: object;
}

/** Returns the JSON Schema of a body or query. One with a name is a reference at its root, which is followed. */
const jsonSchema = (schema: z.ZodType): object => {
  const root = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const name = root.$ref?.split("/").at(-1);
  return (name === undefined ? undefined : root.$defs?.[name]) ?? root;
};

/** Returns every route of every Worker, so that security tests cover a new route at once. */
export const routeDefinitions = async (): Promise<Definition[]> => {
  const routes = await servedRoutes();
  return routes.map(({ worker, method, path, access, scope = null, rate, tag, body, query }) => ({
    worker,
    name: `${method} ${path}`,
    method,
    path,
    access,
    scope,
    rate,
    tag,
    takesFile: body !== null && isRawBody(body),
    ...(body && !isRawBody(body) ? { body: jsonSchema(body) } : {}),
    ...(query ? { query: jsonSchema(query) } : {}),
  }));
};
