import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { routeOf } from "#gateway/requests/prefixes.rules";
import { routeDefinitions } from "./security/definitions";
import { type Json, type System, startSystem } from "./system";

const BOOT_MS = 120_000;

let system: System;
let cart: Json;
let shopper: string;
let admin: string;
let variantId: string;
beforeAll(async () => {
  system = await startSystem();
  [shopper, admin] = (await Promise.all(
    ["shopper@bodega.test", "admin@bodega.test"].map((email) => system.signIn(email)),
  )) as [string, string];
  const { body } = await system.ask("GET", "/v1/products?inStock=true&limit=1");
  variantId = body.data[0].variants[0].id;
  cart = (await system.ask("POST", "/v1/carts", { body: { lines: [{ variantId, quantity: 2 }] } }))
    .body;
}, BOOT_MS);
afterAll(() => system?.stop());

const isProblem = (answer: Awaited<ReturnType<System["ask"]>>) => {
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.body).toMatchObject({
    status: answer.status,
    code: expect.any(String),
    requestId: expect.any(String),
  });
};
/** Codes of a fault in the request itself, independent of caller and object. */
const isMalformed = (answer: Awaited<ReturnType<System["ask"]>>) => {
  isProblem(answer);
  expect(answer.status).toBe(400);
};
const unchanged = async () => {
  const now = (await system.ask("GET", `/v1/carts/${cart.id}`)).body;
  expect([now.version, now.lines.map((line: Json) => line.quantity)]).toEqual([cart.version, [2]]);
};

const definitions = await routeDefinitions();
/** Every route that takes a body, from the route definitions. */
const UNSAFE = definitions.filter(({ body }) => body !== undefined);
/**
 * Every POST route without a body. Signed webhooks, the product import and the upload of pictures read their
 * bodies as bytes.
 */
const BODILESS = definitions.filter(
  ({ method, body, takesFile, access }) =>
    method === "POST" && !body && access !== "signed" && !takesFile,
);

/**
 * Fills a path with the test's cart. Other ids do not exist, because the body is checked before any
 * lookup.
 */
const at = (path: string) =>
  path
    .replace("/v1/carts/:id", `/v1/carts/${cart.id}`)
    .replace(":lineId", cart.lines[0].id)
    .replaceAll(/:\w+/g, "none");

/** Returns the largest body of a route in bytes, or more. */
const bodyMaxOf = (path: string) => routeOf(at(path))?.bodyMaxBytes ?? 200_000;

/** Returns the token of a caller who may use the route, so that only the body can be refused. */
const tokenFor = ({ access = "public" }: (typeof UNSAFE)[number]) => {
  if (access === "staff" || access === "admin") return admin;
  return access === "user" || access === "session" ? shopper : undefined;
};

test("covers every route that takes a body", () => {
  const names = UNSAFE.map(({ name }) => name);
  expect(names).toContain("POST /v1/orders");
  expect(names).toContain("PATCH /v1/me");
  expect(names).toContain("POST /v1/admin/inventory/adjustments");
});

describe.each(UNSAFE)("$name", (route) => {
  const { method, path } = route;

  test.each([
    ["malformed JSON", '{"a":'],
    ["no JSON at all", "hello"],
    ["an array", "[]"],
    ["null", "null"],
    ["a number", "1"],
    ["an unknown field", '{"role":"admin","isAdmin":true}'],
    ["a polluted prototype", '{"__proto__":{"admin":true},"constructor":{"x":1}}'],
    [
      "wrong types",
      '{"email":1,"password":[],"name":{},"lines":"x","cartId":5,"quantity":{},"refreshToken":null}',
    ],
    [
      "lone surrogates",
      '{"email":"\\ud800@example.com","password":"\\ud800\\ud800\\ud800\\ud800\\ud800\\ud800\\ud800\\ud800","name":"\\ud800"}',
    ],
    ["deep nesting", `${"[".repeat(5000)}${"]".repeat(5000)}`],
  ])("answers %s with a problem and changes nothing", async (_, raw) => {
    isProblem(
      await system.ask(method, at(path), {
        raw,
        headers: { "idempotency-key": crypto.randomUUID() },
      }),
    );
    await unchanged();
  });

  test("refuses a huge body", async () => {
    const answer = await system.ask(method, at(path), {
      raw: `{"note":"${"x".repeat(bodyMaxOf(path))}"}`,
      token: tokenFor(route),
    });
    isProblem(answer);
    expect(answer.status).toBe(413);
  });

  test("refuses a body that is not JSON by its type", async () => {
    const answer = await system.ask(method, at(path), {
      raw: "a=1",
      token: tokenFor(route),
      headers: { "content-type": "text/plain" },
    });
    expect(answer.status).toBe(415);
  });
});

