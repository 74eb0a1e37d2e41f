import type { FulfillmentStatus, OrderPaymentStatus, OrderStatus } from "#contract/orders";

/** A list query of staff. */
export interface OrderSearch {
  /** The folded beginning of a term. Its results are sorted by their terms. */
  q?: string | undefined;
  status?: OrderStatus | undefined;
  paymentStatus?: OrderPaymentStatus | undefined;
  fulfillmentStatus?: FulfillmentStatus | undefined;
  tag?: string | undefined;
  /** The lowest id of the time from which, and before which, orders were placed. */
  fromId?: string | undefined;
  toId?: string | undefined;
  oldestFirst: boolean;
  /** The last order of the previous page; without `q`, its term is empty. */
  after?: { term: string; id: string } | undefined;
  limit: number;
}
