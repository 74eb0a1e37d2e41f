import type { CartMessage } from "#contract/cart";
import { formatMoney, type Money } from "#kernel/money";
import type { StoredLine } from "./stored-cart";

/** What a cart has to say to its shopper. Nothing in a cart changes without one of these. */
export const priceChanged = ({ seen }: StoredLine, now: Money, path: string): CartMessage[] => {
  if (seen.price.currency !== now.currency || seen.price.amount === now.amount) return [];
  const content = `“${seen.title}” costs ${formatMoney(now)} now; it was ${formatMoney(seen.price)} when you added it.`;
  return [{ code: "price_changed", severity: "info", content, path: `${path}/unitPrice` }];
};

export const tooFew = (title: string, path: string): CartMessage => ({
  code: "insufficient_stock",
  severity: "warning",
  content: `There are not that many of “${title}” in stock.`,
  path: `${path}/quantity`,
});

export const gone = (title: string, currency: string, path: string): CartMessage => ({
  code: "variant_gone",
  severity: "error",
  content: `“${title}” cannot be bought in ${currency} any more. It is not part of the total.`,
  path,
});

export const shippingOptionGone: CartMessage = {
  code: "shipping_option_gone",
  severity: "warning",
  content: "The chosen shipping is not offered for this cart any more. Please choose again.",
  path: "/shippingOption",
};
