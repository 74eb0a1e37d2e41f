import { isGone, type PricingInputs, priceLines } from "#cart/pricing/cart-lines.rules";
import { deliveryMessages, type ServedCountries } from "#cart/pricing/served-countries.rules";
import { areUnshipped } from "#cart/pricing/shipped-lines.rules";
import { CART_TTL_MS, type StoredCart, statusAt } from "#cart/stored-cart.rules";
import type { Cart, CartLine, CartMessage, ShippingOption, Totals } from "#contract/cart";
import { phoneIn } from "#kernel/address/phone";
import { allocate, includedPortion, money, roundToStep } from "#kernel/money";
import type { ShippingRate } from "#orders/terms.contract";

export interface PricingContext {
  shopCountry: string;
  served: ServedCountries;
  nowMs: number;
}

/** Returns the country that the shopper has chosen: that of the address, else the cart's, else null. */
export const chosenCountry = ({ shippingAddress, country }: StoredCart) =>
  shippingAddress?.country ?? country;

/** Returns the destination country: the chosen one, else the shop's. */
export const countryOf = (cart: StoredCart, shopCountry: string) =>
  chosenCountry(cart) ?? shopCountry;

/** Returns the phone of the shipping address in the form E.164; null if it has no valid one. */
export const phoneOf = ({ shippingAddress }: Pick<StoredCart, "shippingAddress">) =>
  shippingAddress?.phone ? phoneIn(shippingAddress.phone, shippingAddress.country) : null;

const subtotalOf = (lines: readonly CartLine[]) =>
  lines.reduce((sum, { subtotal }) => sum + subtotal.amount, 0);

/** Returns the shipping rates that match the subtotal, as options at prices that can be charged; none for digital goods. */
const offeredFor = (
  lines: readonly CartLine[],
  rates: readonly ShippingRate[],
  currency: string,
): ShippingOption[] => {
  if (areUnshipped(lines)) return [];
  const subtotalMinor = subtotalOf(lines);
  return rates
    .filter(
      ({ minSubtotalMinor, maxSubtotalMinor }) =>
        subtotalMinor >= minSubtotalMinor &&
        (maxSubtotalMinor === null || subtotalMinor < maxSubtotalMinor),
    )
    .map(({ id, title, amountMinor, pickup }) => ({
      id,
      title,
      price: money(roundToStep(amountMinor, currency), currency),
      ...(pickup ? { pickup } : {}),
    }));
};

/** Returns the shipping options for the content of the cart. */
export const optionsFor = (cart: StoredCart, inputs: PricingInputs): ShippingOption[] =>
  offeredFor(priceLines(cart, inputs), inputs.terms.shippingRates, cart.currency);

const shippingOptionGone: CartMessage = {
  code: "shipping_option_gone",
  severity: "warning",
  content: "The chosen shipping is no longer offered for this cart. Please choose again.",
  path: "/shippingOption",
};

/** The amounts of a line. */
type Amounts = Pick<CartLine, "subtotal" | "discount" | "tax" | "total">;

/**
 * Splits the tax of the whole cart into parts that sum to the tax: one for each line, and the last for
 * shipping.
 */
const taxParts = (lines: readonly Amounts[], shippingMinor: number, ratePpm: number) => {
  const parts = [...lines.map(({ total }) => total.amount), shippingMinor];
  const wholeMinor = parts.reduce((sum, part) => sum + part, 0);
  return allocate(includedPortion(wholeMinor, ratePpm), parts);
};

const totalsOf = (
  lines: readonly Amounts[],
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

interface Taxation {
  shippingMinor: number;
  taxRatePpm: number;
  currency: string;
}

/**
 * Returns lines with their parts of the tax, and the totals of lines and shipping. Carts and edited orders are priced
 * alike, and the parts sum to the whole.
 */
export const totalled = <Line extends Amounts>(
  untaxed: readonly Line[],
  { shippingMinor, taxRatePpm, currency }: Taxation,
) => {
  const taxes = taxParts(untaxed, shippingMinor, taxRatePpm);
  const lines = untaxed.map((line, index) => ({
    ...line,
    tax: money(taxes[index] ?? 0, currency),
  }));
  const shipping = { amountMinor: shippingMinor, taxMinor: taxes.at(-1) ?? 0 };
  return { lines, totals: totalsOf(lines, shipping, currency) };
};

const priceContent = (cart: StoredCart, inputs: PricingInputs) => {
  const { currency } = cart;
  const { shippingRates, taxRatePpm } = inputs.terms;
  const untaxed = priceLines(cart, inputs);
  const offered = offeredFor(untaxed, shippingRates, currency);
  const shippingOption = offered.find(({ id }) => id === cart.shippingOptionId) ?? null;
  const ships = untaxed.some((line) => !isGone(line));
  const shippingMinor = ships && shippingOption ? shippingOption.price.amount : 0;
  return { shippingOption, ...totalled(untaxed, { shippingMinor, taxRatePpm, currency }) };
};

/** Returns the market whose prices the cart has; nothing without one. */
const marketOf = ({ variants }: PricingInputs): Pick<Cart, "market"> => {
  const market = variants[0]?.market;
  return market ? { market } : {};
};

/** Prices a cart. Equal carts with equal inputs cost the same, for every buyer. */
export const priceCart = (
  cart: StoredCart,
  inputs: PricingInputs,
  { shopCountry, served, nowMs }: PricingContext,
): Cart => {
  const { lines, shippingOption, totals } = priceContent(cart, inputs);
  const status = statusAt(cart, nowMs);
  const country = countryOf(cart, shopCountry);
  const lost = cart.shippingOptionId !== null && shippingOption === null && !areUnshipped(lines);
  return {
    id: cart.id,
    version: cart.version,
    status,
    currency: cart.currency,
    country,
    ...marketOf(inputs),
    email: cart.email,
    note: cart.note,
    sms: cart.sms && phoneOf(cart) !== null,
    shippingAddress: cart.shippingAddress,
    billingAddress: cart.billingAddress,
    shippingOption,
    lines,
    discounts: [],
    totals,
    messages: [
      ...lines.flatMap(({ messages }) => messages),
      ...(lost ? [shippingOptionGone] : []),
      ...deliveryMessages(country, served),
    ],
    expiresAt: new Date(cart.touchedAtSeconds * 1000 + CART_TTL_MS).toISOString(),
    ...(cart.orderId && status !== "open" ? { orderId: cart.orderId } : {}),
  };
};
