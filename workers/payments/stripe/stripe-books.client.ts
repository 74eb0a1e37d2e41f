import Stripe from "stripe";
import type {
  DisputeReader,
  PageQuery,
  ProviderBooks,
  ProviderPage,
} from "#payments/provider.port";
import type { StripeConnection } from "./stripe-connection.client";
import { disputeFrom } from "./stripe-disputes.rules";
import { paymentFrom } from "./stripe-intents.rules";
import { refundFrom } from "./stripe-refunds.rules";

const PAGE_ITEMS = 100;

interface Page<Wire> {
  data: Wire[];
  has_more: boolean;
}

const listParams = ({ sinceMs, after }: PageQuery) => ({
  created: { gte: Math.floor(sinceMs / 1000) },
  limit: PAGE_ITEMS,
  ...(after ? { starting_after: after } : {}),
});

/** Returns what a call reads; undefined if Stripe does not have the object. */
const orMissing = <Item>(call: Promise<Item>): Promise<Item | undefined> =>
  call.catch((err) => {
    const isMissing =
      err instanceof Stripe.errors.StripeInvalidRequestError && err.code === "resource_missing";
    if (isMissing) return undefined;
    throw err;
  });

/** Stripe's lists of payments, refunds and disputes, and its disputes: https://docs.stripe.com/api/disputes */
export const stripeBooks = (connection: StripeConnection): ProviderBooks & DisputeReader => {
  const { sdk, throwUnknown } = connection;

  const pageOf = <Wire extends { id: string }, Item>(
    list: PromiseLike<Page<Wire>>,
    itemFrom: (wire: Wire) => Item,
  ): Promise<ProviderPage<Item>> =>
    Promise.resolve(list).then(
      ({ data, has_more }) => ({
        items: data.map(itemFrom),
        next: has_more ? (data.at(-1)?.id ?? null) : null,
      }),
      throwUnknown,
    );

  return {
    holdsCancelled: false,
    lookUpPayment: (ref) =>
      orMissing(sdk.paymentIntents.retrieve(ref).then(paymentFrom)).catch(throwUnknown),
    lookUpRefund: (ref) =>
      orMissing(sdk.refunds.retrieve(ref).then(refundFrom)).catch(throwUnknown),
    listPayments: (query) => pageOf(sdk.paymentIntents.list(listParams(query)), paymentFrom),
    listRefunds: (query) => pageOf(sdk.refunds.list(listParams(query)), refundFrom),
    listDisputes: (query) => pageOf(sdk.disputes.list(listParams(query)), disputeFrom),
    retrieveDispute: (ref) => sdk.disputes.retrieve(ref).then(disputeFrom, throwUnknown),
  };
};
