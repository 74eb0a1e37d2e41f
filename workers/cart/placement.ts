import type { Cart, CartLine, NewOrder } from "#contract/cart";
import type { OrderLine, Placement } from "#contract/orders";
import { AppError } from "#kernel/errors";
import type { KeyedRequest } from "#kernel/idempotency";
import type { Materials } from "./materials";
import { isGone } from "./priced-lines";
import { policyOf } from "./variant";

interface Asked {
  order: NewOrder;
  request: KeyedRequest;
  /** Null for a guest. */
  customerId: string | null;
}

const orderLine = ({ available, messages, ...line }: CartLine): OrderLine => line;

const policiesOf = ({ variants }: Materials) =>
  Object.fromEntries(variants.map((variant) => [variant.variantId, policyOf(variant)]));

const incomplete = (missing: string[]) =>
  new AppError("cart_incomplete", `Still missing: ${missing.join(", ")}.`, {
    extensions: { missing },
  });

/** What a cart lacks to become an order; a line that can no longer be bought has to go first. */
const missingIn = ({ lines, email, shippingAddress, shippingOption }: Cart) => [
  ...(lines.length === 0 || lines.some(isGone) ? ["lines"] : []),
  ...(email === null ? ["email"] : []),
  ...(shippingAddress === null ? ["shippingAddress"] : []),
  ...(shippingOption === null ? ["shippingOption"] : []),
];

/**
 * The order that a frozen, freshly priced cart is to become.
 * @throws 422 `cart_incomplete`
 */
export const placementOf = (cart: Cart, materials: Materials, asked: Asked): Placement => {
  const missing = missingIn(cart);
  const { email, shippingAddress, shippingOption } = cart;
  if (missing.length > 0 || email === null || shippingAddress === null || shippingOption === null)
    throw incomplete(missing);
  const { method, token = null, returnUrl = null } = asked.order.payment;
  return {
    request: asked.request,
    cartId: cart.id,
    customerId: asked.customerId,
    email,
    currency: cart.currency,
    lines: cart.lines.map(orderLine),
    policies: policiesOf(materials),
    discounts: cart.discounts,
    totals: cart.totals,
    shippingAddress,
    billingAddress: cart.billingAddress ?? shippingAddress,
    shippingOption,
    payment: { method, token, returnUrl },
  };
};
