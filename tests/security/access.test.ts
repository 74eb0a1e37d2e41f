import { expect, test } from "bun:test";
import { routeOf, scopeOf } from "#workers/gateway/requests/prefixes.rules";
import { routeDefinitions } from "./definitions";

const definitions = await routeDefinitions();

test("finds routes", () => expect(definitions.length).toBeGreaterThan(40));

test("requires an access level of every route", () => {
  const silent = definitions.filter(({ access }) => access === undefined);
  expect(silent.map(({ name }) => name)).toEqual([]);
});

test("reaches every Worker's route through the gateway, which treats staff routes as such", () => {
  const behind = definitions.filter(({ worker }) => worker !== "gateway");
  const wrong = behind.filter(({ worker, path, access }) => {
    const route = routeOf(path);
    const isStaffs = access === "staff" || access === "admin";
    return route?.to !== worker.toUpperCase() || (route.staff ?? false) !== isStaffs;
  });
  expect(wrong.map(({ name }) => name)).toEqual([]);
});

test("names the scope of every staff route in the gateway, so that it refuses other API keys itself", () => {
  const wrong = definitions.filter(({ path, scope, method }) => {
    const route = routeOf(path);
    return (route?.staff || route?.staffToo) && (scopeOf(route, method) ?? null) !== scope;
  });
  expect(wrong.map(({ name }) => name)).toEqual([]);
});

test("checks every body against a schema that refuses unknown fields", () => {
  const open = definitions.filter(({ body }) => {
    const schema = body as { additionalProperties?: unknown; anyOf?: unknown } | undefined;
    return schema && schema.additionalProperties !== false && !schema.anyOf;
  });
  expect(open.map(({ name }) => name)).toEqual([]);
});
