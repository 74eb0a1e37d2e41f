import { STATUS_CODES } from "node:http";
import { z } from "zod";
import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from "zod-openapi";
import type { ProblemCode } from "#kernel/errors";
import { type AnswerSchema, isSchema, type RouteDefinition } from "#kernel/routes/definition";
import { RESPONSE_HEADERS } from "./headers";
import { linksOf } from "./links";
import { codesByStatus, type ProblemSchema, pascalCase } from "./problems";

/** A conditional read answers 304 while its ETag is current. */
const isConditional = ({ method, answers: { 200: answer } }: RouteDefinition) =>
  method === "GET" &&
  answer !== undefined &&
  (isSchema(answer) || ("contentTypes" in answer && answer.isConditional === true));

/** Returns every status that a route can answer. */
export const statusesOf = (route: RouteDefinition): number[] => [
  ...Object.keys(route.answers).map(Number),
  ...(isConditional(route) ? [304] : []),
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
  if ("contentTypes" in answer) {
    const text = { schema: { type: "string" as const } };
    return { content: Object.fromEntries(answer.contentTypes.map((type) => [type, text])) };
  }
  return {};
};

const successesOf = (route: RouteDefinition): ZodOpenApiResponsesObject => {
  const entries = Object.entries(route.answers).map(([status, answer], index) => [
    status,
    {
      description: isSchema(answer) ? (STATUS_CODES[status] ?? status) : answer.description,
      headers: headersAt(Number(status), route),
      ...(index === 0 ? { links: linksOf(route) } : {}),
      ...contentOf(answer, index === 0 ? route.example.answer : undefined),
    },
  ]);
  const notModified = { description: "Not Modified", headers: headersAt(304, route) };
  return {
    ...Object.fromEntries(entries),
    ...(isConditional(route) ? { "304": notModified } : {}),
  };
};

type ProblemSchemas = ReadonlyMap<ProblemCode, ProblemSchema>;
export type ProblemResponses = (
  status: number,
  codes: readonly ProblemCode[],
) => ZodOpenApiResponseObject;

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
export const responsesOf = (route: RouteDefinition, failures: ProblemResponses) => {
  const answers: ZodOpenApiResponsesObject = { ...failuresOf(route, failures) };
  for (const [status, answer] of Object.entries(successesOf(route))) {
    const { content = {} } = (answers[status as "200"] ?? {}) as ZodOpenApiResponseObject;
    const own = answer as ZodOpenApiResponseObject;
    answers[status as "200"] = { ...own, content: { ...content, ...own.content } };
  }
  return answers;
};
