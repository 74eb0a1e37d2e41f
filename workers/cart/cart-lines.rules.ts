import type { CartLine, CartMessage } from "#contract/cart";
import type { SellableVariant } from "#contract/catalog";
import type { StockLevel } from "#contract/orders";
import { money } from "#kernel/money";
import type { Materials } from "./materials";
import { changesSince, gone, tooFew } from "./messages";
import type { StoredCart, StoredLine } from "./stored-cart.rules";
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
  const { productId, slug, title, options = {} } = variant ?? line.seen;
  const { sku = null, image = null } = variant ?? {};
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

/** How many units of each variant the whole cart asks for. */
const wantedIn = (cart: StoredCart) => {
  const wanted = new Map<string, number>();
  for (const { variantId, quantity } of cart.lines)
    wanted.set(variantId, (wanted.get(variantId) ?? 0) + quantity);
  return wanted;
};

const unitsOf = (stock: readonly StockLevel[]) =>
  new Map(stock.map(({ variantId, available }) => [variantId, available]));

/** The lines at today's prices. One that can no longer be bought is shown as it was seen, for nothing. */
export const priceLines = (cart: StoredCart, { variants, terms }: Materials): CartLine[] => {
  const { currency } = cart;
  const known = new Map(variants.map((variant) => [variant.variantId, variant]));
  const wanted = wantedIn(cart);
  const units = unitsOf(terms.stock);
  return cart.lines.map((line, index) => {
    const variant = known.get(line.variantId);
    const look = lookOf(line, variant);
    const path = `/lines/${index}`;
    if (!isSellable(variant)) {
      const messages = [gone(look, variant?.published ? currency : null, path)];
      return draw({ line, look, unitMinor: 0, currency, available: false, messages });
    }
    const unitMinor = variant.unitPriceMinor;
    const inStock = units.get(line.variantId) ?? 0;
    const enough = (wanted.get(line.variantId) ?? 0) <= inStock;
    const available = enough || policyOf(variant) === "continue";
    const messages = [
      ...changesSince(line.seen, look, money(unitMinor, currency), path),
      ...(available ? [] : [tooFew(look, inStock, path)]),
    ];
    return draw({ line, look, unitMinor, currency, available, messages });
  });
};

const tells = (line: CartLine, wanted: string) => line.messages.some(({ code }) => code === wanted);

/** Whether the line can no longer be bought. */
export const isGone = (line: CartLine) => tells(line, "variant_gone");

/** Whether the line holds another variant than its shopper put in. */
export const isAnother = (line: CartLine) => tells(line, "options_changed");
