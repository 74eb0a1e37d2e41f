import type { Cart, CartLine, NewOrder } from "#contract/cart";
import type { OrderLine, Placement } from "#contract/orders";
import { Address } from "#kernel/address";
import { Email } from "#kernel/email";
import { AppError } from "#kernel/errors";
import type { KeyedRequest } from "#kernel/idempotency";
import { isAnother, isGone } from "./cart-lines.rules";
import type { Materials } from "./materials";
import { policyOf } from "./variant";

interface Asked {
  order: NewOrder;
  request: KeyedRequest;
  /** Null for a guest. */
  customerId: string | null;
  network: string | null;
}

const orderLine = ({ available, messages, ...line }: CartLine): OrderLine => line;

const policiesOf = ({ variants }: Materials) =>
  Object.fromEntries(variants.map((variant) => [variant.variantId, policyOf(variant)]));

const incomplete = (missing: string[]) =>
  new AppError("cart_incomplete", `Still missing: ${missing.join(", ")}.`, {
    extensions: { missing },
  });

/** Returns whom and where to, by the rules of today: a cart may be older than they are. */
const recipientOf = ({ email, shippingAddress, billingAddress }: Cart) => ({
  email: Email.safeParse(email).data,
  shippingAddress: Address.safeParse(shippingAddress).data,
  billingAddress: Address.safeParse(billingAddress ?? shippingAddress).data,
});
type Recipient = ReturnType<typeof recipientOf>;

const isSaleable = (line: CartLine) => !isGone(line) && !isAnother(line);

/**
 * What a cart lacks to become an order. A line that can no longer be bought has to go first, and so has
 * one that has become another variant: it is not sold until its shopper has put it in again.
 */
const missingIn = ({ lines, shippingOption }: Cart, to: Recipient) => [
  ...(lines.length === 0 || !lines.every(isSaleable) ? ["lines"] : []),
  ...(to.email === undefined ? ["email"] : []),
  ...(to.shippingAddress === undefined ? ["shippingAddress"] : []),
  ...(to.shippingAddress && to.billingAddress === undefined ? ["billingAddress"] : []),
  ...(shippingOption === null ? ["shippingOption"] : []),
];

/**
 * The order that a frozen, freshly priced cart is to become.
 * @throws 422 `cart_incomplete`
 */
export const placementOf = (cart: Cart, materials: Materials, asked: Asked): Placement => {
  const recipient = recipientOf(cart);
  const missing = missingIn(cart, recipient);
  const { email, shippingAddress, billingAddress } = recipient;
  const { shippingOption } = cart;
  if (missing.length > 0 || !email || !shippingAddress || !billingAddress || !shippingOption)
    throw incomplete(missing);
  const { method, token = null, returnUrl = null } = asked.order.payment;
  return {
    request: asked.request,
    cartId: cart.id,
    customerId: asked.customerId,
    network: asked.network,
    email,
    currency: cart.currency,
    lines: cart.lines.map(orderLine),
    policies: policiesOf(materials),
    discounts: cart.discounts,
    totals: cart.totals,
    note: cart.note,
    shippingAddress,
    billingAddress,
    shippingOption,
    payment: { method, token, returnUrl },
  };
};
