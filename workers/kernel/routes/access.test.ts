import { describe, expect, test } from "bun:test";
import type { Actor } from "#kernel/actor";
import type { Scope } from "#kernel/api-key";
import { type Access, access, type Guarded } from "#kernel/routes/access";
import { newApp } from "#kernel/routes/app";
import { as, userActor } from "#kernel/testing";

const statusFor = async (level: Access, actor?: Actor) => {
  const app = newApp();
  app.get("/thing", access({ method: "GET", access: level }), (c) => c.text("in"));
  const headers = actor ? as(actor) : {};
  return (await app.fetch(new Request("http://shop/thing", { headers }))).status;
};

test("answers 401 without an account and 403 without the role of an access level", async () => {
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

describe("an API key", () => {
  const answerTo = async (route: Guarded, ...scopes: Scope[]) => {
    const app = newApp();
    app.on(route.method, "/thing", access(route), (c) => c.json({}));
    const headers = as({ kind: "key", keyId: "key_1", scopes });
    const request = new Request("http://shop/thing", { method: route.method, headers });
    const answer = await app.fetch(request);
    return [answer.status, ((await answer.json()) as { scope?: Scope }).scope];
  };

  test("reads the storefront with any scope and with none", async () => {
    expect(await answerTo({ method: "GET", access: "public" })).toEqual([200, undefined]);
    expect(await answerTo({ method: "GET", access: "public" }, "orders")).toEqual([200, undefined]);
  });

  test("gets 403 from every route without a scope, and from public changes", async () => {
    const levels = ["cart", "order", "user", "session", "staff", "admin", "signed"] as const;
    for (const level of levels)
      for (const scope of [null, undefined])
        expect(
          await answerTo({ method: "GET", access: level, ...(scope === null ? { scope } : {}) }),
        ).toEqual([403, undefined]);
    expect(await answerTo({ method: "POST", access: "public" }, "orders")).toEqual([
      403,
      undefined,
    ]);
  });

  test("calls a route only with its scope, and gets 403 with that scope otherwise", async () => {
    const route = { method: "POST", access: "staff", scope: "inventory" } as const;
    expect(await answerTo(route, "inventory")).toEqual([200, undefined]);
    expect(await answerTo(route, "catalog", "orders")).toEqual([403, "inventory"]);
    expect(await answerTo(route)).toEqual([403, "inventory"]);
  });
});
