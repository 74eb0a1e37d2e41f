import { afterAll, beforeAll, expect, test } from "bun:test";
import { eventually, type Json, type System, startSystem } from "./system";

const BOOT_MS = 120_000;

let system: System;
let token: string;
beforeAll(async () => {
  system = await startSystem();
  token = await system.signIn("staff@bodega.test");
}, BOOT_MS);
afterAll(() => system?.stop());

const staff = (method: string, path: string, body?: Json, headers: Record<string, string> = {}) =>
  system.ask(method, `/v1/admin${path}`, {
    token,
    headers: { "idempotency-key": crypto.randomUUID(), ...headers },
    ...(body === undefined ? {} : { body }),
  });

const product = (slug: string) => system.ask("GET", `/v1/products/${slug}`);
const listed = async (tag: string): Promise<Json[]> =>
  (await system.ask("GET", `/v1/products?tag=${tag}`)).body.data;
const found = async (q: string): Promise<Json[]> =>
  (await system.ask("GET", `/v1/search?q=${q}`)).body.data;

/** Waits until the search finds one product at this price in cents, or none. */
const indexed = (q: string, amount: number | null) =>
  eventually(
    `search finds ${q} at ${amount}`,
    () => found(q),
    (hits) => (hits[0]?.price.amount ?? null) === amount,
  );

test("shows a product from its creation to its deletion in the detail, lists, search and a cart", async () => {
  const created = await staff("POST", "/products", {
    title: "Zephyr kite",
    descriptionHtml: "<p>Flies <em>high</em></p><script>alert(1)</script>",
    status: "published",
    tags: ["zephyr"],
    variants: [{ sku: "ZEPHYR-1", prices: [{ currency: "EUR", amount: 2900 }], quantity: 4 }],
  });
  expect([created.status, created.body.slug]).toEqual([201, "zephyr-kite"]);
  const { id, variants } = created.body;
  const [{ id: variantId }] = variants;
  expect((await product("zephyr-kite")).body).toMatchObject({
    ...{ id, descriptionHtml: "<p>Flies <em>high</em></p>" },
    variants: [{ available: true, price: { amount: 2900 } }],
  });
  expect(await listed("zephyr")).toMatchObject([{ id }]);
  await indexed("zephyr", 2900);
  const cart = await system.ask("POST", "/v1/carts", {
    body: { lines: [{ variantId, quantity: 2 }] },
  });
  expect([cart.status, cart.body.totals.subtotal.amount]).toEqual([201, 5800]);

  const etag = created.headers.get("etag") ?? "";
  const priced = await staff("PUT", `/variants/${variantId}/prices`, {
    prices: [{ currency: "EUR", amount: 1900, compareAt: 2900 }],
  });
  expect([priced.status, priced.body.productVersion]).toEqual([200, 2]);
  const late = await staff("PATCH", `/products/${id}`, { title: "Late" }, { "if-match": etag });
  expect([late.status, late.body.code]).toEqual([412, "precondition_failed"]);
  const patched = await staff(
    "PATCH",
    `/products/${id}`,
    { title: "Zephyr parafoil", slug: "zephyr-parafoil" },
    { "if-match": priced.headers.get("etag") ?? "" },
  );
  expect(patched.status).toBe(200);
  expect((await product("zephyr-parafoil")).body).toMatchObject({
    title: "Zephyr parafoil",
    variants: [{ price: { amount: 1900 }, compareAtPrice: { amount: 2900 } }],
  });
  expect(await listed("zephyr")).toMatchObject([{ title: "Zephyr parafoil" }]);
  await indexed("parafoil", 1900);
  const kept = await system.ask("GET", `/v1/carts/${cart.body.id}`);
  expect(kept.body.lines).toMatchObject([
    { title: "Zephyr parafoil", unitPrice: { amount: 1900 } },
  ]);
  expect(kept.body.messages.map(({ code }: Json) => code)).toContain("price_changed");

  const former = await fetch(`${system.url}/v1/products/zephyr-kite`, { redirect: "manual" });
  expect([former.status, former.headers.get("location")]).toEqual([
    ...[301, "/v1/products/zephyr-parafoil"],
  ]);

  expect((await staff("DELETE", `/products/${id}`)).status).toBe(204);
  expect((await product("zephyr-parafoil")).status).toBe(404);
  expect((await product("zephyr-kite")).status).toBe(404);
  expect(await listed("zephyr")).toEqual([]);
  await indexed("parafoil", null);
  const left = await system.ask("GET", `/v1/carts/${cart.body.id}`);
  expect(left.status).toBe(200);
  expect(left.body.lines).toMatchObject([{ variantId, available: false }]);
});

test("refuses a body of 10 MB and changes nothing", async () => {
  const descriptionHtml = "x".repeat(10 * 1024 * 1024);
  const answer = await staff("POST", "/products", { title: "Zephyr giant", descriptionHtml });
  expect([answer.status, answer.body.code]).toEqual([413, "body_too_large"]);
  const { body } = await staff("GET", "/products?q=zephyr+giant");
  expect(body.data).toEqual([]);
});
