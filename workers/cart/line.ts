import type { NewLine } from "#contract/cart";
import { canonicalJson } from "#kernel/encoding";
import { digestId } from "#kernel/ids";
import { money } from "#kernel/money";
import type { LineContent } from "./stored-cart.rules";
import type { PricedVariant } from "./variant";

/** The same variant with the same properties is the same line, whoever adds it and in which order. */
export const lineIdOf = ({ variantId, properties = {} }: NewLine) =>
  digestId("line", canonicalJson([variantId, properties]));

/** What a line remembers of the moment it came in. */
export const lineContent = (
  line: NewLine,
  variant: PricedVariant,
  currency: string,
  addedAtMs: number,
): LineContent => {
  const { variantId, properties = {} } = line;
  const { productId, slug, title, options, unitPriceMinor } = variant;
  const seen = { productId, slug, title, options, price: money(unitPriceMinor, currency) };
  return { variantId, properties, addedAtMs, seen };
};
