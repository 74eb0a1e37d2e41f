import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Buying, buying } from "./buying";
import { eventually, type Json, type System, startSystem } from "./system";

const BOOT_MS = 120_000;
const EMAIL = "waiting@example.com";

let system: System;
let shop: Buying;
beforeAll(async () => {
  system = await startSystem();
  shop = buying(system, await system.signIn("staff@bodega.test"));
}, BOOT_MS);
afterAll(() => system?.stop());

test("mails an address once when a sold-out variant is back in stock, with a link that ends all alerts", async () => {
  const { body } = await system.ask("GET", "/v1/products/stoneware-mug");
  const [variant] = body.variants;
  const isAvailable = async () =>
    (await system.ask("GET", "/v1/products/stoneware-mug")).body.variants[0].available;
  await shop.setStock(variant.id, 0);
  await eventually("the variant is sold out", isAvailable, (available) => !available);
  const path = `/v1/products/stoneware-mug/variants/${variant.id}/back-in-stock`;
  for (const _ of [1, 2])
    expect((await system.ask("POST", path, { body: { email: EMAIL } })).status).toBe(202);
  await shop.setStock(variant.id, 3);
  const mails = () => system.mailsTo(EMAIL);
  const [mail] = await eventually("the mail", mails, (sent: Json[]) => sent.length > 0);
  expect(mail.subject).toStartWith("Back in stock: Stoneware Mug");
  const link = /https?:\S+\/v1\/stock-alerts\/\S+\/unsubscribe/.exec(mail.text)?.[0] ?? "";
  const page = await system.ask("GET", new URL(link).pathname);
  expect([page.status, page.headers.get("content-type")]).toEqual([
    200,
    "text/html; charset=utf-8",
  ]);
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const ended = await system.ask("POST", new URL(link).pathname, { raw: "", headers });
  expect(ended.status).toBe(200);
  await shop.setStock(variant.id, 0);
  await eventually("the variant is sold out again", isAvailable, (available) => !available);
  await shop.setStock(variant.id, 3);
  await eventually("the variant is back again", isAvailable, Boolean);
  expect(await mails()).toHaveLength(1);
});
