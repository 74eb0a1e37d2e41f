import type { LineContent, SeenVariant, StoredCart, StoredLine } from "#cart/stored-cart.rules";
import type { CartLine, CartMessage, NewLine } from "#contract/cart";
import type { PriceTier, SellableVariant } from "#contract/catalog";
import { AppError } from "#kernel/errors";
import { formatMoney, type Money, money } from "#kernel/money";
import type { SellableStock } from "#orders/stock.contract";
import { unitsLeft } from "#orders/stock.contract";
import type { PricingTerms } from "#orders/terms.contract";

/** Prices, stock, shipping rates and tax of one cart, read again for each response. */
export interface PricingInputs {
  variants: readonly SellableVariant[];
  terms: PricingTerms;
}

export const NO_PRICING_INPUTS: PricingInputs = {
  variants: [],
  terms: { stock: [], locations: [], shippingRates: [], taxRatePpm: 0 },
};

export type PricedVariant = SellableVariant & { unitPriceMinor: number };

/** Returns whether the variant is published and has a price. Stock is checked separately. */
export const isSellable = (variant: SellableVariant | undefined): variant is PricedVariant =>
  variant?.published === true && variant.unitPriceMinor !== null;

/** Returns the variant's policy for orders beyond its stock. An untracked variant has no limit. */
export const policyOf = ({ tracked, inventoryPolicy }: SellableVariant) =>
  tracked ? inventoryPolicy : ("untracked" as const);

/** Returns the error for a variant that cannot be added to a cart. */
export const refusalOf = (variant: SellableVariant | undefined, pointer: string) => {
  const code = variant ? "variant_unavailable" : "variant_unknown";
  const message = variant ? "This variant cannot be bought." : "Must be a variant of this shop.";
  return new AppError(code, undefined, { errors: [{ pointer, code, message }] });
};

interface Addition {
  line: NewLine;
  variant: PricedVariant;
  currency: string;
  addedAtMs: number;
}

/** Returns the content of a new line that the cart stores, with the variant as the shopper sees it now. */
export const lineContent = ({ line, variant, currency, addedAtMs }: Addition): LineContent => {
  const { variantId, properties = {} } = line;
  const { productId, slug, title, options, unitPriceMinor } = variant;
  const seen = {
    ...{ productId, slug, title, options, price: money(unitPriceMinor, currency) },
    ...(variant.tiers.length > 0 ? { tiers: variant.tiers } : {}),
  };
  return { variantId, properties, addedAtMs, seen };
};

/** Returns the price of each unit of a line with so many units. Tiers fall as the quantity rises. */
const unitPriceAt = (unitMinor: number, tiers: readonly PriceTier[], quantity: number) =>
  tiers.findLast(({ minQuantity }) => minQuantity <= quantity)?.amountMinor ?? unitMinor;

type Named = Pick<SeenVariant, "title" | "options">;

/** Returns the product's title with the variant's options, such as `“Mug (Blue, Large)”`. */
const nameOf = ({ title, options = {} }: Named) => {
  const values = Object.values(options).filter((value) => value !== "Default Title");
  return values.length > 0 ? `“${title} (${values.join(", ")})”` : `“${title}”`;
};

/** Returns a variant's options in a form that ignores order, case and Unicode composition. */
const normalised = (options: Record<string, string>) =>
  JSON.stringify(
    Object.entries(options)
      .map((option) => option.map((text) => text.normalize("NFC").toLowerCase()))
      .sort(),
  );

/**
 * Returns an error message, which blocks the order, if the variant's options are not those that the shopper
 * added.
 */
const optionsChanged = (seen: SeenVariant, now: Named, path: string): CartMessage[] => {
  if (!seen.options || normalised(seen.options) === normalised(now.options ?? {})) return [];
  const content = `${nameOf(seen)} is now ${nameOf(now)}. Please remove it, and add it again if it is what you want.`;
  return [{ code: "options_changed", severity: "error", content, path: `${path}/options` }];
};

