import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { SellableVariant } from "#contract/catalog";
import { newId } from "#kernel/ids";
import { includedPortion, money } from "#kernel/money";
import type { Materials } from "./materials";
import { countryOf, optionsFor, priceCart } from "./pricing.rules";
import { CART_TTL_MS, type StoredCart, type StoredLine } from "./stored-cart.rules";
import { ADDRESS, FREE, STANDARD, variantNamed } from "./testing";

const NOW_MS = Date.UTC(2026, 10, 22);
const OCCASION = { shopCountry: "DE", nowMs: NOW_MS };

const cartOf = (overrides: Partial<StoredCart> = {}): StoredCart => ({
  id: newId("cart"),
  version: 3,
  status: "open",
  userId: null,
  currency: "EUR",
  country: null,
  email: null,
  note: null,
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

const materialsOf = (variants: SellableVariant[], available = 100): Materials => ({
  variants,
  terms: {
    stock: variants.map(({ variantId }) => ({
      variantId,
      available,
      reserved: 0,
      sold: 0,
      version: 1,
    })),
    shippingRates: [STANDARD, FREE],
    taxRatePpm: 190_000,
  },
});

const price = (cart: StoredCart, materials: Materials) => priceCart(cart, materials, OCCASION);
const codes = (messages: { code: string }[]) => messages.map(({ code }) => code);

test("offers and charges shipping at a price that can be charged in the currency", () => {
  const dates = variantNamed("Dates", { unitPriceMinor: 10_000 });
  const [option] = [{ ...STANDARD, amountMinor: 1001, maxSubtotalMinor: null }];
  const base = materialsOf([dates]);
  const materials = { ...base, terms: { ...base.terms, shippingRates: [option] } };
  const lines = [lineOf(dates, 1)];
  const cart = cartOf({ currency: "KWD", lines, shippingOptionId: STANDARD.id });
  expect(optionsFor(cart, materials)).toMatchObject([{ price: money(1000, "KWD") }]);
  const { totals } = price(cart, materials);
  expect(totals).toMatchObject({ shipping: money(1000, "KWD"), total: money(11_000, "KWD") });
});

describe("pricing", () => {
  test("the parts sum to the totals, whatever is in the cart", () => {
    const line = fc.record({
      unitPriceMinor: fc.option(fc.integer({ min: 0, max: 10_000_000 }), { freq: 8 }),
      published: fc.boolean(),
      known: fc.boolean(),
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
        const base = materialsOf(variants.filter((_, i) => lines[i]?.known));
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

  test("prices are today's, and a changed one is told", () => {
    const tea = variantNamed("Tea", { unitPriceMinor: 450 });
    const cart = price(cartOf({ lines: [lineOf(tea, 2, 400)] }), materialsOf([tea]));
    expect(cart.lines).toMatchObject([
      { unitPrice: money(450, "EUR"), subtotal: money(900, "EUR"), available: true },
    ]);
    expect(cart.messages).toMatchObject([
      { code: "price_changed", severity: "info", path: "/lines/0/unitPrice" },
    ]);
    expect(cart.messages).toEqual(cart.lines[0]?.messages ?? []);
    expect(cart.messages[0]?.content).toContain("€4.00");
  });

  test("a price in another currency is no changed price", () => {
    const tea = variantNamed("Tea", { unitPriceMinor: 450 });
    const cart = cartOf({ currency: "USD", lines: [lineOf(tea, 2, 400)] });
    expect(price(cart, materialsOf([tea])).messages).toEqual([]);
  });

  test("more than there is in stock is told on every line of the variant", () => {
    const mug = variantNamed("Mug");
    const lines = [lineOf(mug, 2), lineOf(mug, 2)];
    const cart = price(cartOf({ lines }), materialsOf([mug], 3));
    expect(cart.lines.map(({ available }) => available)).toEqual([false, false]);
    expect(codes(cart.messages)).toEqual(["insufficient_stock", "insufficient_stock"]);
    expect(cart.totals.subtotal.amount).toBe(4 * 1999);
    expect(price(cartOf({ lines }), materialsOf([mug], 4)).messages).toEqual([]);
  });

  test("what may be sold without stock is available", () => {
    const book = variantNamed("Book", { inventoryPolicy: "continue" });
    const cart = price(cartOf({ lines: [lineOf(book, 5)] }), materialsOf([book], 0));
    expect(cart.lines).toMatchObject([{ available: true, messages: [] }]);
  });

  test("shows a variant as available when its stock is not counted", () => {
    const engraving = variantNamed("Engraving", { tracked: false });
    const cart = price(cartOf({ lines: [lineOf(engraving, 999)] }), materialsOf([engraving], 0));
    expect(cart.lines).toMatchObject([{ available: true, messages: [] }]);
  });

  test("a variant nobody has counted is not in stock", () => {
    const mug = variantNamed("Mug");
    const { terms, ...rest } = materialsOf([mug]);
    const cart = price(cartOf({ lines: [lineOf(mug, 1)] }), {
      ...rest,
      terms: { ...terms, stock: [] },
    });
    expect(cart.lines).toMatchObject([{ available: false }]);
  });

  test("a line that can no longer be bought is shown as it was and counts for nothing", () => {
    const [gone, hidden, unpriced] = [
      variantNamed("Gone"),
      variantNamed("Hidden", { published: false }),
      variantNamed("Unpriced", { unitPriceMinor: null }),
    ];
    const lines = [gone, hidden, unpriced].map((variant) => lineOf(variant, 1));
    const cart = price(
      cartOf({ lines, shippingOptionId: STANDARD.id }),
      materialsOf([hidden, unpriced]),
    );
    expect(codes(cart.messages)).toEqual(["variant_gone", "variant_gone", "variant_gone"]);
    expect(cart.lines.map(({ title }) => title)).toEqual(["Gone", "Hidden", "Unpriced"]);
    expect(cart.lines.map(({ productId }) => productId)).toEqual(
      [gone, hidden, unpriced].map(({ productId }) => productId),
    );
    expect(cart.totals.total).toEqual(money(0, "EUR"));
    expect(cart.totals.shipping).toEqual(money(0, "EUR"));
  });

  test("shipping is offered by subtotal, and a choice that no longer fits is told", () => {
    const tea = variantNamed("Tea", { unitPriceMinor: 2500 });
    const materials = materialsOf([tea]);
    const one = cartOf({ lines: [lineOf(tea, 1)], shippingOptionId: STANDARD.id });
    const two = { ...one, lines: [lineOf(tea, 2)] };
    expect(optionsFor(one, materials).map(({ id }) => id)).toEqual([STANDARD.id]);
    expect(optionsFor(two, materials).map(({ id }) => id)).toEqual([FREE.id]);
    expect(price(one, materials)).toMatchObject({
      shippingOption: { id: STANDARD.id, price: money(499, "EUR") },
      totals: { shipping: money(499, "EUR"), total: money(2999, "EUR") },
      messages: [],
    });
    expect(price(two, materials)).toMatchObject({
      shippingOption: null,
      totals: { shipping: money(0, "EUR"), total: money(5000, "EUR") },
      messages: [{ code: "shipping_option_gone", path: "/shippingOption" }],
    });
  });

  test("an empty cart costs nothing, whatever its shipping would", () => {
    const cart = price(cartOf({ shippingOptionId: STANDARD.id }), materialsOf([]));
    expect(cart).toMatchObject({
      shippingOption: { id: STANDARD.id },
      totals: { total: money(0, "EUR") },
    });
  });

  test("the address decides the country, else the shopper's word, else the shop's own", () => {
    const shippingAddress = { ...ADDRESS, country: "FR" };
    expect(countryOf(cartOf({ country: "AT", shippingAddress }), "DE")).toBe("FR");
    expect(countryOf(cartOf({ country: "AT" }), "DE")).toBe("AT");
    expect(countryOf(cartOf(), "DE")).toBe("DE");
  });

  test("a cart tells when it ends, and the order it has become", () => {
    const orderId = newId("order");
    const cart = price(cartOf({ status: "completed", orderId }), materialsOf([]));
    expect(cart.expiresAt).toBe(new Date(NOW_MS + CART_TTL_MS).toISOString());
    expect(cart.orderId).toBe(orderId);
    expect("orderId" in price(cartOf(), materialsOf([]))).toBe(false);
  });

  test("a placement that has lapsed holds the cart no longer", () => {
    const since = (seconds: number) => ({
      status: "placing" as const,
      placingSinceSeconds: NOW_MS / 1000 - seconds,
    });
    const statusOf = (cart: StoredCart) => price(cart, materialsOf([])).status;
    expect(statusOf(cartOf(since(60)))).toBe("placing");
    expect(statusOf(cartOf(since(61)))).toBe("open");
    expect(statusOf(cartOf({ ...since(61), orderId: newId("order") }))).toBe("placing");
  });
});
