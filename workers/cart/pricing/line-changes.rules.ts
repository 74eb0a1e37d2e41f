import type { SeenVariant } from "#cart/stored-cart.rules";
import type { CartMessage } from "#contract/cart";
import type { PriceTier, SellablePart } from "#contract/catalog";
import { formatMoney, type Money, money } from "#kernel/money";

/** Returns the price of each unit of a line with so many units. Tiers fall as the quantity rises. */
export const unitPriceAt = (unitMinor: number, tiers: readonly PriceTier[], quantity: number) =>
  tiers.findLast(({ minQuantity }) => minQuantity <= quantity)?.amountMinor ?? unitMinor;

/** A variant by what its messages name. */
export type Named = Pick<SeenVariant, "title" | "options">;

/** Returns the product's title with the variant's options, such as `“Mug (Blue, Large)”`. */
export const nameOf = ({ title, options = {} }: Named) => {
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

const contentsOf = (parts: readonly Pick<SellablePart, "variantId" | "quantity">[] = []) =>
  parts.map(({ variantId, quantity }) => `${variantId} ${quantity}`).sort();

/** Returns an error message, which blocks the order, if a bundle contains something else than when it was added. */
const partsChanged = ({ seen, now, parts, path }: VariantComparison): CartMessage[] => {
  const [before, after] = [contentsOf(seen.parts), contentsOf(parts)];
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const content = `${nameOf(now)} contains something else now. Please remove it, and add it again if it is what you want.`;
  return [{ code: "options_changed", severity: "error", content, path: `${path}/parts` }];
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
  /** What the bundle contains; empty for all others. */
  parts: readonly SellablePart[];
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
export const changesSince = (change: VariantComparison) => [
  ...optionsChanged(change.seen, change.now, change.path),
  ...partsChanged(change),
  ...titleChanged(change.seen, change.now, change.path),
  ...priceChanged(change),
];

/**
 * Returns the message about a line that cannot be bought. `unpricedIn` is the cart's currency if the
 * variant is sold, but has no price in that currency; otherwise null.
 */
export const variantGone = (
  variant: Named,
  unpricedIn: string | null,
  path: string,
): CartMessage => ({
  code: "variant_gone",
  severity: "error",
  content: `${nameOf(variant)} ${unpricedIn === null ? "is no longer sold" : `has no price in ${unpricedIn}`}. It is not part of the total.`,
  path,
});