const titleChanged = (seen: SeenVariant, now: Named, path: string): CartMessage[] => {
  if (seen.title === now.title) return [];
  const content = `“${seen.title}” is now called “${now.title}”.`;
  return [{ code: "title_changed", severity: "info", content, path: `${path}/title` }];
};

interface VariantComparison {
  seen: SeenVariant;
  quantity: number;
  now: Named;
  price: Money;
  path: string;
}

/** Compares the prices of as many units as the line has now, so that a tier is no change of price. */
const priceChanged = ({ seen, quantity, now, price, path }: VariantComparison): CartMessage[] => {
  const { currency } = seen.price;
  const before = money(unitPriceAt(seen.price.amount, seen.tiers ?? [], quantity), currency);
  if (currency !== price.currency || before.amount === price.amount) return [];
  const content = `${nameOf(now)} costs ${formatMoney(price)} now; it was ${formatMoney(before)} when you added it.`;
  return [{ code: "price_changed", severity: "info", content, path: `${path}/unitPrice` }];
};

/** Returns a message for each change of a variant since its line was added. */
const changesSince = (change: VariantComparison) => [
  ...optionsChanged(change.seen, change.now, change.path),
  ...titleChanged(change.seen, change.now, change.path),
  ...priceChanged(change),
];

const stockText = (name: string, available: number) => {
  if (available <= 0) return `${name} is out of stock.`;
  return `Only ${available} of ${name} ${available === 1 ? "is" : "are"} in stock.`;
};

const insufficientStock = (variant: Named, available: number, path: string): CartMessage => ({
  code: "insufficient_stock",
  severity: "warning",
  content: stockText(nameOf(variant), available),
  path: `${path}/quantity`,
  available: Math.max(0, available),
});

const buyerLimit = (variant: Named, max: number, path: string): CartMessage => ({
  code: "buyer_limit_reached",
  severity: "warning",
  content: `A buyer can have at most ${max} of ${nameOf(variant)}.`,
  path: `${path}/quantity`,
  available: max,
});

/**
 * Returns the message about a line that cannot be bought. `unpricedIn` is the cart's currency if the
 * variant is sold, but has no price in that currency; otherwise null.
 */
const variantGone = (variant: Named, unpricedIn: string | null, path: string): CartMessage => ({
  code: "variant_gone",
  severity: "error",
  content: `${nameOf(variant)} ${unpricedIn === null ? "is no longer sold" : `has no price in ${unpricedIn}`}. It is not part of the total.`,
  path,
});

type Appearance = Pick<CartLine, "productId" | "slug" | "title" | "sku" | "image" | "options">;

/** Returns the variant as it is now, or as it was when it was added if the catalog no longer has it. */
const appearanceOf = (line: StoredLine, variant: SellableVariant | undefined): Appearance => {
  const { productId, slug, title, options = {} } = variant ?? line.seen;
  const { sku = null, image = null } = variant ?? {};
  return { productId, slug, title, sku, image, options };
};

interface LineParts {
  line: StoredLine;
  appearance: Appearance;
  unitMinor: number;
  currency: string;
  available: boolean;
  variant?: SellableVariant | undefined;
  messages: CartMessage[];
}

/**
 * Returns the amounts of a line of a cart or an order. Its tax is 0 at first, because it is a share of the tax on the
 * whole.
 */
export const amountsOf = (unitMinor: number, quantity: number, currency: string) => {
  const total = money(unitMinor * quantity, currency);
  const none = money(0, currency);
  return {
    quantity,
    unitPrice: money(unitMinor, currency),
    subtotal: total,
    discount: none,
    tax: none,
    total,
  };
};

/** Returns a priced line, before its tax. */
const cartLine = (parts: LineParts): CartLine => {
  const { line, appearance, unitMinor, currency, available, messages } = parts;
  const { requiresShipping = true, returnPolicy } = parts.variant ?? {};
  return {
    id: line.id,
    variantId: line.variantId,
    ...appearance,
    properties: line.properties,
    ...amountsOf(unitMinor, line.quantity, currency),
    available,
    ...(requiresShipping ? {} : { requiresShipping }),
    ...(returnPolicy ? { returnPolicy } : {}),
    messages,
  };
};

