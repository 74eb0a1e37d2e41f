import { STATUS_CODES } from "node:http";
import { z } from "zod";
import type {
  ZodOpenApiOperationObject,
  ZodOpenApiResponseObject,
  ZodOpenApiResponsesObject,
} from "zod-openapi";
import type { ProblemCode } from "#kernel/errors";
import type { Access } from "#kernel/routes/access";
import {
  type AnswerSchema,
  isRawBody,
  isSchema,
  problemsOf,
  type RouteDefinition,
} from "#kernel/routes/definition";
import { RATE_CLASSES } from "#kernel/routes/rate-classes";
import { REQUEST_HEADERS, RESPONSE_HEADERS } from "./headers";
import { codesByStatus, type ProblemSchema, pascalCase } from "./problems";

/** The path as OpenAPI writes it: `/v1/orders/{id}`. */
export const pathOf = ({ path }: RouteDefinition) => path.replaceAll(/:(\w+)/g, "{$1}");

const paramNames = ({ path }: RouteDefinition) =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => name as string);

const OPTIONAL_TOKEN = [{}, { accessToken: [] }];
const TOKEN = [{ accessToken: [] }];

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

const requestHeaders = (route: RouteDefinition) => {
  const { method, idempotency } = route;
  const codes = problemsOf(route);
  return [
    ...(idempotency === "key" ? [REQUEST_HEADERS.key] : []),
    ...(idempotency === "keyRequired" ? [{ ...REQUEST_HEADERS.key, required: true }] : []),
    ...(codes.includes("precondition_failed") ? [REQUEST_HEADERS.ifMatch] : []),
    ...(method === "GET" ? [REQUEST_HEADERS.ifNoneMatch] : []),
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
  const inPath = paramNames(route).map((name) => ({
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

const readsJson = ({ method, answers }: RouteDefinition) =>
  method === "GET" && answers[200] !== undefined && isSchema(answers[200]);

/** Returns every status that a route can answer. */
export const statusesOf = (route: RouteDefinition): number[] => [
  ...Object.keys(route.answers).map(Number),
  ...(readsJson(route) ? [304] : []),
  ...codesByStatus(route).keys(),
];

const commonHeaders = (status: number) =>
  Object.entries(RESPONSE_HEADERS)
    .filter(([, { statuses }]) => !statuses || statuses.includes(status))
    .map(([name]) => name);

/** Returns the names of the documented headers that an answer of this status may have. */
export const headerNames = (status: number, { headers = [] }: RouteDefinition): string[] => [
  ...commonHeaders(status),
  ...(status < 400 ? headers : []),
];

const refsTo = (names: readonly string[]) =>
  Object.fromEntries(
    names.map((name) => [name, { $ref: `#/components/headers/${name}` } as const]),
  );

const headersAt = (status: number, route: RouteDefinition) => refsTo(headerNames(status, route));

const contentOf = (answer: AnswerSchema, example: unknown) => {
  if (isSchema(answer))
    return {
      content: {
        "application/json": { schema: answer, ...(example === undefined ? {} : { example }) },
      },
    };
  if ("contentType" in answer)
    return { content: { [answer.contentType]: { schema: { type: "string" as const } } } };
  return {};
};

const successesOf = (route: RouteDefinition): ZodOpenApiResponsesObject => {
  const entries = Object.entries(route.answers).map(([status, answer], index) => [
    status,
    {
      description: isSchema(answer) ? (STATUS_CODES[status] ?? status) : answer.description,
      headers: headersAt(Number(status), route),
      ...contentOf(answer, index === 0 ? route.example.answer : undefined),
    },
  ]);
  const notModified = { description: "Not Modified", headers: headersAt(304, route) };
  return { ...Object.fromEntries(entries), ...(readsJson(route) ? { "304": notModified } : {}) };
};

type ProblemSchemas = ReadonlyMap<ProblemCode, ProblemSchema>;
type ProblemResponses = (status: number, codes: readonly ProblemCode[]) => ZodOpenApiResponseObject;

const oneOf = (schemas: ProblemSchema[]) => {
  const [first, ...others] = schemas;
  return first && others.length > 0
    ? z.discriminatedUnion("code", [first, ...others])
    : (first ?? z.never());
};

/** Returns the same response for the same codes: it is one component, which keeps the document small. */
export const problemResponses = (schemas: ProblemSchemas): ProblemResponses => {
  const made = new Map<string, ZodOpenApiResponseObject>();
  const make = (id: string, status: number, codes: readonly ProblemCode[]) => {
    const schema = oneOf(codes.flatMap((code) => schemas.get(code) ?? []));
    const response: ZodOpenApiResponseObject = {
      id,
      description: STATUS_CODES[status] ?? String(status),
      headers: refsTo(commonHeaders(status)),
      content: { "application/problem+json": { schema } },
    };
    made.set(id, response);
    return response;
  };
  return (status, codes) => {
    const id = codes.map(pascalCase).join("Or");
    return made.get(id) ?? make(id, status, codes);
  };
};

const failuresOf = (
  route: RouteDefinition,
  responses: ProblemResponses,
): ZodOpenApiResponsesObject =>
  Object.fromEntries(
    [...codesByStatus(route)].map(([status, codes]) => [String(status), responses(status, codes)]),
  );

/** Returns the responses by their status. Monitors read a 503 of their own, beside the problems of that status. */
const responsesOf = (route: RouteDefinition, failures: ProblemResponses) => {
  const answers: ZodOpenApiResponsesObject = { ...failuresOf(route, failures) };
  for (const [status, answer] of Object.entries(successesOf(route))) {
    const { content = {} } = (answers[status as "200"] ?? {}) as ZodOpenApiResponseObject;
    const own = answer as ZodOpenApiResponseObject;
    answers[status as "200"] = { ...own, content: { ...content, ...own.content } };
  }
  return answers;
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
    security: SECURITY[access],
    parameters: parametersOf(route),
    ...(isObject ? { requestParams: { query: documented } } : {}),
    ...bodyOf(route),
    responses: responsesOf(route, failures),
    "x-access": access,
    "x-idempotency": idempotency,
    "x-rate-limit": { class: rate, ...RATE_CLASSES[rate] },
  };
};
