import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { PricingInputs } from "#cart/pricing/cart-lines.rules";
import { variantNamed } from "#cart/pricing/catalog.testing";
import { countryOf, optionsFor, priceCart } from "#cart/pricing/pricing.rules";
import { CART_TTL_MS, type StoredCart, type StoredLine } from "#cart/stored-cart.rules";
import { ADDRESS } from "#cart/testing";
import type { SellableVariant } from "#contract/catalog";
import { newId } from "#kernel/ids";
import { includedPortion, money } from "#kernel/money";
import { FREE, STANDARD, sellable } from "#orders/terms.testing";

const NOW_MS = Date.UTC(2026, 10, 22);
const CONTEXT = { shopCountry: "DE", served: null, nowMs: NOW_MS };

const cartOf = (overrides: Partial<StoredCart> = {}): StoredCart => ({
  id: newId("cart"),
  version: 3,
  status: "open",
  userId: null,
  currency: "EUR",
  country: null,
  email: null,
  note: null,
  sms: false,
  shippingAddress: null,
  billingAddress: null,
  shippingOptionId: null,
  lines: [],
  touchedAtSeconds: NOW_MS / 1000,
  placingSinceSeconds: 0,
  orderId: null,
  ...overrides,
});

const lineOf = (variant: SellableVariant, quantity: number, seenMinor?: number): StoredLine => {
  const { variantId, productId, slug, title, unitPriceMinor } = variant;
  const price = money(seenMinor ?? unitPriceMinor ?? 0, "EUR");
  const seen = { productId, slug, title, price };
  return { id: newId("line"), quantity, variantId, properties: {}, addedAtMs: NOW_MS, seen };
};

const inputsOf = (variants: SellableVariant[], available = 100): PricingInputs => ({
  variants,
  terms: {
    stock: variants.map(({ variantId }) => sellable(variantId, available)),
    locations: [],
    shippingRates: [STANDARD, FREE],
    taxRatePpm: 190_000,
  },
});

const price = (cart: StoredCart, inputs: PricingInputs) => priceCart(cart, inputs, CONTEXT);
const codes = (messages: { code: string }[]) => messages.map(({ code }) => code);

test("offers and charges shipping at a price that can be charged in the currency", () => {
  const dates = variantNamed("Dates", { unitPriceMinor: 10_000 });
  const [option] = [{ ...STANDARD, amountMinor: 1001, maxSubtotalMinor: null }];
  const base = inputsOf([dates]);
  const inputs = { ...base, terms: { ...base.terms, shippingRates: [option] } };
  const lines = [lineOf(dates, 1)];
  const cart = cartOf({ currency: "KWD", lines, shippingOptionId: STANDARD.id });
  expect(optionsFor(cart, inputs)).toMatchObject([{ price: money(1000, "KWD") }]);
  const { totals } = price(cart, inputs);
  expect(totals).toMatchObject({ shipping: money(1000, "KWD"), total: money(11_000, "KWD") });
});

