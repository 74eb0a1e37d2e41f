import { describe, expect, test } from "bun:test";
import type { ZodType } from "zod";
import { codeOf, isRawBody, isSchema, type RouteDefinition } from "#kernel/routes/definition";
import { routeDefinitions } from "./definitions";
import { LINKED } from "./links";
import { paramNames } from "./operation";

const routes = (await routeDefinitions()).map((route) => ({
  ...route,
  name: `${route.method} ${route.path}`,
}));

const duplicatesIn = (names: readonly string[]) =>
  names.filter((name, index) => names.indexOf(name) !== index);

const firstAnswer = ({ answers }: RouteDefinition) => Object.values(answers)[0];

describe("route definitions", () => {
  test("name each route and each operation once", () => {
    expect(duplicatesIn(routes.map(({ name }) => name))).toEqual([]);
    expect(duplicatesIn(routes.map(({ operation }) => operation))).toEqual([]);
  });

  test("include each operation that a link of the document names", () => {
    const operations: string[] = routes.map(({ operation }) => operation);
    expect(LINKED.filter((operation) => !operations.includes(operation))).toEqual([]);
  });

  test.each(routes)("$name lists no problem twice", ({ problems }) => {
    expect(duplicatesIn(problems.map(codeOf))).toEqual([]);
  });

  test.each(routes)("$name has an example whose answer fits its schema", (route) => {
    const answer = firstAnswer(route);
    expect(answer).toBeDefined();
    if (!answer || !isSchema(answer)) return;
    expect(answer.safeParse(route.example.answer).error?.issues ?? []).toEqual([]);
  });

  const withBody = routes.filter(({ body }) => body !== null && !isRawBody(body));

  test.each(withBody)("$name has an example whose body fits its schema", ({ body, example }) => {
    const parsed = (body as ZodType).safeParse(example.body);
    expect(parsed.error?.issues ?? []).toEqual([]);
  });

  const withQuery = routes.filter(({ query }) => query !== null);

  test.each(withQuery)("$name has an example whose query fits its schema", ({ query, example }) => {
    expect(query?.safeParse(example.query ?? {}).error?.issues ?? []).toEqual([]);
  });

  test.each(routes)("$name has an example for each of its path parameters", ({ path, example }) => {
    expect(Object.keys(example.params ?? {}).toSorted()).toEqual(paramNames(path).toSorted());
  });
});
