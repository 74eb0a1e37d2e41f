import { changesSince, unitPriceAt, variantGone } from "#cart/pricing/line-changes.rules";
import { exceeded, laterUnits, stockIn } from "#cart/pricing/line-stock.rules";
import type { LineContent, StoredCart, StoredLine } from "#cart/stored-cart.rules";
import type { CartLine, CartMessage, NewLine } from "#contract/cart";
import { contentOf, type SellableVariant } from "#contract/catalog";
import { AppError } from "#kernel/errors";
import { money } from "#kernel/money";
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

/** Returns the error for a variant that cannot be added to a cart. */
export const refusalOf = (variant: SellableVariant | undefined, pointer: string) => {
  const code = variant ? "variant_unavailable" : "variant_unknown";
  const message = variant ? "This variant cannot be bought." : "Must be a variant of this shop.";
  return new AppError(code, undefined, { errors: [{ pointer, code, message }] });
};

/** Returns the parts of a bundle by what decides whether it is still the same. */
const contained = (parts: SellableVariant["parts"]) =>
  parts.map(({ variantId, quantity }) => ({ variantId, quantity }));

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
    ...(variant.parts.length > 0 ? { parts: contained(variant.parts) } : {}),
  };
  return { variantId, properties, addedAtMs, seen };
};

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
  const { requiresShipping = true, returnPolicy, parts: contents = [] } = parts.variant ?? {};
  return {
    id: line.id,
    variantId: line.variantId,
    ...appearance,
    properties: line.properties,
    ...amountsOf(unitMinor, line.quantity, currency),
    available,
    ...(contents.length > 0 ? { parts: contents.map(contentOf) } : {}),
    ...(requiresShipping ? {} : { requiresShipping }),
    ...(returnPolicy ? { returnPolicy } : {}),
    messages,
  };
};

interface LineInputs {
  variant: SellableVariant | undefined;
  currency: string;
  stockOf: ReturnType<typeof stockIn>;
  path: string;
}

const priceLine = (line: StoredLine, inputs: LineInputs): CartLine => {
  const { variant, currency, stockOf, path } = inputs;
  const appearance = appearanceOf(line, variant);
  if (!isSellable(variant)) {
    const messages = [variantGone(appearance, variant?.published ? currency : null, path)];
    return cartLine({ line, appearance, unitMinor: 0, currency, available: false, messages });
  }
  const { quantity } = line;
  const unitMinor = unitPriceAt(variant.unitPriceMinor, variant.tiers, quantity);
  const stocked = stockOf(variant);
  const bounds = exceeded(variant, stocked, path);
  const available = bounds.length === 0;
  const price = money(unitMinor, currency);
  const { parts } = variant;
  const change = { seen: line.seen, quantity, now: appearance, price, parts, path };
  const messages = [...changesSince(change), ...bounds];
  const later = available ? laterUnits(quantity, stocked) : {};
  const lineParts = { line, appearance, unitMinor, currency, available, variant, messages };
  return { ...cartLine(lineParts), ...later };
};

/** Returns the lines of a cart at current prices. A line that cannot be bought costs nothing. */
export const priceLines = (
  cart: Pick<StoredCart, "lines" | "currency">,
  { variants, terms }: PricingInputs,
): CartLine[] => {
  const variantById = new Map(variants.map((variant) => [variant.variantId, variant]));
  const stockOf = stockIn({ lines: cart.lines, variantById, stock: terms.stock });
  return cart.lines.map((line, index) =>
    priceLine(line, {
      variant: variantById.get(line.variantId),
      currency: cart.currency,
      stockOf,
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
