import { describe, expect, test } from "bun:test";
import * as z from "zod";
import { newApp } from "#kernel/routes/app";
import { defineRoute, problemsOf } from "#kernel/routes/definition";
import { route, routeNames } from "#kernel/routes/route";
import { as, userActor } from "#kernel/testing";

const makeThing = defineRoute({
  method: "POST",
  path: "/things/:id",
  operation: "makeThing",
  summary: "Make a thing",
  tag: "system",
  access: "staff",
  scope: null,
  rate: "staff",
  idempotency: "key",
  body: z.strictObject({ name: z.string() }),
  query: z.strictObject({ dry: z.enum(["true"]).optional() }),
  answers: { 201: z.strictObject({ id: z.string(), name: z.string() }) },
  problems: ["conflict"],
  example: { params: { id: "1" }, body: { name: "Lantern" }, answer: { id: "1", name: "Lantern" } },
});
const removeThing = defineRoute({
  ...makeThing,
  method: "DELETE",
  body: z.strictObject({ reason: z.string() }).optional(),
  query: null,
});
const touchThing = defineRoute({
  ...makeThing,
  path: "/things/:id/touch",
  body: null,
  query: null,
});

const app = newApp();
route(app, makeThing, (c) => {
  const { name } = c.req.valid("json");
  const { dry = "false" } = c.req.valid("query");
  return c.json({ id: c.req.param("id"), name, dry }, 201);
});
route(app, removeThing, (c) => c.json({ removed: true }));
route(app, touchThing, (c) => c.json({ touched: true }));

// biome-ignore lint/suspicious/noExplicitAny: each test reads a body of another shape.
type Json = any;

const ask = async (method: string, path: string, body?: unknown) => {
  const headers = { ...as(userActor("staff")), "content-type": "application/json" };
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const response = await app.fetch(new Request(`http://shop${path}`, init));
  return [response.status, (await response.json()) as Json] as const;
};

describe("a route", () => {
  test("passes path parameters, validated body and validated query to the handler", async () => {
    expect(await ask("POST", "/things/7?dry=true", { name: "Lantern" })).toEqual([
      201,
      { id: "7", name: "Lantern", dry: "true" },
    ]);
  });

  test.each([
    ["an unknown member of the body", "/things/7", { name: "Lantern", size: 3 }],
    ["an unknown query parameter", "/things/7?wet=true", { name: "Lantern" }],
  ])("refuses a request with %s", async (_, path, body) => {
    const [status, problem] = await ask("POST", path, body);
    expect([status, problem.code]).toEqual([400, "validation_failed"]);
  });

  test("refuses query parameters when the route defines none", async () => {
    const [status, problem] = await ask("POST", "/things/7/touch?wet=true");
    expect([status, problem.errors[0].pointer]).toEqual([400, "?wet"]);
  });

  test("validates an optional body only when the request has one", async () => {
    expect((await ask("DELETE", "/things/7"))[0]).toBe(200);
    expect((await ask("DELETE", "/things/7", { reason: "sold" }))[0]).toBe(200);
    expect((await ask("DELETE", "/things/7", { reason: 3 }))[0]).toBe(400);
  });

  test("checks access before it validates the request", async () => {
    const response = await app.fetch(new Request("http://shop/things/7", { method: "POST" }));
    expect(response.status).toBe(401);
  });

  test("lists each route once", () => {
    expect(routeNames(app.routes)).toEqual([
      { method: "POST", path: "/things/:id" },
      { method: "DELETE", path: "/things/:id" },
      { method: "POST", path: "/things/:id/touch" },
    ]);
  });
});

test("adds the problem codes that access, rate class and idempotency key imply", () => {
  const implied = problemsOf(makeThing);
  expect(implied).toContain("conflict");
  expect(implied).toContain("forbidden");
  expect(implied).toContain("rate_limited");
  expect(implied).toContain("idempotency_key_reused");
  expect(implied).not.toContain("idempotency_key_required");
  expect(problemsOf({ ...makeThing, idempotency: "keyRequired" })).toContain(
    "idempotency_key_required",
  );
});
