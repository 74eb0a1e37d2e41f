import type { Cart, NewOrder } from "#contract/cart";
import { AppError } from "#kernel/errors";

const invalid = (pointer: string, message: string) =>
  new AppError("validation_failed", undefined, { errors: [{ pointer, message }] });

/** Tells whether a page is of one of the origins; none of the shop's pages has a user name in its address. */
const isPageOf = (page: string, origins: ReadonlySet<string>) => {
  const { origin, username, password } = new URL(page);
  return origins.has(origin) && username === "" && password === "";
};

/**
 * Refuses a payment method that is not offered, although the contract names it, and a page to come back
 * to that is not the shop's: the provider sends the buyer there with the payment's client secret.
 * @throws 422 `payment_method_unknown`, 400 `validation_failed`
 */
export const requireOffered = ({ payment }: NewOrder, returnOrigins: ReadonlySet<string>) => {
  const { method, returnUrl } = payment;
  if (method !== "card") throw new AppError("payment_method_unknown");
  if (returnUrl !== undefined && !isPageOf(returnUrl, returnOrigins))
    throw invalid("/payment/returnUrl", "must be a page of one of the shop's storefronts");
};

/**
 * Requires a card where something is due.
 * @throws 400 `validation_failed`
 */
export const requireToken = ({ payment }: NewOrder, { totals }: Cart) => {
  if (payment.token === undefined && totals.total.amount > 0)
    throw invalid("/payment/token", "is required for a card");
};
