import { isGone } from "#cart/pricing/cart-lines.rules";
import type { CartLine } from "#contract/cart";
import type { OrderLine } from "#contract/orders";

/** Returns whether all of an order is digital, so that it has neither a shipping address nor an option. */
export const isAllDigital = (lines: readonly Pick<OrderLine, "requiresShipping">[]) =>
  lines.length > 0 && lines.every(({ requiresShipping }) => requiresShipping === false);

/** Returns whether all that can be bought of a cart is digital. */
export const areUnshipped = (lines: readonly CartLine[]) =>
  isAllDigital(lines.filter((line) => !isGone(line)));
