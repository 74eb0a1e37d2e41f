import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { placeOrder, readyCart, variantsOf } from "#tests/security/guest";
import { BOOT_MS, PATIENCE_MS, type Served, startServed } from "#tests/security/shop";
import type { Json } from "#tests/system";
import { DECLINE_PAUSE_SECONDS, DECLINES_FREE } from "#workers/cart/bounds";

/** What a stranger can do with orders that are never paid. */
setDefaultTimeout(PATIENCE_MS);
let shop: Served;
let variantId: string;
beforeAll(async () => {
  shop = await startServed();
  [{ id: variantId }] = (await variantsOf(shop)) as [Json];
}, BOOT_MS);
afterAll(() => shop?.stop());

const WAITS_FOR_BUYER = "pm_card_threeDSecure2Required";
const newCart = () => readyCart(shop, [{ variantId, quantity: 1 }]);

describe("cards that are tried out", () => {
  const STOLEN_BATCH = [
    ["pm_card_visa_chargeDeclinedStolenCard", "declined"],
    ["pm_card_visa_chargeDeclinedLostCard", "declined"],
    ["pm_card_chargeDeclinedInsufficientFunds", "insufficient_funds"],
    ["pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc"],
    ["pm_card_chargeDeclinedExpiredCard", "expired_card"],
  ] as const;
  /** How often Stripe was asked to charge a card. */
  const charges = async () =>
    (await shop.journal("stripe")).filter(
      ({ method, path }) => method === "POST" && path.startsWith("/v1/payment_intents"),
    ).length;

  test("are refused after five declines of a cart, tell no stolen card, and are not charged", async () => {
    const cart = await newCart();
    expect(STOLEN_BATCH).toHaveLength(DECLINES_FREE);
    for (const [card, shown] of STOLEN_BATCH) {
      const { status, body } = await placeOrder(shop, cart.id, { card });
      expect([card, status, body.code, body.declineCode]).toEqual([
        ...[card, 402, "payment_declined", shown],
      ]);
    }
    const charged = await charges();
    for (const card of ["pm_card_chargeDeclined", "pm_card_visa"]) {
      const { status, body, headers } = await placeOrder(shop, cart.id, { card });
      expect([card, status, body.code, body.declineCode]).toEqual([
        ...[card, 429, "rate_limited", undefined],
      ]);
      expect(Number(headers.get("retry-after"))).toBeWithin(1, DECLINE_PAUSE_SECONDS + 1);
    }
    expect(await charges()).toBe(charged);
  });
});

describe("the page that a buyer comes back to", () => {
  const leadsTo = async (order: Json) => {
    const answer = await fetch(order.payment.nextAction.url, {
      method: "POST",
      body: new URLSearchParams({ outcome: "failure" }),
      redirect: "manual",
    });
    return new URL(answer.headers.get("location") ?? "about:blank").origin;
  };

  test("is refused when it is not the shop's, and the cart stays open", async () => {
    const cart = await newCart();
    const returnUrl = "http://evil.example/steal";
    const { status, body } = await placeOrder(shop, cart.id, { card: WAITS_FOR_BUYER, returnUrl });
    expect([status, body.code, body.errors[0].pointer]).toEqual([
      ...[400, "validation_failed", "/payment/returnUrl"],
    ]);
    expect((await shop.ask("GET", `/v1/carts/${cart.id}`)).body.status).toBe("open");
  });

  test("is where the bank leads to when it is the storefront's, also when an order names none", async () => {
    const storefront = new URL(shop.variables.STOREFRONT_URL ?? "").origin;
    for (const page of [{ returnUrl: `${storefront}/thanks` }, {}]) {
      const cart = await newCart();
      const { status, body } = await placeOrder(shop, cart.id, { card: WAITS_FOR_BUYER, ...page });
      expect([status, body.status]).toEqual([201, "payment_requested"]);
      expect(await leadsTo(body)).toBe(storefront);
    }
  });
});