describe("prices of a cart", () => {
  test("returns totals that are the sums of their parts for every cart", () => {
    const line = fc.record({
      unitPriceMinor: fc.option(fc.integer({ min: 0, max: 10_000_000 }), { freq: 8 }),
      published: fc.boolean(),
      exists: fc.boolean(),
      quantity: fc.integer({ min: 1, max: 999 }),
    });
    const situation = fc.record({
      lines: fc.array(line, { maxLength: 30 }),
      taxRatePpm: fc.integer({ min: 0, max: 300_000 }),
      shippingMinor: fc.integer({ min: 0, max: 10_000 }),
      chosen: fc.constantFrom(null, "sho_one", "sho_other"),
    });
    fc.assert(
      fc.property(situation, ({ lines, taxRatePpm, shippingMinor, chosen }) => {
        const variants = lines.map((one) => variantNamed("Thing", one));
        const stored = variants.map((variant, i) => lineOf(variant, lines[i]?.quantity ?? 1));
        const base = inputsOf(variants.filter((_, i) => lines[i]?.exists));
        const rate = { ...FREE, id: "sho_one", amountMinor: shippingMinor, minSubtotalMinor: 0 };
        const terms = { ...base.terms, taxRatePpm, shippingRates: [rate] };
        const cart = price(cartOf({ lines: stored, shippingOptionId: chosen }), { ...base, terms });

        const sum = (part: "subtotal" | "discount" | "tax" | "total") =>
          cart.lines.reduce((total, one) => total + one[part].amount, 0);
        const { totals } = cart;
        expect(sum("subtotal")).toBe(totals.subtotal.amount);
        expect(sum("discount")).toBe(totals.discount.amount);
        expect(sum("tax") + (totals.shippingTax?.amount ?? 0)).toBe(totals.tax.amount);
        expect(sum("total") + totals.shipping.amount).toBe(totals.total.amount);
        expect(totals.tax.amount).toBe(includedPortion(totals.total.amount, taxRatePpm));
        for (const one of cart.lines) {
          expect(one.subtotal.amount).toBe(one.unitPrice.amount * one.quantity);
          const exact = includedPortion(one.total.amount, taxRatePpm);
          expect(Math.abs(one.tax.amount - exact)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test("uses current prices, and reports a price that has changed since the line was added", () => {
    const tea = variantNamed("Tea", { unitPriceMinor: 450 });
    const cart = price(cartOf({ lines: [lineOf(tea, 2, 400)] }), inputsOf([tea]));
    expect(cart.lines).toMatchObject([
      { unitPrice: money(450, "EUR"), subtotal: money(900, "EUR"), available: true },
    ]);
    expect(cart.messages).toMatchObject([
      { code: "price_changed", severity: "info", path: "/lines/0/unitPrice" },
    ]);
    expect(cart.messages).toEqual(cart.lines[0]?.messages ?? []);
    expect(cart.messages[0]?.content).toContain("€4.00");
  });

  test("reports no changed price when the line was added in another currency", () => {
    const tea = variantNamed("Tea", { unitPriceMinor: 450 });
    const cart = cartOf({ currency: "USD", lines: [lineOf(tea, 2, 400)] });
    expect(price(cart, inputsOf([tea])).messages).toEqual([]);
  });

  test("reports insufficient stock on every line of the variant", () => {
    const mug = variantNamed("Mug");
    const lines = [lineOf(mug, 2), lineOf(mug, 2)];
    const cart = price(cartOf({ lines }), inputsOf([mug], 3));
    expect(cart.lines.map(({ available }) => available)).toEqual([false, false]);
    expect(codes(cart.messages)).toEqual(["insufficient_stock", "insufficient_stock"]);
    expect(cart.totals.subtotal.amount).toBe(4 * 1999);
    expect(price(cartOf({ lines }), inputsOf([mug], 4)).messages).toEqual([]);
  });

  test("shows a variant without stock as available when its policy is continue", () => {
    const book = variantNamed("Book", { inventoryPolicy: "continue" });
    const cart = price(cartOf({ lines: [lineOf(book, 5)] }), inputsOf([book], 0));
    expect(cart.lines).toMatchObject([{ available: true, messages: [] }]);
  });

  test("shows an untracked variant as available", () => {
    const engraving = variantNamed("Engraving", { tracked: false });
    const cart = price(cartOf({ lines: [lineOf(engraving, 999)] }), inputsOf([engraving], 0));
    expect(cart.lines).toMatchObject([{ available: true, messages: [] }]);
  });

  test("shows the return policy of a product", () => {
    const returnPolicy = { returnable: false, windowDays: null };
    const book = variantNamed("Book", { returnPolicy });
    expect(price(cartOf({ lines: [lineOf(book, 1)] }), inputsOf([book])).lines).toMatchObject([
      { returnPolicy },
    ]);
  });

  test("shows a variant without a stock level as unavailable", () => {
    const mug = variantNamed("Mug");
    const { terms, ...rest } = inputsOf([mug]);
    const cart = price(cartOf({ lines: [lineOf(mug, 1)] }), {
      ...rest,
      terms: { ...terms, stock: [] },
    });
    expect(cart.lines).toMatchObject([{ available: false }]);
  });

  test("shows a line that cannot be bought as it was when added, at no cost", () => {
    const [gone, hidden, unpriced] = [
      variantNamed("Gone"),
      variantNamed("Hidden", { published: false }),
      variantNamed("Unpriced", { unitPriceMinor: null }),
    ];
    const lines = [gone, hidden, unpriced].map((variant) => lineOf(variant, 1));
    const cart = price(
      cartOf({ lines, shippingOptionId: STANDARD.id }),
      inputsOf([hidden, unpriced]),
    );
    expect(codes(cart.messages)).toEqual(["variant_gone", "variant_gone", "variant_gone"]);
    expect(cart.lines.map(({ title }) => title)).toEqual(["Gone", "Hidden", "Unpriced"]);
    expect(cart.lines.map(({ productId }) => productId)).toEqual(
      [gone, hidden, unpriced].map(({ productId }) => productId),
    );
    expect(cart.totals.total).toEqual(money(0, "EUR"));
    expect(cart.totals.shipping).toEqual(money(0, "EUR"));
  });

  test("offers shipping options by subtotal, and reports a chosen option that is not offered", () => {
    const tea = variantNamed("Tea", { unitPriceMinor: 2500 });
    const inputs = inputsOf([tea]);
    const one = cartOf({ lines: [lineOf(tea, 1)], shippingOptionId: STANDARD.id });
    const two = { ...one, lines: [lineOf(tea, 2)] };
    expect(optionsFor(one, inputs).map(({ id }) => id)).toEqual([STANDARD.id]);
    expect(optionsFor(two, inputs).map(({ id }) => id)).toEqual([FREE.id]);
    expect(price(one, inputs)).toMatchObject({
      shippingOption: { id: STANDARD.id, price: money(499, "EUR") },
      totals: { shipping: money(499, "EUR"), total: money(2999, "EUR") },
      messages: [],
    });
    expect(price(two, inputs)).toMatchObject({
      shippingOption: null,
      totals: { shipping: money(0, "EUR"), total: money(5000, "EUR") },
      messages: [{ code: "shipping_option_gone", path: "/shippingOption" }],
    });
  });

  test("charges no shipping for an empty cart", () => {
    const cart = price(cartOf({ shippingOptionId: STANDARD.id }), inputsOf([]));
    expect(cart).toMatchObject({
      shippingOption: { id: STANDARD.id },
      totals: { total: money(0, "EUR") },
    });
  });

  test("prices for the country of the shipping address, else of the cart, else of the shop", () => {
    const shippingAddress = { ...ADDRESS, country: "FR" };
    expect(countryOf(cartOf({ country: "AT", shippingAddress }), "DE")).toBe("FR");
    expect(countryOf(cartOf({ country: "AT" }), "DE")).toBe("AT");
    expect(countryOf(cartOf(), "DE")).toBe("DE");
  });

  test("shows the time at which a cart expires, and the id of its order", () => {
    const orderId = newId("order");
    const cart = price(cartOf({ status: "completed", orderId }), inputsOf([]));
    expect(cart.expiresAt).toBe(new Date(NOW_MS + CART_TTL_MS).toISOString());
    expect(cart.orderId).toBe(orderId);
    expect("orderId" in price(cartOf(), inputsOf([]))).toBe(false);
  });

  test("shows a cart as open when its freeze has lapsed", () => {
    const since = (seconds: number) => ({
      status: "placing" as const,
      placingSinceSeconds: NOW_MS / 1000 - seconds,
    });
    const statusOf = (cart: StoredCart) => price(cart, inputsOf([])).status;
    expect(statusOf(cartOf(since(60)))).toBe("placing");
    expect(statusOf(cartOf(since(61)))).toBe("open");
    expect(statusOf(cartOf({ ...since(61), orderId: newId("order") }))).toBe("placing");
  });
});
