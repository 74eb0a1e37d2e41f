import { z } from "zod";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import type { Access } from "#kernel/routes/access";
import {
  isRawBody,
  problemsOf,
  type RouteDefinition,
  takesApiKey,
} from "#kernel/routes/definition";
import { RATE_CLASSES } from "#kernel/routes/rate-classes";
import { REQUEST_HEADERS } from "./headers";
import { type ProblemResponses, responsesOf } from "./responses";

/** The path as OpenAPI writes it: `/v1/orders/{id}`. */
export const pathOf = ({ path }: RouteDefinition) => path.replaceAll(/:(\w+)/g, "{$1}");

/** Returns the names of the parameters in a path. */
export const paramNames = (path: string) =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => name as string);

const OPTIONAL_TOKEN = [{}, { accessToken: [] }];
const TOKEN = [{ accessToken: [] }];
const API_KEY = { apiKey: [] };

/** The security requirements of each access level. */
const SECURITY: Record<Access, Record<string, string[]>[]> = {
  public: [],
  cart: OPTIONAL_TOKEN,
  order: OPTIONAL_TOKEN,
  user: TOKEN,
  session: TOKEN,
  staff: TOKEN,
  admin: TOKEN,
  signed: [{ signature: [] }],
};

/** Returns the alternatives by which a caller may identify itself; an empty one for a guest. */
const securityOf = (route: RouteDefinition) => {
  const own = SECURITY[route.access];
  if (!takesApiKey(route)) return own;
  return own.length === 0 ? [{}, API_KEY] : [...own, API_KEY];
};

const requestHeaders = (route: RouteDefinition) => {
  const { method, idempotency } = route;
  const codes = problemsOf(route);
  return [
    ...(idempotency === "key" ? [REQUEST_HEADERS.key] : []),
    ...(idempotency === "keyRequired" ? [{ ...REQUEST_HEADERS.key, required: true }] : []),
    ...(codes.includes("precondition_failed") ? [REQUEST_HEADERS.ifMatch] : []),
    ...(method === "GET" ? [REQUEST_HEADERS.ifNoneMatch] : []),
    ...(route.headers?.includes("Content-Language") ? [REQUEST_HEADERS.language] : []),
    ...(codes.includes("human_check_required") ? [REQUEST_HEADERS.human] : []),
  ].map(({ name, description, ...rest }) => {
    const { required = false, ...bounds } = { required: false, ...rest };
    return {
      name,
      in: "header",
      description,
      required,
      schema: { type: "string", ...bounds },
    } as const;
  });
};

const parametersOf = (route: RouteDefinition) => {
  const examples: Readonly<Record<string, string>> = route.example.params ?? {};
  const inPath = paramNames(route.path).map((name) => ({
    name,
    in: "path" as const,
    required: true,
    schema: { type: "string" as const, minLength: 1 },
    example: examples[name],
  }));
  return [...inPath, ...requestHeaders(route)];
};

const bodyOf = ({ body, example }: RouteDefinition) => {
  if (body === null) return {};
  if (!isRawBody(body)) {
    const content = { "application/json": { schema: body, example: example.body } };
    return { requestBody: { required: !(body instanceof z.ZodOptional), content } };
  }
  const schema = { type: "string" as const, description: body.description };
  const content = Object.fromEntries(body.contentTypes.map((type) => [type, { schema }]));
  return { requestBody: { required: true, content } };
};

/** Returns the OpenAPI operation of a route. */
export const operationOf = (
  route: RouteDefinition,
  failures: ProblemResponses,
): ZodOpenApiOperationObject => {
  const { operation, summary, description, tag, query, queryDocument, access, rate, idempotency } =
    route;
  const documented = queryDocument ?? query;
  const isObject = documented instanceof z.ZodObject;
  return {
    operationId: operation,
    summary,
    ...(description ? { description } : {}),
    tags: [tag],
    security: securityOf(route),
    parameters: parametersOf(route),
    ...(isObject ? { requestParams: { query: documented } } : {}),
    ...bodyOf(route),
    responses: responsesOf(route, failures),
    "x-access": access,
    ...(route.scope ? { "x-scope": route.scope } : {}),
    "x-idempotency": idempotency,
    "x-rate-limit": { class: rate, ...RATE_CLASSES[rate] },
  };
};
