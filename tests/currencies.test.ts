import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Cart } from "#contract/cart";
import type { Order } from "#contract/orders";
import { PAYMENT_CURRENCIES, type PaymentsRpc } from "#contract/payments";
import { EnvironmentError, parseEnv } from "#kernel/env";
import { newId } from "#kernel/ids";
import {
  CURRENCIES,
  formatDecimal,
  formatMoney,
  money,
  parseDecimal,
  stepMinor,
} from "#kernel/money";
import { inCall } from "#kernel/testing";
import { orderView } from "#orders/order/view.rules";
import { STANDARD, sellable } from "#orders/terms.testing";
import { stockedVariant, testOrders } from "#orders/testing";
import { placementOf } from "#workers/cart/checkout/placement.rules";
import { variantNamed } from "#workers/cart/pricing/catalog.testing";
import { priceCart } from "#workers/cart/pricing/pricing.rules";
import type { StoredCart } from "#workers/cart/stored-cart.rules";
import { ADDRESS } from "#workers/cart/testing";
import { CatalogVars } from "#workers/catalog/env";
import { orderConfirmedMail } from "#workers/notifications/mails/order-confirmed.mail";
import { shopAt } from "#workers/notifications/order.testing";
import { fromStripe } from "#workers/payments/stripe/stripe-currencies.rules";
import { type TestPayments, testPayments } from "#workers/payments/testing";
import { SettingsVars } from "#workers/settings/env";

/** The services of a shop, each with its own database, and Stripe's stand-in. */
let payments: TestPayments;
let orders: Awaited<ReturnType<typeof testOrders>>;
beforeAll(async () => {
  payments = await testPayments();
  orders = await testOrders({
    wired: (rpc): PaymentsRpc => ({
      ...rpc,
      authorise: (request) => payments.payments.authorise(request),
    }),
  });
});
afterAll(async () => {
  await orders.stop();
  await payments.stop();
});

const NOW_MS = Date.UTC(2026, 10, 22);
const STEPS = 23_188;

interface CartOptions {
  variantId: string;
  currency: string;
  priceText: string;
  shippingMinor?: number;
}

/** Makes a cart with one unit of a product imported at `priceText`, and an odd shipping rate. */
const cartOf = ({ variantId, currency, priceText, shippingMinor = 1001 }: CartOptions) => {
  const unitPriceMinor = parseDecimal(priceText, currency) ?? -1;
  const variant = variantNamed("Thing", { variantId, unitPriceMinor });
  const { productId, slug, title } = variant;
  const seen = { productId, slug, title, price: money(unitPriceMinor, currency) };
  const stored: StoredCart = {
    id: newId("cart"),
    version: 1,
    status: "open",
    userId: null,
    currency,
    country: "DE",
    email: "ada@example.com",
    note: null,
    sms: false,
    shippingAddress: ADDRESS,
    billingAddress: null,
    shippingOptionId: STANDARD.id,
    lines: [{ id: newId("line"), quantity: 1, variantId, properties: {}, addedAtMs: NOW_MS, seen }],
    touchedAtSeconds: NOW_MS / 1000,
    placingSinceSeconds: 0,
    orderId: null,
  };
  const shippingRates = [{ ...STANDARD, amountMinor: shippingMinor, maxSubtotalMinor: null }];
  const stock = [sellable(variantId, 1)];
  const materials = {
    variants: [variant],
    terms: { stock, locations: [], shippingRates, taxRatePpm: 190_000 },
    shop: { sourcing: "priority" as const },
  };
  const cart = priceCart(stored, materials, { shopCountry: "DE", served: null, nowMs: NOW_MS });
  return { cart, materials };
};

const askedFor = (cart: Cart) => ({
  order: { cartId: cart.id, payment: { method: "card" as const, token: "pm_card_visa" } },
  request: { scope: "cart POST /v1/orders", key: crypto.randomUUID(), fingerprint: "f" },
  customerId: null,
  network: null,
  country: "DE",
  storefrontUrl: "https://shop.test",
});