describe.each(BODILESS)("$name without a body", (route) => {
  test.each(['{"a":', "hello", "[]", "1", '{"role":"admin"}', '{"__proto__":{}}'])(
    "refuses %s",
    async (raw) => {
      const answer = await system.ask(route.method, at(route.path), {
        raw,
        token: tokenFor(route),
      });
      isMalformed(answer);
    },
  );
});

test("refuses text in another encoding than UTF-8", async () => {
  const raw = JSON.stringify({ lines: [{ variantId, quantity: 1 }] });
  for (const headers of [
    { "content-type": "application/json; charset=utf-16" },
    { "content-encoding": "gzip" },
  ])
    expect((await system.ask("POST", "/v1/carts", { raw, headers })).status).toBe(415);
  const utf8 = { "content-type": "application/json; charset=UTF-8" };
  expect((await system.ask("POST", "/v1/carts", { raw, headers: utf8 })).status).toBe(201);
});

describe("a quantity", () => {
  test.each(["-1", "1.5", "1e9", '"1"', "null", "[]", "1e308", "9007199254740993", "true"])(
    "refuses %s",
    async (quantity) => {
      isMalformed(
        await system.ask("POST", at("/v1/carts/:id/lines"), {
          raw: `{"variantId":"${variantId}","quantity":${quantity}}`,
        }),
      );
      isMalformed(
        await system.ask("PATCH", at("/v1/carts/:id/lines/:lineId"), {
          raw: `{"quantity":${quantity}}`,
        }),
      );
      isMalformed(
        await system.ask("POST", "/v1/carts", {
          raw: `{"lines":[{"variantId":"${variantId}","quantity":${quantity}}]}`,
        }),
      );
      await unchanged();
    },
  );

  test("refuses 0 for a new line", async () => {
    isMalformed(
      await system.ask("POST", at("/v1/carts/:id/lines"), { body: { variantId, quantity: 0 } }),
    );
    await unchanged();
  });
});

describe("reading", () => {
  test.each([
    "/v1/products?limit=0",
    "/v1/products?limit=101",
    "/v1/products?limit=abc",
    "/v1/products?cursor=nonsense",
    "/v1/products?sort=color",
    "/v1/products?unknown=1",
    "/v1/products?priceMin=-1",
    "/v1/products/no-such-product",
    "/v1/products/%00",
    "/v1/products/'%20or%201=1",
    "/v1/categories/none",
    "/v1/search?q=x&brand=",
    "/v1/search?q=x&sort=_eval(1)",
    "/v1/search?page=0",
    `/v1/search?q=${"x".repeat(5000)}`,
    "/v1/carts/crt_guess",
    "/v1/orders/ord_guess",
    "/v1/nothing",
    "/v1//products",
    "/v1/%2e%2e/admin",
  ])("answers %s with a problem", async (path) => {
    isProblem(await system.ask("GET", path));
  });

  test("ignores headers that claim an identity", async () => {
    const headers = {
      "x-bodega-actor": JSON.stringify({
        kind: "user",
        userId: "usr_1",
        sessionId: "s",
        roles: ["admin"],
      }),
    };
    expect((await system.ask("GET", "/v1/admin/inventory", { headers })).status).toBe(401);
    expect((await system.ask("GET", "/v1/me", { headers: { "x-bodega-actor": "{" } })).status).toBe(
      401,
    );
  });

  test("refuses events and webhooks without a signature", async () => {
    isProblem(await system.ask("POST", "/events", { body: { id: "evt_1" } }));
    isProblem(await system.ask("POST", "/webhooks/stripe", { body: { id: "evt_1" } }));
  });

  test("answers 405 with the allowed methods when the method is wrong", async () => {
    const answer = await system.ask("DELETE", "/v1/products");
    isProblem(answer);
    expect([answer.status, answer.headers.get("allow")]).toEqual([
      405,
      expect.stringContaining("GET"),
    ]);
  });
});
