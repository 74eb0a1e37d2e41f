import type { Cart, NewOrder } from "#contract/cart";
import { AppError, type FieldError } from "#kernel/errors";

const invalid = (error: FieldError) =>
  new AppError("validation_failed", undefined, { errors: [error] });

/** Returns whether the URL has one of the origins and no user name, which no page of the shop has. */
const isPageOf = (page: string, origins: ReadonlySet<string>) => {
  const { origin, username, password } = new URL(page);
  return origins.has(origin) && username === "" && password === "";
};

/**
 * Refuses a return URL outside the shop, because the provider redirects the buyer there with the payment's client
 * secret.
 * @throws 400 `validation_failed`
 */
export const requireOwnPage = ({ payment }: NewOrder, returnOrigins: ReadonlySet<string>) => {
  const { returnUrl } = payment;
  if (returnUrl !== undefined && !isPageOf(returnUrl, returnOrigins))
    throw invalid({
      pointer: "/payment/returnUrl",
      code: "origin_not_allowed",
      message: "Must be a page of one of the shop's storefronts.",
    });
};

/**
 * Refuses to save the payment method of a guest, or another method than a card.
 * @throws 422 `payment_method_not_savable`
 */
export const requireSavable = ({ payment }: NewOrder, customerId: string | null) => {
  if (payment.save && (customerId === null || payment.method !== "card"))
    throw new AppError("payment_method_not_savable");
};

/**
 * Requires the token of a card if the total is not 0. Other methods have none.
 * @throws 400 `validation_failed`
 */
export const requireToken = ({ payment }: NewOrder, { totals }: Cart) => {
  if (payment.method === "card" && payment.token === undefined && totals.total.amount > 0)
    throw invalid({
      pointer: "/payment/token",
      code: "required",
      message: "A payment by card requires a token.",
    });
};
