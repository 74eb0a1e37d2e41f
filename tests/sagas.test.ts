import { afterAll, beforeAll, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { connect } from "#db/client";
import { addressIn } from "#db/databases";
import { type Buying, buying } from "./buying";
import { type ProcessShop, startProcessShop } from "./process-shop";
import type { Json } from "./system";

const BOOT_MS = 120_000;

let shop: ProcessShop;
let token: string;
let buy: Buying;
beforeAll(async () => {
  shop = await startProcessShop();
  const login = { email: "staff@bodega.test", password: "corner-shop-2026" };
  token = (await shop.ask("POST", "/v1/auth/login", { body: login })).body.accessToken;
  buy = buying(shop, token);
}, BOOT_MS);
afterAll(() => shop?.stop());

const staff = async (method: "GET" | "POST", path: string) => {
  const { status, body } = await shop.ask(method, `/v1/admin/${path}`, { token });
  expect(status).toBe(200);
  return body as Json;
};
const change = (name: "orders" | "payments", set: ReturnType<typeof sql>) =>
  connect(addressIn(shop.variables, name)).write.run(
    sql`update outbox set ${set} where acknowledged_at is null`,
  );

test("replays the dead events of an order, whose saga then ends", async () => {
  await shop.faults("qstash", [{ kind: "error-before", rate: 1, status: 403 }]);
  const { body: list } = await shop.ask("GET", "/v1/products?limit=1");
  const variantId = list.data[0].variants[0].id;
  await buy.setStock(variantId, 1);
  const { body: order } = await buy.place(await buy.readyCart(variantId, "ada@example.com"));
  await change("orders", sql`dead_at = 1`);

  await shop.fireCron();
  expect((await staff("GET", `sagas/${order.id}`)).state).toBe("PAYMENT_SUCCEEDED");
  const { data: dead } = await staff("GET", "events?owner=orders&limit=100");
  const own = dead.filter(({ subject }: Json) => subject === order.id);
  expect(own.map(({ type }: Json) => type)).toContain("order.confirmed");

  for (const { id } of own) await staff("POST", `events/${id}/replay`);
  await shop.fireCron();
  await change("payments", sql`due_at = 1`);
  await shop.fireCron();
  const saga = await staff("GET", `sagas/${order.id}`);
  expect(saga.state).toBe("COMPLETED");
  expect(saga.steps.map(({ name, state }: Json) => `${name} ${state}`)).toEqual([
    ...["reserve succeeded", "authorise succeeded", "commit succeeded", "capture succeeded"],
  ]);
  const { data: left } = await staff("GET", "events?owner=orders&limit=100");
  expect(left.filter(({ subject }: Json) => subject === order.id)).toEqual([]);
}, 60_000);
