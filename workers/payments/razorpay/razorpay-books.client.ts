import { mapConcurrently } from "#kernel/concurrency";
import type { PageQuery, ProviderBooks, ProviderPage } from "#payments/provider.port";
import type { RazorpayConnection } from "./razorpay-connection.client";
import { disputeFrom, RazorpayDispute } from "./razorpay-disputes.rules";
import {
  collectionOf,
  OrderWithPayments,
  PaymentOfOrder,
  paymentFrom,
} from "./razorpay-orders.rules";
import { RazorpayRefund, refundFrom } from "./razorpay-refunds.rules";

const PAGE_ORDERS = 100;
/** Smaller, because each refund and dispute costs a call that finds its order. */
const PAGE_ITEMS = 25;
const AT_ONCE = 5;

const listQuery = ({ sinceMs, after }: PageQuery, count: number) =>
  new URLSearchParams({
    from: String(Math.floor(sinceMs / 1000)),
    count: String(count),
    skip: after ?? "0",
  });

/** Returns a page. Items that are added meanwhile shift the list, so that some are read twice and none is missed. */
const pageOf = <Item>(items: Item[], { after }: PageQuery, count: number): ProviderPage<Item> => ({
  items,
  next: items.length === count ? String(Number(after ?? 0) + count) : null,
});

/**
 * Razorpay's lists of orders with their payments, of refunds and of disputes:
 * https://razorpay.com/docs/api/orders/fetch-all-expanded-payments, https://razorpay.com/docs/api/refunds/fetch-all
 */
export const razorpayBooks = (connection: RazorpayConnection): ProviderBooks => {
  const { read, lookUp } = connection;

  const orderOf = async (paymentId: string) =>
    (await read(`/v1/payments/${paymentId}`, PaymentOfOrder)).order_id;

  /** Reads a page of items that name their payment, and finds the order of each. */
  const pageOfPayments = async <Wire extends { payment_id: string }, Item>(
    wires: readonly Wire[],
    { query, itemFrom }: { query: PageQuery; itemFrom: (wire: Wire, ref: string) => Item },
  ) => {
    const items = await mapConcurrently(wires, {
      atOnce: AT_ONCE,
      work: async (wire) => itemFrom(wire, await orderOf(wire.payment_id)),
    });
    return pageOf(items, query, PAGE_ITEMS);
  };

  return {
    holdsCancelled: true,

    async listPayments(query) {
      const params = listQuery(query, PAGE_ORDERS);
      params.set("expand[]", "payments");
      const { items } = await read(`/v1/orders?${params}`, collectionOf(OrderWithPayments));
      return pageOf(
        items.map((order) => paymentFrom(order, order.payments.items)),
        query,
        PAGE_ORDERS,
      );
    },

    async listRefunds(query) {
      const path = `/v1/refunds?${listQuery(query, PAGE_ITEMS)}`;
      const { items } = await read(path, collectionOf(RazorpayRefund));
      return pageOfPayments(items, { query, itemFrom: refundFrom });
    },

    async listDisputes(query) {
      const path = `/v1/disputes?${listQuery(query, PAGE_ITEMS)}`;
      const { items } = await read(path, collectionOf(RazorpayDispute));
      return pageOfPayments(items, { query, itemFrom: disputeFrom });
    },

    async lookUpPayment(ref) {
      const order = await lookUp(`/v1/orders/${ref}?expand[]=payments`, OrderWithPayments);
      return order && paymentFrom(order, order.payments.items);
    },

    async lookUpRefund(ref) {
      const refund = await lookUp(`/v1/refunds/${ref}`, RazorpayRefund);
      return refund && refundFrom(refund, await orderOf(refund.payment_id));
    },
  };
};
