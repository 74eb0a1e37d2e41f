import type { OrderPaymentStatus } from "#contract/orders";
import type {
  LineUnits,
  ReceivedLine,
  RefundLine,
  Return,
  Shipment,
} from "#orders/after-sale.contract";
import type { PricedLine, PricedTerms } from "#orders/edits.contract";

/** The data of each type of timeline entry. Entries contain no personal data. */
export interface EntryData {
  placed: { number: string };
  payment_requested: { method: string; attempt?: number };
  payment_pending: { paymentId: string };
  payment_requires_action: { paymentId: string };
  payment_processing: { paymentId: string };
  /** The token of an attempt was unknown; the order waits for another attempt. */
  payment_failed: { paymentId: string; attempt: number; reason: string };
  /** With the payment status of an order whose money staff record later. */
  confirmed: { paymentId: string; paymentStatus?: OrderPaymentStatus };
  /** The payment of an earlier attempt held the money, so the order went back to it. */
  payment_kept: { paymentId: string; attempt: number };
  /**
   * Money was taken. Entries of earlier releases have no amount and mean the whole total. Later charges name
   * their attempt.
   */
  paid: { paymentId: string; amountMinor?: number; attempt?: number };
  /** Entries of earlier releases have no payment status; it follows from the reason. */
  cancelled: { reason: string; paymentStatus?: OrderPaymentStatus };
  /** The payment of a cancelled order was released without taking money. */
  payment_voided: { paymentId: string };
  refund_requested: {
    refundId: string;
    amountMinor: number;
    shippingMinor: number;
    lines: RefundLine[];
    /** Units that had not been shipped and leave the order. */
    removed: LineUnits[];
    /** Units that had been shipped and returned to stock, without a return. */
    back: LineUnits[];
    reason: string | null;
    /** The attempt whose payment is refunded, unless it is the order's own. */
    attempt?: number;
  };
  refunded: { refundId: string; amountMinor: number };
  refund_failed: { refundId: string; amountMinor: number };
  /** The cardholder contests the payment at their bank; the shop keeps the money, or loses it. */
  dispute_opened: { disputeId: string; amountMinor: number };
  dispute_won: { disputeId: string; amountMinor: number };
  dispute_lost: { disputeId: string; amountMinor: number };
  /** `unpaid` if staff shipped although money was due. */
  shipped: Omit<Shipment, "id" | "readyAt" | "shippedAt" | "deliveredAt"> & {
    shipmentId: string;
    unpaid?: true;
  };
  /** Units are ready to be collected. They have not left the shop. */
  ready_for_pickup: Pick<Shipment, "locationId" | "lines"> & {
    shipmentId: string;
    unpaid?: true;
  };
  /** The buyer has collected units that were ready. */
  picked_up: { shipmentId: string };
  tracking_changed: Pick<Shipment, "carrier" | "trackingNumber" | "trackingUrl"> & {
    shipmentId: string;
  };
  delivered: { shipmentId: string };
  return_requested: Pick<Return, "lines" | "resolution" | "exchangeFor"> & {
    returnId: string;
    /** The priced lines of an exchange, and the price of the units as it is now. */
    exchange?: Pick<PricedTerms, "lines" | "policies"> & { creditMinor: number };
  };
  return_approved: { returnId: string };
  return_rejected: { returnId: string; reason: string | null };
  /** With a resolution if the units are refunded instead of exchanged. */
  return_received: { returnId: string; lines: ReceivedLine[]; resolution?: "refund" };
  return_refunded: { returnId: string; refundId: string };
  /**
   * The order got lines in place of returned units, whose price is `creditMinor`; `refundedMinor` of it was left, and
   * is refunded.
   */
  return_exchanged: {
    returnId: string;
    lines: PricedLine[];
    creditMinor: number;
    refundId: string | null;
    refundedMinor: number;
  };
  /** Lines and totals were replaced, by staff or by the exchange of a return. */
  edited: {
    editId: string;
    reason: string | null;
    returnId?: string;
    before: PricedTerms;
    after: PricedTerms;
  };
  /** An amount is due after an edit, and its payment begins. */
  charge_requested: { charge: number; attempt: number; amountMinor: number; method: string };
  charge_failed: { attempt: number; reason: string };
  /** Staff wrote a note about the order. */
  note_added: { noteId: string };
  /** How many tags staff added and removed. The entry stays after an erasure, so it holds no tags. */
  tags_changed: { added: number; removed: number };
  claimed: { customerId: string };
  personal_data_erased: Record<string, never>;
}

export type EntryType = keyof EntryData;
export type EntryOf<Type extends EntryType> = { type: Type; data: EntryData[Type] };
export type Entry = { [Type in EntryType]: EntryOf<Type> }[EntryType];
