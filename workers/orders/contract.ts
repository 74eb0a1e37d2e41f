import * as z from "zod";
import { Discount, ShippingOption, Totals } from "#contract/cart";
import { type PaymentMethod, PaymentView } from "#contract/payments";
import type { SourcingRule } from "#contract/settings";
import type { Actor } from "#kernel/actor";
import { AddressView } from "#kernel/address/address";
import type { Trace } from "#kernel/call";
import type { ServiceRpc } from "#kernel/entrypoint";
import { Id } from "#kernel/ids";
import { Money } from "#kernel/money";
import type { Answer, KeyedRequest } from "#kernel/mutations/idempotency";
import type { ReplayableAnswer } from "#kernel/mutations/once";
import { Refund, Return, Shipment } from "#orders/after-sale.contract";
import type {
  DownloadedOrder,
  DownloadLine,
  OpenedDownload,
  WantedDownload,
} from "#orders/downloads.contract";
import type { EditPreview, EditStart, OrderEdit } from "#orders/edits.contract";
import { type BoughtLine, OrderLine } from "#orders/order-line.contract";
import type { ExchangeStart, ReturnedOrder, ReturnRequest } from "#orders/returns.contract";
import type {
  OpeningStock,
  SellableStock,
  SourceLocation,
  StockLevel,
} from "#orders/stock.contract";
import type { PricingTerms } from "#orders/terms.contract";

