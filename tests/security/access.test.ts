import { expect, test } from "bun:test";
import { routeOf } from "#workers/gateway/prefixes.rules";
import { routeDefinitions } from "./definitions";

const definitions = await routeDefinitions();

test("there are routes to look at", () => expect(definitions.length).toBeGreaterThan(40));

test("every route says whom it is for", () => {
  const silent = definitions.filter(({ access }) => access === undefined);
  expect(silent.map(({ name }) => name)).toEqual([]);
});

test("every Worker's route is reached through the gateway, which knows that staff routes are for staff", () => {
  const behind = definitions.filter(({ worker }) => worker !== "Gateway");
  const wrong = behind.filter(({ worker, path, access }) => {
    const route = routeOf(path);
    const isStaffs = access === "staff" || access === "admin";
    return route?.to !== worker.toUpperCase() || (route.staff ?? false) !== isStaffs;
  });
  expect(wrong.map(({ name }) => name)).toEqual([]);
});

test("a body is always checked against a schema that refuses what it does not know", () => {
  const open = definitions.filter(({ body }) => {
    const schema = body as { additionalProperties?: unknown; anyOf?: unknown } | undefined;
    return schema && schema.additionalProperties !== false && !schema.anyOf;
  });
  expect(open.map(({ name }) => name)).toEqual([]);
});