/** Returns the units of each variant in the whole cart. */
const demandOf = (cart: Pick<StoredCart, "lines">) => {
  const demand = new Map<string, number>();
  for (const { variantId, quantity } of cart.lines)
    demand.set(variantId, (demand.get(variantId) ?? 0) + quantity);
  return demand;
};

const NOTHING_LEFT = { available: 0, backorderLeft: 0, buyerMax: null, preorder: null };
type Level = Pick<SellableStock, keyof typeof NOTHING_LEFT>;

/** Returns what the shopper learns of units that are not in stock: how many, and when a pre-order is released. */
const laterUnits = (
  quantity: number,
  { unitsInCart, level }: Pick<LineInputs, "unitsInCart" | "level">,
): Pick<CartLine, "backordered" | "preorder"> => {
  const missing = Math.min(quantity, Math.max(0, unitsInCart - level.available));
  const availableFrom = level.preorder && new Date(level.preorder.until).toISOString();
  return {
    ...(missing > 0 ? { backordered: missing } : {}),
    ...(availableFrom ? { preorder: { availableFrom } } : {}),
  };
};

/** Returns a message for each bound of a variant that the whole cart exceeds. */
const exceeded = (
  variant: PricedVariant,
  { unitsInCart, level, path }: Pick<LineInputs, "unitsInCart" | "level" | "path">,
): CartMessage[] => {
  const left = unitsLeft(level, policyOf(variant));
  const { buyerMax } = level;
  return [
    ...(unitsInCart > left ? [insufficientStock(variant, left, path)] : []),
    ...(buyerMax !== null && unitsInCart > buyerMax ? [buyerLimit(variant, buyerMax, path)] : []),
  ];
};

interface LineInputs {
  variant: SellableVariant | undefined;
  currency: string;
  unitsInCart: number;
  level: Level;
  path: string;
}

const priceLine = (line: StoredLine, inputs: LineInputs): CartLine => {
  const { variant, currency, path } = inputs;
  const appearance = appearanceOf(line, variant);
  if (!isSellable(variant)) {
    const messages = [variantGone(appearance, variant?.published ? currency : null, path)];
    return cartLine({ line, appearance, unitMinor: 0, currency, available: false, messages });
  }
  const { quantity } = line;
  const unitMinor = unitPriceAt(variant.unitPriceMinor, variant.tiers, quantity);
  const bounds = exceeded(variant, inputs);
  const available = bounds.length === 0;
  const price = money(unitMinor, currency);
  const change = { seen: line.seen, quantity, now: appearance, price, path };
  const messages = [...changesSince(change), ...bounds];
  const later = available && variant.tracked ? laterUnits(quantity, inputs) : {};
  const parts = { line, appearance, unitMinor, currency, available, variant, messages };
  return { ...cartLine(parts), ...later };
};

/** Returns the lines of a cart at current prices. A line that cannot be bought costs nothing. */
export const priceLines = (
  cart: Pick<StoredCart, "lines" | "currency">,
  { variants, terms }: PricingInputs,
): CartLine[] => {
  const variantById = new Map(variants.map((variant) => [variant.variantId, variant]));
  const demand = demandOf(cart);
  const levels = new Map(terms.stock.map((level) => [level.variantId, level]));
  return cart.lines.map((line, index) =>
    priceLine(line, {
      variant: variantById.get(line.variantId),
      currency: cart.currency,
      unitsInCart: demand.get(line.variantId) ?? 0,
      level: levels.get(line.variantId) ?? NOTHING_LEFT,
      path: `/lines/${index}`,
    }),
  );
};

const hasMessage = (line: CartLine, code: string) =>
  line.messages.some((message) => message.code === code);

/** Returns whether the variant of a line cannot be bought. */
export const isGone = (line: CartLine) => hasMessage(line, "variant_gone");

/** Returns whether the options of the line's variant have changed since it was added. */
export const hasOtherOptions = (line: CartLine) => hasMessage(line, "options_changed");
