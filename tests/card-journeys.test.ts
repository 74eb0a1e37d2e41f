import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { buying } from "./buying";
import { purchasing } from "./purchasing";
import { eventually, type Json, type System, startSystem } from "./system";

const BOOT_MS = 120_000;

let system: System;
let staff: string;
beforeAll(async () => {
  system = await startSystem();
  staff = await system.signIn("staff@bodega.test");
}, BOOT_MS);
afterAll(() => system?.stop());

const key = () => ({ "idempotency-key": crypto.randomUUID() });
const stockOf = (variantId: string) => buying(system, staff).stockOf(variantId);
const readyCart = (variantId: string, email: string) =>
  purchasing(system).readyCart(variantId, email);
const placeOrder = (cart: Json, paymentToken: string) =>
  purchasing(system).placeOrder(cart, paymentToken);

describe("a card", () => {
  /** Returns a variant with units to spare, whatever other tests have bought. */
  const anyVariant = async (): Promise<string> => {
    const { body } = await system.ask("GET", "/v1/admin/inventory?limit=100", { token: staff });
    return body.data.find((level: Json) => level.available > 5).variantId;
  };

  test("leaves stock and cart unchanged when it is declined, so that the buyer can try another", async () => {
    const variantId = await anyVariant();
    const before = await stockOf(variantId);
    const cart = await readyCart(variantId, "dee@example.com");
    const declined = await placeOrder(cart, "pm_card_chargeDeclinedInsufficientFunds");
    expect([declined.status, declined.body.code]).toEqual([402, "payment_declined"]);
    expect(await stockOf(variantId)).toMatchObject({
      available: before.available,
      reserved: before.reserved,
    });
    const again = await placeOrder(
      (await system.ask("GET", `/v1/carts/${cart.id}`)).body,
      "pm_card_visa",
    );
    expect([again.status, again.body.status]).toEqual([201, "confirmed"]);
  });

  test("returns a guest from the bank's page with the order and its token", async () => {
    const cart = await readyCart(await anyVariant(), "gil@example.com");
    const body = {
      cartId: cart.id,
      payment: {
        method: "card",
        token: "pm_card_threeDSecure2Required",
        returnUrl: "http://localhost:3000/back?lang=de#top",
      },
    };
    const once = { body, headers: key() };
    const placed = await system.ask("POST", "/v1/orders", once);
    expect([placed.status, placed.body.status]).toEqual([201, "payment_requested"]);
    expect((await system.ask("POST", "/v1/orders", once)).body).toEqual(placed.body);
    const approved = await fetch(placed.body.payment.nextAction.url, {
      method: "POST",
      body: new URLSearchParams({ outcome: "success" }),
      redirect: "manual",
    });
    const page = new URL(approved.headers.get("location") ?? "");
    expect(page.origin + page.pathname).toBe("http://localhost:3000/back");
    expect(Object.fromEntries(page.searchParams)).toMatchObject({
      lang: "de",
      order: placed.body.id,
      redirect_status: "succeeded",
    });
    const accessToken = new URLSearchParams(page.hash.slice(1)).get("token") ?? "";
    expect(accessToken).toBe(placed.body.accessToken);
    expect(page.search).not.toContain(accessToken);
    const path = `/v1/orders/${page.searchParams.get("order")}`;
    await eventually(
      "the paid order",
      async () => (await system.ask("GET", `${path}?accessToken=${accessToken}`)).body,
      (order) => order.status === "confirmed" && order.paymentStatus === "paid",
    );
  });

  test("confirms the order when its owner approves the payment", async () => {
    const cart = await readyCart(await anyVariant(), "sue@example.com");
    const placed = await placeOrder(cart, "pm_card_threeDSecure2Required");
    expect(placed.body).toMatchObject({
      status: "payment_requested",
      payment: { nextAction: { type: "redirect" } },
    });
    const [intent] = await system.intentsOf([placed.body.id]);
    await fetch(`${system.clouds.urls.stripe}/_dev/intents/${intent.id}/authenticate`, {
      method: "POST",
      body: JSON.stringify({ outcome: "success" }),
      headers: { "content-type": "application/json" },
    });
    await eventually(
      "the confirmed order",
      async () =>
        (
          await system.ask(
            "GET",
            `/v1/orders/${placed.body.id}?accessToken=${placed.body.accessToken}`,
          )
        ).body,
      (order) => order.status === "confirmed" && order.paymentStatus === "paid",
    );
  });
});
