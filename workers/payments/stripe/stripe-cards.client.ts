import Stripe from "stripe";
import type { CardKeeper } from "#payments/provider.port";
import type { SavedMethod } from "#payments/saved-methods.contract";
import type { StripeConnection } from "./stripe-connection.client";
import { idOf } from "./stripe-refunds.rules";

/** More cards than an account has. */
const LIST_CARDS = 100;

const { StripeInvalidRequestError } = Stripe.errors;

const savedMethodFrom = ({ id, card }: Stripe.PaymentMethod): SavedMethod => ({
  id,
  brand: card?.brand ?? "unknown",
  last4: card?.last4 ?? "",
  expMonth: card?.exp_month ?? 0,
  expYear: card?.exp_year ?? 0,
});

const isMissing = (err: unknown) =>
  err instanceof StripeInvalidRequestError && err.code === "resource_missing";

/** Stripe's customers and their cards: https://docs.stripe.com/api/customers */
export const stripeCards = ({ sdk, throwUnknown }: StripeConnection): CardKeeper => {
  const isCardOf = async (customerRef: string, methodId: string) => {
    try {
      const { customer } = await sdk.paymentMethods.retrieve(methodId);
      return idOf(customer) === customerRef;
    } catch (err) {
      return isMissing(err) ? false : throwUnknown(err);
    }
  };

  return {
    async createCustomer(userId) {
      const params = { metadata: { user_id: userId } };
      const options = { idempotencyKey: `cus:${userId}` };
      const { id } = await sdk.customers.create(params, options).catch(throwUnknown);
      return id;
    },

    async listMethods(customerRef) {
      const params = { type: "card", limit: LIST_CARDS } as const;
      const { data } = await sdk.customers
        .listPaymentMethods(customerRef, params)
        .catch(throwUnknown);
      return data.map(savedMethodFrom);
    },

    async removeMethod(customerRef, methodId) {
      if (!(await isCardOf(customerRef, methodId))) return false;
      try {
        await sdk.paymentMethods.detach(methodId);
        return true;
      } catch (err) {
        // Stripe refuses to detach a card which another request has detached meanwhile.
        const isRefused = err instanceof StripeInvalidRequestError;
        if (isRefused && !(await isCardOf(customerRef, methodId))) return false;
        return throwUnknown(err);
      }
    },

    async deleteCustomer(customerRef) {
      try {
        await sdk.customers.del(customerRef);
      } catch (err) {
        if (!isMissing(err)) throwUnknown(err);
      }
    },
  };
};