const place = async ({ cart, materials }: ReturnType<typeof cartOf>): Promise<Order> => {
  const placement = placementOf(cart, materials, askedFor(cart));
  const placed = await inCall(() => orders.placing.place(placement));
  expect({ currency: cart.currency, status: placed.answer.status }).toMatchObject({ status: 201 });
  const row = await orders.store.find(placed.orderId ?? "");
  if (!row) throw new Error("the order that was just placed was not found");
  return orderView(row);
};

/** Returns the amount after the last "Total: " of a mail, in minor units. */
const totalIn = (mail: string, currency: string) => {
  const [, shown = ""] = /^Total: .*?(\d[\d,.]*)\D*$/m.exec(mail) ?? [];
  return parseDecimal(shown.replaceAll(",", ""), currency);
};

const sumOf = ({ totals }: Cart) =>
  totals.subtotal.amount - totals.discount.amount + totals.shipping.amount;

describe("a currency that can be charged", () => {
  test.each(PAYMENT_CURRENCIES)(
    "%s: uses the same amount in price, cart, order, payment, mail and refund",
    async (currency) => {
      const priceMinor = STEPS * stepMinor(currency);
      const variantId = await stockedVariant(orders.stock, 1);
      const quote = cartOf({
        variantId,
        currency,
        priceText: formatDecimal(priceMinor, currency),
      });
      const { total } = quote.cart.totals;
      expect(quote.cart.lines[0]?.unitPrice).toEqual(money(priceMinor, currency));
      expect(total).toEqual(money(sumOf(quote.cart), currency));

      const order = await place(quote);
      expect(order).toMatchObject({ status: "confirmed", totals: { total } });

      const { text } = orderConfirmedMail({ order, shop: shopAt("https://shop.test") });
      expect(text).toContain(formatMoney(total));
      expect(totalIn(text, currency)).toBe(total.amount);

      const taken = await inCall(() => payments.payments.capture(order.id));
      expect(taken).toMatchObject({ state: "succeeded", capturedMinor: total.amount });
      const { providerRef } = await payments.rowOf(order.id);
      const charges = await payments.client.charges.list({ payment_intent: providerRef ?? "" });
      const [charge] = charges.data;
      expect(charge?.currency).toBe(currency.toLowerCase());
      expect(fromStripe(charge?.amount_captured ?? 0, currency)).toEqual(total);
    },
  );
});

describe("a total that cannot be charged", () => {
  test.each([
    ["less", "0.49"],
    ["more", "1000000"],
  ])(
    "refuses an order of %s with the limits, and releases its units and its cart",
    async (_, price) => {
      const variantId = await stockedVariant(orders.stock, 1);
      const { cart, materials } = cartOf({
        variantId,
        currency: "EUR",
        priceText: price,
        shippingMinor: 0,
      });
      const placed = await inCall(() =>
        orders.placing.place(placementOf(cart, materials, askedFor(cart))),
      );
      expect(placed).toMatchObject({ cart: "open", answer: { status: 422 } });
      expect(JSON.parse(placed.answer.body)).toMatchObject({
        code: "amount_not_chargeable",
        minimum: money(50, "EUR"),
        maximum: money(99_999_999, "EUR"),
      });
      expect(await orders.stock.levels([variantId])).toMatchObject([{ available: 1, reserved: 0 }]);
    },
  );
});

describe("a currency that no provider charges", () => {
  const refused = CURRENCIES.filter((code) => !PAYMENT_CURRENCIES.includes(code));

  test.each(refused)("refuses %s by name when the shop is configured with it", (currency) => {
    for (const [worker, vars] of [
      ["settings", SettingsVars] as const,
      ["catalog", CatalogVars] as const,
    ]) {
      const configured = () => parseEnv(worker, vars, { SHOP_CURRENCY: currency });
      expect(configured).toThrow(EnvironmentError);
      expect(configured).toThrow(new RegExp(`SHOP_CURRENCY \\(${currency} is .*no payment`));
    }
  });
});
