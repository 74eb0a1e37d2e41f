import type { Cart, CartLine, ShippingOption, Totals } from "#contract/cart";
import { allocate, includedPortion, money } from "#kernel/money";
import { isGone, priceLines } from "./cart-lines.rules";
import type { Materials } from "./materials";
import { shippingOptionGone } from "./messages";
import { offeredFor } from "./shipping";
import { CART_TTL_MS, type StoredCart, statusAt } from "./stored-cart.rules";

export interface Occasion {
  shopCountry: string;
  nowMs: number;
}

/** Where the cart goes to, as far as its shopper has said. */
export const countryOf = (cart: StoredCart, shopCountry: string) =>
  cart.shippingAddress?.country ?? cart.country ?? shopCountry;

/** The shipping that is offered for what is in the cart. */
export const optionsFor = (cart: StoredCart, materials: Materials): ShippingOption[] =>
  offeredFor(priceLines(cart, materials), materials.terms.shippingRates, cart.currency);

/** The tax inside the whole, split so that the parts sum to it: one for each line, the last for shipping. */
const taxParts = (lines: readonly CartLine[], shippingMinor: number, ratePpm: number) => {
  const parts = [...lines.map(({ total }) => total.amount), shippingMinor];
  const wholeMinor = parts.reduce((sum, part) => sum + part, 0);
  return allocate(includedPortion(wholeMinor, ratePpm), parts);
};

const totalsOf = (
  lines: readonly CartLine[],
  shipping: { amountMinor: number; taxMinor: number },
  currency: string,
): Totals => {
  const sum = (part: "subtotal" | "discount" | "tax" | "total") =>
    lines.reduce((total, line) => total + line[part].amount, 0);
  return {
    subtotal: money(sum("subtotal"), currency),
    discount: money(sum("discount"), currency),
    shipping: money(shipping.amountMinor, currency),
    tax: money(sum("tax") + shipping.taxMinor, currency),
    shippingTax: money(shipping.taxMinor, currency),
    total: money(sum("total") + shipping.amountMinor, currency),
    taxIncluded: true,
  };
};

const priceWhole = (cart: StoredCart, materials: Materials) => {
  const { currency } = cart;
  const { shippingRates, taxRatePpm } = materials.terms;
  const untaxed = priceLines(cart, materials);
  const offered = offeredFor(untaxed, shippingRates, currency);
  const shippingOption = offered.find(({ id }) => id === cart.shippingOptionId) ?? null;
  const ships = untaxed.some((line) => !isGone(line));
  const amountMinor = ships && shippingOption ? shippingOption.price.amount : 0;
  const taxes = taxParts(untaxed, amountMinor, taxRatePpm);
  const lines = untaxed.map((line, index) => ({
    ...line,
    tax: money(taxes[index] ?? 0, currency),
  }));
  const totals = totalsOf(lines, { amountMinor, taxMinor: taxes.at(-1) ?? 0 }, currency);
  return { lines, shippingOption, totals };
};

/** Prices a cart: the same cart with the same materials costs the same, whoever asks. */
export const priceCart = (
  cart: StoredCart,
  materials: Materials,
  { shopCountry, nowMs }: Occasion,
): Cart => {
  const { lines, shippingOption, totals } = priceWhole(cart, materials);
  const status = statusAt(cart, nowMs);
  const lost = cart.shippingOptionId !== null && shippingOption === null;
  return {
    id: cart.id,
    version: cart.version,
    status,
    currency: cart.currency,
    country: countryOf(cart, shopCountry),
    email: cart.email,
    note: cart.note,
    shippingAddress: cart.shippingAddress,
    billingAddress: cart.billingAddress,
    shippingOption,
    lines,
    discounts: [],
    totals,
    messages: [...lines.flatMap(({ messages }) => messages), ...(lost ? [shippingOptionGone] : [])],
    expiresAt: new Date(cart.touchedAtSeconds * 1000 + CART_TTL_MS).toISOString(),
    ...(cart.orderId && status !== "open" ? { orderId: cart.orderId } : {}),
  };
};
