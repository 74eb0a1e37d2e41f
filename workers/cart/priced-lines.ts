import type { CartLine, CartMessage } from "#contract/cart";
import type { SellableVariant } from "#contract/catalog";
import type { StockLevel } from "#contract/orders";
import { money } from "#kernel/money";
import type { Materials } from "./materials";
import { gone, priceChanged, tooFew } from "./messages";
import type { StoredCart, StoredLine } from "./stored-cart";
import { isSellable, policyOf } from "./variant";

type Look = Pick<CartLine, "productId" | "slug" | "title" | "sku" | "image" | "options">;

interface Drawn {
  line: StoredLine;
  look: Look;
  unitMinor: number;
  currency: string;
  available: boolean;
  messages: CartMessage[];
}

const lookOf = (line: StoredLine, variant: SellableVariant | undefined): Look => {
  const { productId, slug, title } = variant ?? line.seen;
  const { sku = null, image = null, options = {} } = variant ?? {};
  return { productId, slug, title, sku, image, options };
};

/** Its tax comes later: it is a share of the tax on the whole cart. */
const draw = ({ line, look, unitMinor, currency, available, messages }: Drawn): CartLine => {
  const total = money(unitMinor * line.quantity, currency);
  const none = money(0, currency);
  return {
    id: line.id,
    variantId: line.variantId,
    ...look,
    properties: line.properties,
    quantity: line.quantity,
    unitPrice: money(unitMinor, currency),
    subtotal: total,
    discount: none,
    tax: none,
    total,
    available,
    messages,
  };
};

/** How many units of each variant would be left; below zero the cart asks for more than there is. */
const sparesOf = (cart: StoredCart, stock: readonly StockLevel[]) => {
  const spares = new Map(stock.map(({ variantId, available }) => [variantId, available]));
  for (const { variantId, quantity } of cart.lines)
    spares.set(variantId, (spares.get(variantId) ?? 0) - quantity);
  return spares;
};

/** The lines at today's prices. One that can no longer be bought is shown as it was seen, for nothing. */
export const priceLines = (cart: StoredCart, { variants, terms }: Materials): CartLine[] => {
  const { currency } = cart;
  const known = new Map(variants.map((variant) => [variant.variantId, variant]));
  const spares = sparesOf(cart, terms.stock);
  return cart.lines.map((line, index) => {
    const variant = known.get(line.variantId);
    const look = lookOf(line, variant);
    const path = `/lines/${index}`;
    if (!isSellable(variant)) {
      const messages = [gone(look.title, currency, path)];
      return draw({ line, look, unitMinor: 0, currency, available: false, messages });
    }
    const unitMinor = variant.unitPriceMinor;
    const enough = (spares.get(line.variantId) ?? 0) >= 0;
    const available = enough || policyOf(variant) === "continue";
    const messages = [
      ...priceChanged(line, money(unitMinor, currency), path),
      ...(available ? [] : [tooFew(look.title, path)]),
    ];
    return draw({ line, look, unitMinor, currency, available, messages });
  });
};

/** Whether the line can no longer be bought. */
export const isGone = (line: CartLine) => line.messages.some(({ code }) => code === "variant_gone");