/** The statuses of an order. This version sets neither `pending` nor `failed`. */
export const ORDER_STATUSES = [
  "pending",
  "payment_requested",
  "confirmed",
  "shipped",
  "delivered",
  "cancelled",
  "failed",
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export const ORDER_PAYMENT_STATUSES = [
  "pending",
  "authorized",
  "partially_paid",
  "paid",
  "partially_refunded",
  "refunded",
  "failed",
  "voided",
] as const;
export type OrderPaymentStatus = (typeof ORDER_PAYMENT_STATUSES)[number];
export const FULFILLMENT_STATUSES = [
  "unfulfilled",
  "partially_fulfilled",
  "fulfilled",
  "returned",
] as const;
export type FulfillmentStatus = (typeof FULFILLMENT_STATUSES)[number];

export { OrderLine };

const AGREED = {
  lines: z.array(OrderLine),
  discounts: z.array(Discount),
  totals: Totals,
  /** The buyer's note about the whole order. */
  note: z.string().nullable(),
  shippingAddress: AddressView.nullable().describe("Null if it is collected, or all digital."),
  billingAddress: AddressView,
  shippingOption: ShippingOption.nullable().describe("Null if it is all digital."),
  /** Whether the phone of the shipping address gets SMS about the order. */
  sms: z.boolean(),
};

/**
 * The terms that the buyer and the shop agree on when the order is placed. They change only by edits, and when
 * the account is erased.
 */
export interface AgreedTerms extends z.infer<z.ZodObject<typeof AGREED>> {
  /** The tax rate of the destination in millionths. */
  taxRatePpm: number;
  /** The country by which the cart's prices were chosen; null without one, undefined in earlier orders. */
  pricedFor?: string | null;
  /** Whether each variant may be backordered. The stock of an untracked variant is not counted. */
  policies: Record<string, "deny" | "continue" | "untracked">;
}

export const Order = z
  .strictObject({
    id: Id("order"),
    /**
     * The order number: `ORD-` and ten random digits, so that it does not reveal how many orders the shop
     * has.
     */
    number: z.string(),
    status: z.enum(ORDER_STATUSES),
    paymentStatus: z.enum(ORDER_PAYMENT_STATUSES),
    fulfillmentStatus: z.enum(FULFILLMENT_STATUSES),
    currency: z.string(),
    email: z.string(),
    ...AGREED,
    payment: PaymentView,
    /** What the buyer still has to pay, such as after an edit. Money that the provider holds is not due. */
    amountDue: Money,
    shipments: z.array(Shipment),
    refunds: z.array(Refund),
    returns: z.array(Return),
    placedAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Order" });
export type Order = z.infer<typeof Order>;

/**
 * The answer to placing an order, and what mails are rendered from. A guest's order contains the access
 * token, which no other answer contains.
 */
export const PlacedOrder = Order.extend({ accessToken: z.string().exactOptional() }).meta({
  id: "PlacedOrder",
});
export type PlacedOrder = z.infer<typeof PlacedOrder>;

/** An order with the account that it belongs to; null for a guest's order. */
export type MailedOrder = PlacedOrder & { customerId: string | null };

export const TimelineEntry = z
  .strictObject({
    sequence: z.int(),
    type: z.string(),
    at: z.iso.datetime(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "TimelineEntry" });
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/** A frozen cart with the server's prices, ready to become an order. */
export interface Placement extends AgreedTerms {
  request: KeyedRequest;
  cartId: string;
  /** The buyer's account; null for a guest. */
  customerId: string | null;
  /** The client's network (see `clientNetwork`); null if it is unknown. */
  network: string | null;
  email: string;
  currency: string;
  /** By which locations are ranked; undefined in placements of earlier releases: by priority. */
  sourcing?: {
    rule: SourcingRule;
    locations: readonly SourceLocation[];
    stock: readonly SellableStock[];
  };
  payment: {
    method: PaymentMethod;
    token: string | null;
    returnUrl: string | null;
    /** Whether the provider keeps the card for later orders of the account; false if missing. */
    save?: boolean;
  };
}

/** The outcome of a placement: the answer for the buyer, and the new state of the cart. */
export interface PlacementOutcome {
  answer: Answer;
  /** Whether the answer is a replay of a stored one. */
  replayed: boolean;
  orderId: string | null;
  /**
   * The new state of the cart: `placing` while the buyer has to confirm the payment, `open` when the order
   * was refused or cancelled.
   */
  cart: "completed" | "open" | "placing";
  /** Whether the card was declined. The answer does not say so: that of an expired order is 402 as well. */
  isDeclined: boolean;
}

/** The wish of an account to own a guest's order, and what proves its right to it. */
export interface Claim {
  orderId: string;
  userId: string;
  /** The account's address; null unless it is verified. */
  verifiedEmail: string | null;
  /** The guest's token; null if the request has none. */
  accessToken: string | null;
}

export interface OrdersRpc extends ServiceRpc {
  /** Returns the stock of these variants, and the shipping rates and tax of the country, in one read. */
  terms(
    query: { variantIds: string[]; country: string; currency: string },
    trace: Trace,
  ): Promise<PricingTerms>;
  /**
   * Places an order: reserves the units, authorises the payment, confirms. Safe to repeat with the same
   * keyed request.
   * @throws 401 `unauthenticated` for an erased account, 422 `payment_method_unknown`, `order_too_large`, 409
   * `cart_busy`, `conflict`, 429 `rate_limited`: no order and no answer is stored, and the client may repeat
   * the request with its idempotency key. 422 `idempotency_key_reused` until the client takes a new key. 409
   * `idempotency_in_flight` while an earlier request runs, and 503 `order_unsettled` when the order is stored
   * and the outcome of its payment is unknown: the client repeats the request
   */
  place(placement: Placement, trace: Trace): Promise<PlacementOutcome>;
  /**
   * Replays the outcome of the request under an idempotency key, or resumes the request if its process
   * died. Returns null for an unknown key.
   */
  replay(request: KeyedRequest, trace: Trace): Promise<PlacementOutcome | null>;
  /** Books the initial stock of variants once, and updates their SKUs. */
  openStock(entries: OpeningStock[], trace: Trace): Promise<void>;
  /** Returns what can be sold of these variants, among those with a stock record. */
  stockLevels(variantIds: string[], trace: Trace): Promise<SellableStock[]>;
  /** Returns the balances of these variants, in total and by location, among those with a stock record. */
  stockBalances(variantIds: string[], trace: Trace): Promise<StockLevel[]>;
  /** Returns those of at most 100 given accounts that have an order. */
  customersAmong(userIds: string[], trace: Trace): Promise<string[]>;
  /** Returns the ids of a customer's orders, oldest first. */
  orderIds(customerId: string, trace: Trace): Promise<string[]>;
  /**
   * Returns the lines by which an account bought a product, newest first: of orders whose units were shipped, or
   * whose money is held.
   */
  boughtLines(
    query: { customerId: string; productId: string },
    trace: Trace,
  ): Promise<BoughtLine[]>;
  /**
   * Returns an order, or null if it is unknown. Does not check the caller, because only other Workers can
   * call this method.
   */
  order(orderId: string, trace: Trace): Promise<Order | null>;
  /**
   * Returns an order for a mail to its buyer, or null if it is unknown. A guest's order has the access
   * token, for the link in the mail.
   */
  orderForMail(orderId: string, trace: Trace): Promise<MailedOrder | null>;
  /** Returns an order that the caller may read, by its token if it is a guest; null otherwise. */
  readableOrder(
    query: { orderId: string; actor: Actor; accessToken: string | undefined },
    trace: Trace,
  ): Promise<Order | null>;
  /**
   * Gives a guest's order to an account, and returns it. Returns an order of the account as it is.
   * @throws 404 `not_found` for an order of another account, or without a right to it; 401 `unauthenticated`
   * for an erased account; 409 `conflict`
   */
  claim(claim: Claim, trace: Trace): Promise<Order>;
  /**
   * Begins the edit of an order: takes authorised money and ends an open charge. Returns the stored answer of
   * the request, or the order to price. A preview has no request and changes nothing.
   * @throws 404 `not_found`, 409 `order_not_editable`, `conflict`
   */
  startEdit(orderId: string, request: KeyedRequest | null, trace: Trace): Promise<EditStart>;
  /**
   * Edits an order as it was priced. Safe to repeat.
   * @throws 404, 422 `payment_method_unknown`, 409 `order_not_editable`, `units_unavailable`,
   * `insufficient_stock`; `conflict` if the order has moved since `startEdit`: begin and price again
   */
  edit(edit: OrderEdit, request: KeyedRequest, trace: Trace): Promise<ReplayableAnswer>;
  /** Returns what an edit would change. @throws as `edit` */
  previewEdit(edit: OrderEdit, trace: Trace): Promise<EditPreview>;
  /**
   * Begins the request of an exchange: returns the stored answer, or the currency of its prices.
   * @throws 404 `not_found` for an order that the caller may not read
   */
  startExchange(order: ReturnedOrder, request: KeyedRequest, trace: Trace): Promise<ExchangeStart>;
  /**
   * Asks to send units back, for a refund or an exchange as it was priced. Safe to repeat.
   * @throws 404 `not_found`, 409 `not_returnable`, `return_window_closed`, `not_exchangeable`,
   * `insufficient_stock`, `buyer_limit_reached`, `conflict`
   */
  requestReturn(
    wanted: ReturnRequest,
    request: KeyedRequest,
    trace: Trace,
  ): Promise<ReplayableAnswer>;
  /** Returns the lines of an order whose files its reader may download. @throws 404 `not_found` */
  downloadLines(order: DownloadedOrder, trace: Trace): Promise<DownloadLine[]>;
  /**
   * Counts a download and returns its link. Safe to repeat with the same keyed request.
   * @throws 404 `not_found`, 409 `download_limit_reached`, `conflict`
   */
  takeDownload(
    wanted: WantedDownload,
    request: KeyedRequest | undefined,
    trace: Trace,
  ): Promise<ReplayableAnswer>;
  /** Returns what the link of a download opens; null once it has ended. */
  openDownload(token: string, trace: Trace): Promise<OpenedDownload | null>;
}
