import { expect, test } from "bun:test";
import { z } from "zod";
import type { Actor } from "#kernel/actor";
import { type Access, access, describeRoutes } from "#kernel/routes/access";
import { newApp } from "#kernel/routes/app";
import { body, json, query } from "#kernel/routes/validate";
import { as, userActor } from "#kernel/testing";

const statusFor = async (level: Access, actor?: Actor) => {
  const app = newApp();
  app.get("/thing", access(level, "browse"), (c) => c.text("in"));
  const headers = actor ? as(actor) : {};
  return (await app.fetch(new Request("http://shop/thing", { headers }))).status;
};

test("each level lets in those it is for, and tells strangers from people without the role", async () => {
  const people = [undefined, userActor(), userActor("staff"), userActor("admin")];
  const table: [Access, number[]][] = [
    ["public", [200, 200, 200, 200]],
    ["cart", [200, 200, 200, 200]],
    ["order", [200, 200, 200, 200]],
    ["signed", [200, 200, 200, 200]],
    ["user", [401, 200, 200, 200]],
    ["staff", [401, 403, 200, 200]],
    ["admin", [401, 403, 403, 200]],
  ];
  for (const [level, expected] of table) {
    const statuses = await Promise.all(people.map((actor) => statusFor(level, actor)));
    expect([level, statuses]).toEqual([level, expected]);
  }
});

test("a route is described once, with whom it is for and what it takes", () => {
  const app = newApp();
  app.post(
    "/things",
    access("staff", "staff"),
    query(z.strictObject({ dry: z.string().optional() })),
    json,
    body(z.strictObject({ name: z.string() })),
    (c) => c.text("made"),
  );
  const [route, ...others] = describeRoutes(app.routes);
  expect(others).toEqual([]);
  expect(route).toMatchObject({
    method: "POST",
    path: "/things",
    access: "staff",
    rate: "staff",
    body: { type: "object", required: ["name"], additionalProperties: false },
    query: { properties: { dry: { type: "string" } } },
  });
});

test("a route that forgot to say whom it is for is described without it", () => {
  const app = newApp();
  app.get("/open", (c) => c.text("oh"));
  expect(describeRoutes(app.routes)).toEqual([{ method: "GET", path: "/open" }]);
});
