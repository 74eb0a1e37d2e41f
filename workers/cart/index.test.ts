import { afterAll, beforeAll, expect, test } from "bun:test";
import { inMemoryOrders } from "#cart/checkout/orders.testing";
import type { CartEnv } from "#cart/env";
import Cart from "#cart/index";
import { inMemoryCatalog } from "#cart/pricing/catalog.testing";
import { testRedis } from "#cart/redis.testing";
import { newId } from "#kernel/ids";
import { testTrace } from "#kernel/testing";
import { inMemorySettings } from "#workers/settings/testing";

let cloud: Awaited<ReturnType<typeof testRedis>>;
beforeAll(async () => {
  cloud = await testRedis();
});
afterAll(() => cloud.stop());

const worker = (variables: Record<string, string>) => {
  const context = { waitUntil: () => undefined } as unknown as ExecutionContext;
  const bindings = {
    CATALOG: inMemoryCatalog().rpc,
    ORDERS: inMemoryOrders().rpc,
    SETTINGS: inMemorySettings().rpc,
  };
  return new Cart(context, { ...bindings, ...variables } as CartEnv);
};
const variables = () => ({
  ENVIRONMENT: "test",
  PUBLIC_URL: "https://api.shop.test",
  STOREFRONT_URL: "https://shop.test",
  STOREFRONT_ORIGINS: "https://other.shop.test",
  UPSTASH_REDIS_REST_URL: cloud.url,
  UPSTASH_REDIS_REST_TOKEN: "bodega-dev",
  CART_ID_SECRET: "bodega-dev",
});

test("serves the cart's routes and reports the health of Redis", async () => {
  const cart = worker(variables());
  const made = await cart.fetch(
    new Request("http://cart.test/v1/carts", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    }),
  );
  expect([made.status, await made.json()]).toMatchObject([201, { currency: "EUR", country: "DE" }]);
  expect(await cart.health(testTrace())).toMatchObject({
    service: "cart",
    dependencies: [{ name: "redis", status: "ok" }],
  });
  const { routes } = await cart.describe();
  expect(routes.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "POST /v1/carts",
    "GET /v1/carts/:id",
    "PATCH /v1/carts/:id",
    "DELETE /v1/carts/:id",
    "GET /v1/carts/:id/shipping-options",
    "POST /v1/carts/:id/lines",
    "PATCH /v1/carts/:id/lines/:lineId",
    "DELETE /v1/carts/:id/lines/:lineId",
    "POST /v1/orders",
    "POST /v1/admin/orders/:id/edits",
    "POST /v1/orders/:id/returns",
    "POST /v1/orders/:id/claim",
    "POST /v1/orders/:id/reorder",
  ]);
});

test("refuses to start in production when a secret has its development value", async () => {
  const cart = worker({ ...variables(), ENVIRONMENT: "production" });
  const refused = await cart.fetch(new Request(`http://cart.test/v1/carts/${newId("cart")}`));
  expect(refused.status).toBe(503);
});
