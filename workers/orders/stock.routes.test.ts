import { afterAll, beforeAll, expect, test } from "bun:test";
import { newApp } from "#kernel/app";
import { systemClock as clock } from "#kernel/clock";
import { as, inCall, userActor } from "#kernel/testing";
import { stockRoutes } from "./stock.routes";
import { stockService } from "./stock.service";
import { stockedVariant, testOrders } from "./testing";

const app = newApp();
let shop: Awaited<ReturnType<typeof testOrders>>;
beforeAll(async () => {
  shop = await testOrders();
  const stock = stockService({ store: shop.stock, outbox: shop.outbox, clock });
  stockRoutes(app, stock, shop.idempotency);
});
afterAll(() => shop.stop());

const correct = (variantId: string, reason: string) =>
  inCall(async () =>
    app.request("/v1/admin/inventory/adjustments", {
      method: "POST",
      headers: { ...as(userActor("staff")), "content-type": "application/json" },
      body: JSON.stringify({ variantId, delta: 1, reason }),
    }),
  );

test.each([
  ["NUL", "counted\u0000"],
  ["an escape", "\u001b[31mcounted"],
  ["a line break", "counted\r\nby nobody"],
])("a reason with %s is refused, and the quantity stays", async (_, reason) => {
  const variantId = await stockedVariant(shop.stock, 4);
  expect((await correct(variantId, reason)).status).toBe(400);
  expect(await shop.stock.levels([variantId])).toMatchObject([{ available: 4 }]);
  expect((await correct(variantId, "nachgezählt 🧮")).status).toBe(201);
});
