import type { Trace } from "#kernel/call";
import type { ServiceRpc } from "#kernel/entrypoint";
import type { Money } from "#kernel/money";

export type ReceiptFormat = "html" | "pdf";

/** A name with a postal address, line by line as on a parcel. */
export interface ReceiptParty {
  name: string;
  addressLines: string[];
}

/** The seller, with the data that laws require on receipts. */
export interface ReceiptSeller extends ReceiptParty {
  vatId: string | null;
  registrationNumber: string | null;
  email: string | null;
  phone: string | null;
}

export interface ReceiptLine {
  title: string;
  sku: string | null;
  /** Options and personalisation by name, such as `{ Size: "M" }`. */
  options: Record<string, string>;
  quantity: number;
  unitPrice: Money;
  /** What the line costs less; 0 without a discount. */
  discount: Money;
  tax: Money;
  total: Money;
}

/** The net, tax and gross amounts of all goods and services with one tax rate. */
export interface ReceiptTaxLine {
  title: string;
  /** Millionths: 190,000 for 19 %. */
  ratePpm: number;
  net: Money;
  tax: Money;
  gross: Money;
}

/** The amounts as they were agreed. The renderer prints them, and never computes a sum. */
export interface ReceiptTotals {
  subtotal: Money;
  discount: Money;
  shipping: Money;
  tax: Money;
  total: Money;
  /** Whether the other amounts include `tax`. */
  taxIncluded: boolean;
}

/**
 * A receipt or a credit note. Amounts are positive, and so are discounts, refunds and credits, which are
 * printed as negative amounts. Times are ISO 8601; their dates are printed in UTC.
 */
export interface ReceiptDocument {
  kind: "receipt" | "credit_note";
  /** The number of this document, such as `R-2026-000123`. */
  number: string;
  issuedAt: string;
  orderNumber: string;
  placedAt: string;
  /** The receipt that a credit note refers to. */
  receiptNumber: string | null;
  seller: ReceiptSeller;
  buyer: ReceiptParty & { email: string | null };
  /** Null if nothing is shipped. */
  shippingAddress: ReceiptParty | null;
  lines: ReceiptLine[];
  discounts: { title: string; amount: Money }[];
  shipping: { title: string; amount: Money } | null;
  taxLines: ReceiptTaxLine[];
  totals: ReceiptTotals;
  payments: { at: string; method: string; amount: Money }[];
  refunds: { at: string; amount: Money; reason: string | null }[];
  /** What pays for the order beside money: the price of units that were exchanged. Missing if nothing does. */
  credits?: { at: string; amount: Money; reason: string }[];
  /** What the buyer still has to pay. Null if it is not printed, as on credit notes. */
  balance: Money | null;
  /** A BCP 47 tag. English is used for a language without texts. */
  locale: string;
}

/** A file for the buyer. The HTML needs no other file, and its policy allows none. */
export interface RenderedReceipt {
  contentType: string;
  body: string | ArrayBuffer;
}

export interface ReceiptsRpc extends ServiceRpc {
  /** Renders a receipt. The same document in the same format gives the same bytes. */
  render(document: ReceiptDocument, format: ReceiptFormat, trace: Trace): Promise<RenderedReceipt>;
}
