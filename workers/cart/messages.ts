import type { CartMessage } from "#contract/cart";
import { formatMoney, type Money } from "#kernel/money";
import type { SeenVariant } from "./stored-cart.rules";

/** What a cart tells its shopper. Nothing in a cart changes without one of these. */

type Named = Pick<SeenVariant, "title" | "options">;

/** Names a variant with its product, such as `“Mug (Blue, Large)”`. */
const nameOf = ({ title, options = {} }: Named) => {
  const values = Object.values(options).filter((value) => value !== "Default Title");
  return values.length > 0 ? `“${title} (${values.join(", ")})”` : `“${title}”`;
};

const folded = (options: Record<string, string>) =>
  JSON.stringify(
    Object.entries(options)
      .map((option) => option.map((text) => text.normalize("NFC").toLowerCase()))
      .sort(),
  );

/** Says that a line holds another variant than was put in; it cannot be ordered like that. */
const optionsChanged = (seen: SeenVariant, now: Named, path: string): CartMessage[] => {
  if (!seen.options || folded(seen.options) === folded(now.options ?? {})) return [];
  const content = `${nameOf(seen)} is now ${nameOf(now)}. Please remove it, and add it again if it is what you want.`;
  return [{ code: "options_changed", severity: "error", content, path: `${path}/options` }];
};

const titleChanged = (seen: SeenVariant, now: Named, path: string): CartMessage[] => {
  if (seen.title === now.title) return [];
  const content = `“${seen.title}” is now called “${now.title}”.`;
  return [{ code: "title_changed", severity: "info", content, path: `${path}/title` }];
};

const priceChanged = (seen: SeenVariant, now: Named, price: Money, path: string): CartMessage[] => {
  if (seen.price.currency !== price.currency || seen.price.amount === price.amount) return [];
  const content = `${nameOf(now)} costs ${formatMoney(price)} now; it was ${formatMoney(seen.price)} when you added it.`;
  return [{ code: "price_changed", severity: "info", content, path: `${path}/unitPrice` }];
};

/** Returns what has changed of a line since it was put in. */
export const changesSince = (seen: SeenVariant, now: Named, price: Money, path: string) => [
  ...optionsChanged(seen, now, path),
  ...titleChanged(seen, now, path),
  ...priceChanged(seen, now, price, path),
];

const stockText = (name: string, available: number) => {
  if (available <= 0) return `${name} is out of stock.`;
  return `Only ${available} of ${name} ${available === 1 ? "is" : "are"} in stock.`;
};

export const tooFew = (variant: Named, available: number, path: string): CartMessage => ({
  code: "insufficient_stock",
  severity: "warning",
  content: stockText(nameOf(variant), available),
  path: `${path}/quantity`,
  available: Math.max(0, available),
});

/** A variant that is not sold, or, where it is, not in the currency of the cart. */
export const gone = (variant: Named, unpricedIn: string | null, path: string): CartMessage => ({
  code: "variant_gone",
  severity: "error",
  content: `${nameOf(variant)} ${unpricedIn === null ? "is no longer sold" : `has no price in ${unpricedIn}`}. It is not part of the total.`,
  path,
});

export const shippingOptionGone: CartMessage = {
  code: "shipping_option_gone",
  severity: "warning",
  content: "The chosen shipping is no longer offered for this cart. Please choose again.",
  path: "/shippingOption",
};
