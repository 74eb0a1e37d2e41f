import * as z from "zod";
import { Id } from "#kernel/ids";
import { Money } from "#kernel/money";
import type { PricedTerms } from "#orders/edits.contract";
import { OrderLine } from "#orders/order-line.contract";

/** Units of a line of an order. */
export const LineUnits = z
  .strictObject({ lineId: Id("line"), quantity: z.int().min(1).max(999) })
  .meta({ id: "LineUnits" });
export type LineUnits = z.infer<typeof LineUnits>;

/** A parcel of an order, or units that the buyer collects. */
export const Shipment = z
  .strictObject({
    id: Id("shipment"),
    lines: z.array(LineUnits),
    /** The location that staff named; without it, those that the order took the units from. */
    locationId: Id("location").exactOptional(),
    carrier: z.string().nullable(),
    trackingNumber: z.string().nullable(),
    /** The carrier's tracking page; null for an unknown carrier or without a tracking number. */
    trackingUrl: z.string().nullable(),
    readyAt: z.iso
      .datetime()
      .exactOptional()
      .describe("When the units were ready to be collected; missing for a parcel."),
    shippedAt: z.iso
      .datetime()
      .nullable()
      .describe("Null until the buyer has collected the units."),
    deliveredAt: z.iso.datetime().nullable(),
    digital: z
      .literal(true)
      .exactOptional()
      .describe("Digital goods, which the buyer can download; missing for a parcel."),
  })
  .meta({ id: "Shipment" });
export type Shipment = z.infer<typeof Shipment>;

export const REFUND_STATUSES = ["pending", "succeeded", "failed"] as const;

/** Refunded units of a line. With `restock` they return to stock; otherwise they are written off. */
export const RefundLine = LineUnits.extend({ restock: z.boolean() }).meta({ id: "RefundLine" });
export type RefundLine = z.infer<typeof RefundLine>;

/** Why staff refund money, as the buyer sees it. For `other`, staff write the reason. */
export const REFUND_REASONS = [
  "requested_by_customer",
  "duplicate",
  "damaged",
  "missing",
  "late",
  "price_adjustment",
  "goodwill",
  "other",
] as const;

/** Money that goes back to the buyer. A refund that fails gives its amount back to the order. */
export const Refund = z
  .strictObject({
    id: Id("refund"),
    amount: Money,
    lines: z.array(RefundLine),
    /** The part of the amount that refunds the shipping. */
    shipping: Money,
    /** A code, or what staff wrote for the buyer. */
    reason: z.string().nullable(),
    status: z.enum(REFUND_STATUSES),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Refund" });
export type Refund = z.infer<typeof Refund>;

export const RETURN_STATUSES = [
  "requested",
  "approved",
  "rejected",
  "received",
  "refunded",
  "exchanged",
] as const;
export const RETURN_RESOLUTIONS = ["refund", "exchange"] as const;

/** Why a buyer sends units back. */
export const RETURN_REASONS = [
  "damaged",
  "wrong_item",
  "not_as_described",
  "no_longer_wanted",
  "other",
] as const;

export const ReturnLine = LineUnits.extend({ reason: z.enum(RETURN_REASONS) }).meta({
  id: "ReturnLine",
});
export type ReturnLine = z.infer<typeof ReturnLine>;

/** What happens to a unit that came back: it is sold again, or leaves the books. */
export const DISPOSITIONS = ["restock", "write_off"] as const;

export const ReceivedLine = LineUnits.extend({ disposition: z.enum(DISPOSITIONS) }).meta({
  id: "ReceivedLine",
});
export type ReceivedLine = z.infer<typeof ReceivedLine>;

/** What a buyer gets in place of returned units. */
export const Exchange = z
  .strictObject({
    lines: z
      .array(OrderLine)
      .describe(
        "The lines that join the order when the units arrive, at the prices of the request.",
      ),
    credit: Money.describe("The price of the returned units."),
    difference: Money.describe(
      "What the lines cost more than the returned units; negative if they cost less.",
    ),
  })
  .meta({ id: "Exchange" });
export type Exchange = z.infer<typeof Exchange>;

export const ExchangeUnits = z.strictObject({
  variantId: Id("variant"),
  quantity: z.int().min(1).max(999),
});

/** Units that the buyer wants to send back. */
export const Return = z
  .strictObject({
    id: Id("return"),
    status: z.enum(RETURN_STATUSES),
    lines: z.array(ReturnLine),
    /** The units that came back, of which some may be missing; empty before. */
    received: z.array(ReceivedLine),
    resolution: z.enum(RETURN_RESOLUTIONS),
    /** The variants that replace the returned units; empty for a refund. */
    exchangeFor: z.array(ExchangeUnits),
    exchange: Exchange.exactOptional().describe(
      "What the exchange costs: as it was asked for, and as it is once the units arrived. Missing for a refund.",
    ),
    /** Null before the units came back, and if nothing was left to refund. */
    refundId: Id("refund").nullable(),
    rejectionReason: z
      .string()
      .exactOptional()
      .describe("Why staff rejected the return. Missing if they gave no reason."),
    requestedAt: z.iso.datetime(),
  })
  .meta({ id: "Return" });
export type Return = z.infer<typeof Return>;

/** A dispute of an order's payment. */
export interface OrderDispute {
  id: string;
  state: "opened" | "won" | "lost";
  amountMinor: number;
}

/** A charge of what is due after the order was placed, or money that staff recorded. */
export interface Charge {
  /** 2 and higher; 1 if staff recorded money of the payment that the order was placed with. */
  charge: number;
  attempt: number;
  amountMinor: number;
  capturedMinor: number;
  status: "open" | "paid" | "failed";
  /** Missing in charges of earlier releases. */
  method?: string;
}

/** What an exchange needs beside its return. */
export interface ExchangeBooks {
  /** How each of its variants is sold beyond its stock. */
  policies: PricedTerms["policies"];
  /** The price of the returned units, which pays for the lines; missing until the units arrived. */
  creditMinor?: number;
  /** What of the price was left, and is refunded. */
  refundedMinor?: number;
}

/** What happened to an order after its sale: the current view of its timeline. */
export interface AfterSale {
  shipments: Shipment[];
  refunds: Refund[];
  returns: Return[];
  /** The units of each line that left the order before they were shipped. */
  removed: Record<string, number>;
  /** The shipped units of each line that a refund returned to stock, without a return. */
  back: Record<string, number>;
  /** Missing in orders without a dispute. */
  disputes?: OrderDispute[];
  /** The ids of the edits, also of those of exchanges; missing before the first one. */
  edits?: string[];
  /** What exchanges need beside their returns, by the id of the return; missing before the first one. */
  exchanges?: Record<string, ExchangeBooks>;
  /** What was charged or is to be charged for edits and exchanges; missing before the first charge. */
  charges?: Charge[];
  /** The attempt whose payment a refund pays back, by refund id, unless it is the order's own. */
  refundAttempts?: Record<string, number>;
  /** The part of a refund that pays back what was paid above the total, by refund id. */
  overpaid?: Record<string, number>;
}
