import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { OrdersVars } from "#orders/env";
import { buying } from "#tests/buying";
import { placeOrder, readyCart, variantsOf } from "#tests/security/guest";
import { signIn } from "#tests/security/principals";
import { BOOT_MS, PATIENCE_MS, type ServedShop, startServed } from "#tests/security/shop";
import type { Json } from "#tests/system";
import { DECLINE_PAUSE_SECONDS, DECLINES_FREE } from "#workers/cart/bounds.rules";

/** What a stranger can do with orders that are never paid. */
setDefaultTimeout(PATIENCE_MS);
let shop: ServedShop;
let variantId: string;
/** The header in which the edge sends the client's address. */
const ADDRESS = "x-client-address";
beforeAll(async () => {
  process.env.CLIENT_IP_HEADER = ADDRESS;
  shop = await startServed().finally(() => delete process.env.CLIENT_IP_HEADER);
  [{ id: variantId }] = (await variantsOf(shop)) as [Json];
}, BOOT_MS);
afterAll(() => shop?.stop());

const WAITS_FOR_BUYER = "pm_card_threeDSecure2Required";
const newCart = () => readyCart(shop, [{ variantId, quantity: 1 }]);

describe("units that are held without payment", () => {
  const STOCK = 1000;
  const heldMax = (name: "HELD_UNITS_PER_BUYER" | "HELD_UNITS_PER_NETWORK") =>
    OrdersVars[name].parse(undefined);
  const hold = async (quantity: number, network: string) => {
    const cart = await readyCart(shop, [{ variantId: popular, quantity }]);
    return placeOrder(shop, cart.id, { card: WAITS_FOR_BUYER, headers: { [ADDRESS]: network } });
  };
  let popular: string;
  beforeAll(async () => {
    const { token } = await signIn(shop, "staff@bodega.test");
    const shelves = buying(shop, token);
    popular = (await variantsOf(shop)).at(-1).id;
    await shelves.setStock(popular, STOCK);
  });

  test("are limited per order, and a larger order is refused whole", async () => {
    const unitsMax = heldMax("HELD_UNITS_PER_BUYER");
    const { status, body } = await hold(unitsMax + 1, "198.51.100.1");
    expect([status, body.code, body.unitsMax]).toEqual([422, "order_too_large", unitsMax]);
  });

  test("are limited per network, so that buyers of other networks find units", async () => {
    const unitsMax = heldMax("HELD_UNITS_PER_BUYER");
    const orders = Math.floor(heldMax("HELD_UNITS_PER_NETWORK") / unitsMax);
    const statuses: number[] = [];
    for (let i = 0; i < orders; i += 1)
      statuses.push((await hold(unitsMax, "198.51.100.2")).status);
    expect(statuses).toEqual(Array(orders).fill(201));
    const refused = await hold(unitsMax, "198.51.100.2");
    expect([refused.status, refused.body.code]).toEqual([429, "rate_limited"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);

    const cart = await readyCart(shop, [{ variantId: popular, quantity: 1 }]);
    const headers = { [ADDRESS]: "203.0.113.9" };
    const bought = await placeOrder(shop, cart.id, { headers });
    expect([bought.status, bought.body.status]).toEqual([201, "confirmed"]);
  });
});

describe("cards under test", () => {
  const STOLEN_BATCH = [
    ["pm_card_visa_chargeDeclinedStolenCard", "declined"],
    ["pm_card_visa_chargeDeclinedLostCard", "declined"],
    ["pm_card_chargeDeclinedInsufficientFunds", "insufficient_funds"],
    ["pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc"],
    ["pm_card_chargeDeclinedExpiredCard", "expired_card"],
  ] as const;
  /** Returns how often Stripe was asked to charge a card. */
  const charges = async () =>
    (await shop.journal("stripe")).filter(
      ({ method, path }) => method === "POST" && path.startsWith("/v1/payment_intents"),
    ).length;

  test("are refused after five declines of a cart, without a charge or a hint at stolen cards", async () => {
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

  test("are refused after five declines from five carts and networks, while other cards are charged", async () => {
    const tried = async (card: string, nth: number) => {
      const { id } = await newCart();
      return placeOrder(shop, id, { card, headers: { [ADDRESS]: `203.0.113.${100 + nth}` } });
    };
    for (let nth = 0; nth < DECLINES_FREE; nth += 1)
      expect((await tried("pm_card_chargeDeclinedProcessingError", nth)).status).toBe(402);
    const charged = await charges();
    const { status, body, headers } = await tried("pm_card_chargeDeclinedProcessingError", 5);
    expect([status, body.code, body.declineCode]).toEqual([429, "rate_limited", undefined]);
    expect(Number(headers.get("retry-after"))).toBeWithin(1, DECLINE_PAUSE_SECONDS + 2);
    expect(await charges()).toBe(charged);
    expect((await tried("pm_card_mastercard", 6)).status).toBe(201);
  });
});

describe("the return URL", () => {
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

  test("is the storefront's, also when an order names none", async () => {
    const storefront = new URL(shop.variables.STOREFRONT_URL ?? "").origin;
    for (const page of [{ returnUrl: `${storefront}/thanks` }, {}]) {
      const cart = await newCart();
      const { status, body } = await placeOrder(shop, cart.id, { card: WAITS_FOR_BUYER, ...page });
      expect([status, body.status]).toEqual([201, "payment_requested"]);
      expect(await leadsTo(body)).toBe(storefront);
    }
  });
});
