import { hasOtherOptions, isGone, type PricingInputs } from "#cart/pricing/cart-lines.rules";
import { policiesOf } from "#cart/pricing/line-stock.rules";
import type { Shop } from "#cart/pricing/quotes.service";
import { areUnshipped } from "#cart/pricing/shipped-lines.rules";
import type { Cart, CartLine, NewOrder } from "#contract/cart";
import type { OrderLine, Placement } from "#contract/orders";
import { Address } from "#kernel/address/address";
import { Email } from "#kernel/address/email";
import { AppError } from "#kernel/errors";
import type { KeyedRequest } from "#kernel/mutations/idempotency";

interface OrderRequest {
  order: NewOrder;
  request: KeyedRequest;
  /** The buyer's account; null for a guest. */
  customerId: string | null;
  /** The country that the cart's prices were chosen by; null if the buyer has chosen none. */
  country: string | null;
  /** The client's network; null if the client's IP address is unknown. */
  network: string | null;
  /** The page to which the bank sends the buyer back if the order names none. */
  storefrontUrl: string;
}

const orderLine = ({ available, messages, ...line }: CartLine): OrderLine => line;

const incomplete = (missing: string[]) =>
  new AppError("cart_incomplete", `Still missing: ${missing.join(", ")}.`, {
    extensions: { missing },
  });

/**
 * Validates the postal addresses again, because a stored cart may be older than the current rules. An order
 * that the buyer collects, or of digital goods only, has no shipping address.
 */
const recipientOf = ({ email, shippingAddress, billingAddress, shippingOption, lines }: Cart) => ({
  email: Email.safeParse(email).data,
  shippingAddress:
    shippingOption?.pickup || areUnshipped(lines) ? null : Address.safeParse(shippingAddress).data,
  billingAddress: Address.safeParse(billingAddress ?? shippingAddress).data,
});
type Recipient = ReturnType<typeof recipientOf>;

/** A line that lacks stock passes: the orders Worker refuses it as `insufficient_stock`, in the batch of the order. */
const canBeOrdered = (line: CartLine) => !isGone(line) && !hasOtherOptions(line);

/**
 * Returns the cart's missing or invalid fields, which block the order. The shopper has to remove a line
 * that cannot be bought, and remove and add again a line whose variant has other options now.
 */
const missingIn = ({ lines, shippingOption }: Cart, recipient: Recipient) => [
  ...(lines.length === 0 || !lines.every(canBeOrdered) ? ["lines"] : []),
  ...(recipient.email === undefined ? ["email"] : []),
  ...(recipient.shippingAddress === undefined ? ["shippingAddress"] : []),
  // Without a shipping address, that address alone is missing: it is the billing address as well.
  ...(recipient.shippingAddress !== undefined && recipient.billingAddress === undefined
    ? ["billingAddress"]
    : []),
  ...(shippingOption === null && !areUnshipped(lines) ? ["shippingOption"] : []),
];

/**
 * Returns the placement of a frozen cart that was just priced.
 * @throws 422 `cart_incomplete`
 */
export const placementOf = (
  cart: Cart,
  inputs: PricingInputs & { shop: Pick<Shop, "sourcing"> },
  requested: OrderRequest,
): Placement => {
  const recipient = recipientOf(cart);
  const missing = missingIn(cart, recipient);
  const { email, shippingAddress, billingAddress } = recipient;
  const { shippingOption } = cart;
  if (missing.length > 0 || !email || shippingAddress === undefined || !billingAddress)
    throw incomplete(missing);
  const { payment } = requested.order;
  const { method, token = null, returnUrl = requested.storefrontUrl, save = false } = payment;
  return {
    request: requested.request,
    cartId: cart.id,
    customerId: requested.customerId,
    network: requested.network,
    email,
    currency: cart.currency,
    lines: cart.lines.map(orderLine),
    policies: policiesOf(inputs.variants),
    sourcing: {
      rule: inputs.shop.sourcing,
      locations: inputs.terms.locations,
      stock: inputs.terms.stock,
    },
    discounts: cart.discounts,
    totals: cart.totals,
    taxRatePpm: inputs.terms.taxRatePpm,
    pricedFor: requested.country,
    note: cart.note,
    sms: cart.sms,
    shippingAddress,
    billingAddress,
    shippingOption,
    payment: { method, token, returnUrl, save },
  };
};
