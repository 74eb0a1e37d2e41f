import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { routeDefinitions } from "./security/definitions";
import { type Json, type System, startSystem } from "./system";

const BOOT_MS = 120_000;

let shop: System;
let cart: Json;
let shopper: string;
let admin: string;
let variantId: string;
beforeAll(async () => {
  shop = await startSystem();
  [shopper, admin] = (await Promise.all(
    ["shopper@bodega.test", "admin@bodega.test"].map((email) => shop.signIn(email)),
  )) as [string, string];
  const { body } = await shop.ask("GET", "/v1/products?inStock=true&limit=1");
  variantId = body.data[0].variants[0].id;
  cart = (await shop.ask("POST", "/v1/carts", { body: { lines: [{ variantId, quantity: 2 }] } }))
    .body;
}, BOOT_MS);
afterAll(() => shop?.stop());

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
/** Its fault is in the request itself, not in who asks or for what. */
const isMalformed = (answer: Awaited<ReturnType<System["ask"]>>) => {
  isProblem(answer);
  expect(answer.status).toBe(400);
};
const unchanged = async () => {
  const now = (await shop.ask("GET", `/v1/carts/${cart.id}`)).body;
  expect([now.version, now.lines.map((line: Json) => line.quantity)]).toEqual([cart.version, [2]]);
};

const definitions = await routeDefinitions();
/** Every route that takes a body, out of the definitions themselves. */
const UNSAFE = definitions.filter(({ body }) => body !== undefined);
/** And those that take none. A provider's events and a file of products are read as they come. */
const BODILESS = definitions.filter(
  ({ method, path, body, access }) =>
    method === "POST" && !body && access !== "signed" && !path.endsWith("/import"),
);

/** The paths of a cart name a real one; of whatever else nobody has one, and it is not looked for. */
const at = (path: string) =>
  path
    .replace("/v1/carts/:id", `/v1/carts/${cart.id}`)
    .replace(":lineId", cart.lines[0].id)
    .replaceAll(/:\w+/g, "none");

/** Somebody who may call it, so that it is the body that is refused. */
const tokenFor = ({ access = "public" }: (typeof UNSAFE)[number]) => {
  if (access === "staff" || access === "admin") return admin;
  return access === "user" || access === "session" ? shopper : undefined;
};

test("every way into the shop that takes a body is tried", () => {
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
      await shop.ask(method, at(path), {
        raw,
        headers: { "idempotency-key": crypto.randomUUID() },
      }),
    );
    await unchanged();
  });

  test("refuses a huge body", async () => {
    const answer = await shop.ask(method, at(path), {
      raw: `{"note":"${"x".repeat(200_000)}"}`,
      token: tokenFor(route),
    });
    isProblem(answer);
    expect(answer.status).toBe(413);
  });

  test("refuses a body that is not JSON by its type", async () => {
    const answer = await shop.ask(method, at(path), {
      raw: "a=1",
      token: tokenFor(route),
      headers: { "content-type": "text/plain" },
    });
    expect(answer.status).toBe(415);
  });
});

describe.each(BODILESS)("$name, which takes no body,", (route) => {
  test.each(['{"a":', "hello", "[]", "1", '{"role":"admin"}', '{"__proto__":{}}'])(
    "refuses %s",
    async (raw) => {
      const answer = await shop.ask(route.method, at(route.path), { raw, token: tokenFor(route) });
      isMalformed(answer);
    },
  );
});

test("text in another encoding than it is read in is refused, and not guessed", async () => {
  const raw = JSON.stringify({ lines: [{ variantId, quantity: 1 }] });
  for (const headers of [
    { "content-type": "application/json; charset=utf-16" },
    { "content-encoding": "gzip" },
  ])
    expect((await shop.ask("POST", "/v1/carts", { raw, headers })).status).toBe(415);
  const utf8 = { "content-type": "application/json; charset=UTF-8" };
  expect((await shop.ask("POST", "/v1/carts", { raw, headers: utf8 })).status).toBe(201);
});

describe("a quantity", () => {
  test.each(["-1", "1.5", "1e9", '"1"', "null", "[]", "1e308", "9007199254740993", "true"])(
    "of %s is refused",
    async (quantity) => {
      isMalformed(
        await shop.ask("POST", at("/v1/carts/:id/lines"), {
          raw: `{"variantId":"${variantId}","quantity":${quantity}}`,
        }),
      );
      isMalformed(
        await shop.ask("PATCH", at("/v1/carts/:id/lines/:lineId"), {
          raw: `{"quantity":${quantity}}`,
        }),
      );
      isMalformed(
        await shop.ask("POST", "/v1/carts", {
          raw: `{"lines":[{"variantId":"${variantId}","quantity":${quantity}}]}`,
        }),
      );
      await unchanged();
    },
  );

  test("of 0 is refused for a new line", async () => {
    isMalformed(
      await shop.ask("POST", at("/v1/carts/:id/lines"), { body: { variantId, quantity: 0 } }),
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
  ])("%s is a problem, never a failure", async (path) => {
    isProblem(await shop.ask("GET", path));
  });

  test("a header that pretends to be somebody is not believed", async () => {
    const headers = {
      "x-bodega-actor": JSON.stringify({
        kind: "user",
        userId: "usr_1",
        sessionId: "s",
        roles: ["admin"],
      }),
    };
    expect((await shop.ask("GET", "/v1/admin/inventory", { headers })).status).toBe(401);
    expect((await shop.ask("GET", "/v1/me", { headers: { "x-bodega-actor": "{" } })).status).toBe(
      401,
    );
  });

  test("events and webhooks without a signature are refused", async () => {
    isProblem(await shop.ask("POST", "/events", { body: { id: "evt_1" } }));
    isProblem(await shop.ask("POST", "/webhooks/stripe", { body: { id: "evt_1" } }));
  });

  test("another method is 405 and says which there are", async () => {
    const answer = await shop.ask("DELETE", "/v1/products");
    isProblem(answer);
    expect([answer.status, answer.headers.get("allow")]).toEqual([
      405,
      expect.stringContaining("GET"),
    ]);
  });
});
