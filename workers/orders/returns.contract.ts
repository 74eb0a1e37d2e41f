import type { Buyer } from "#contract/catalog";
import type { Actor } from "#kernel/actor";
import type { Answer } from "#kernel/mutations/idempotency";
import type { Return, ReturnLine } from "#orders/after-sale.contract";
import type { PricedTerms } from "#orders/edits.contract";

/** What units are exchanged for, as the cart Worker has priced it, before its tax. */
export type ExchangeOffer = Pick<PricedTerms, "lines" | "policies">;

/** An order whose reader asks for a return. */
export interface ReturnedOrder {
  orderId: string;
  actor: Actor;
  /** The token of a guest's order. */
  accessToken: string | undefined;
}

/** A request to send units back. */
export interface ReturnRequest extends ReturnedOrder {
  returnId: string;
  lines: ReturnLine[];
  /** What the buyer writes about lines, for the staff. */
  notes: { lineId: string; text: string }[];
  exchangeFor: Return["exchangeFor"];
  /** Null for a refund. */
  exchange: ExchangeOffer | null;
}

/** The stored answer of a return whose request was repeated, or how an exchange is priced. */
export type ExchangeStart =
  | { answer: Answer }
  | {
      currency: string;
      /** Whose prices the units have. */
      buyer: Buyer;
      /** False for an order of digital goods, which has no address. */
      ships: boolean;
    };
