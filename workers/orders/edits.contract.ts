import * as z from "zod";
import { Totals } from "#contract/cart";
import type { Buyer } from "#contract/catalog";
import type { PaymentView } from "#contract/payments";
import { Money } from "#kernel/money";
import type { Answer } from "#kernel/mutations/idempotency";
import { Line } from "#kernel/text";
import { OrderLine } from "#orders/order-line.contract";

/** A line of an order without the buyer's texts, as the timeline stores it. */
export type PricedLine = Omit<OrderLine, "properties">;

/** The part of the agreed terms that an edit replaces. */
export interface PricedTerms {
  lines: PricedLine[];
  totals: Totals;
  /** How each variant is sold beyond its stock. */
  policies: Record<string, "deny" | "continue" | "untracked">;
}

/** How the difference of an edit is paid, if the order costs more. */
export const EditCharge = z.discriminatedUnion("method", [
  z.strictObject({ method: z.literal("link") }),
  z.strictObject({
    method: z.literal("saved_card"),
    paymentMethodId: z
      .string()
      .min(1)
      .max(200)
      .describe("The id of one of the cards that the order's account has saved."),
  }),
]);
export type EditCharge = z.infer<typeof EditCharge>;

export const EditReason = Line(200);

/** An order as its edit is priced. */
export interface EditableOrder {
  currency: string;
  /** Whose prices added units have. */
  buyer: Buyer;
  lines: OrderLine[];
  totals: Totals;
  /** The number of timeline entries. An edit fails if the order has others by then. */
  sequence: number;
  /** The tax rate of the order in millionths. */
  taxRatePpm: number;
  /** Whether each variant may be backordered. */
  policies: PricedTerms["policies"];
  /** The units of each line that were neither shipped nor removed. */
  openUnits: Record<string, number>;
}

/** An edit that the cart Worker has priced. */
export interface OrderEdit {
  orderId: string;
  editId: string;
  /** The `sequence` of the order that was priced. */
  sequence: number;
  terms: PricedTerms;
  reason: string | null;
  charge: EditCharge | null;
  /** Whether the buyer gets a mail about the edit. */
  notify: boolean;
}

/** The stored answer of an edit whose request was repeated, or the order to price. */
export type EditStart = { answer: Answer } | { editable: EditableOrder };

/** What an edit would change. */
export const EditPreview = z
  .strictObject({
    lines: z.array(OrderLine),
    totals: Totals,
    /** What the buyer would have to pay after the edit. */
    amountDue: Money,
    /** What would be paid back to the buyer. */
    refund: Money,
  })
  .meta({ id: "EditPreview" });
export type EditPreview = z.infer<typeof EditPreview>;

/** A charge that is not paid or recorded yet, with what its repeats need. At most one per order. */
export interface OpenCharge {
  charge: number;
  attempt: number;
  amountMinor: number;
  method: string;
  token: string | null;
  returnUrl: string | null;
  /** Whether the provider keeps the card. */
  save: boolean;
  /** Whether the buyer is absent. */
  offSession: boolean;
  /** Whether staff have received the money, so that the charge is completed and not ended; false if missing. */
  isReceived?: boolean;
  /** The payment as the buyer last saw it; null before the provider's first answer. */
  payment: PaymentView | null;
  /** Epoch milliseconds. */
  requestedAt: number;
}
