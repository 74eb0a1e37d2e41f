/** The words of a receipt in one language. */
interface Texts {
  receipt: string;
  creditNote: string;
  number: string;
  issuedAt: string;
  orderNumber: string;
  placedAt: string;
  refersTo: string;
  billedTo: string;
  shippedTo: string;
  item: string;
  quantity: string;
  unitPrice: string;
  discount: string;
  tax: string;
  amount: string;
  subtotal: string;
  shipping: string;
  total: string;
  totalCredited: string;
  taxIncluded: string;
  taxAdded: string;
  taxes: string;
  rate: string;
  net: string;
  gross: string;
  payments: string;
  refunds: string;
  refund: string;
  credits: string;
  balance: string;
  vatId: string;
  registration: string;
  methods: Readonly<Record<string, string>>;
  /** The reasons of refunds and credits, by code. */
  reasons: Readonly<Record<string, string>>;
  page(number: number, count: number): string;
}

const ENGLISH: Texts = {
  receipt: "Receipt",
  creditNote: "Credit note",
  number: "Number",
  issuedAt: "Date of issue",
  orderNumber: "Order",
  placedAt: "Ordered on",
  refersTo: "For receipt",
  billedTo: "Billed to",
  shippedTo: "Shipped to",
  item: "Item",
  quantity: "Qty",
  unitPrice: "Unit price",
  discount: "Discount",
  tax: "Tax",
  amount: "Amount",
  subtotal: "Subtotal",
  shipping: "Shipping",
  total: "Total",
  totalCredited: "Total credited",
  taxIncluded: "including tax",
  taxAdded: "Prices do not include tax.",
  taxes: "Tax",
  rate: "Rate",
  net: "Net",
  gross: "Gross",
  payments: "Payments",
  refunds: "Refunds",
  refund: "Refund",
  credits: "Credits",
  balance: "Balance due",
  vatId: "VAT ID",
  registration: "Registration",
  methods: { card: "Card", none: "Nothing to pay" },
  reasons: {
    cancelled: "Order cancelled",
    cancelled_by_buyer: "Cancelled by the buyer",
    requested_by_customer: "Requested by the customer",
    duplicate: "Paid twice",
    damaged: "Damaged",
    missing: "Missing",
    late: "Late delivery",
    price_adjustment: "Price adjustment",
    goodwill: "Goodwill",
    dispute_lost: "Paid back by the bank",
    order_edited: "Order changed",
    exchange: "Exchange",
  },
  page: (number, count) => `Page ${number} of ${count}`,
};

/** The texts of a language, and the tags by which dates and numbers are formatted. */
export interface Language {
  tag: string;
  numbers: string;
  dates: string;
  texts: Texts;
}

const DEFAULT: Language = { tag: "en", numbers: "en", dates: "en-GB", texts: ENGLISH };

/** Languages by their primary subtag. A further one is an entry here. */
const LANGUAGES: Readonly<Record<string, Language>> = { en: DEFAULT };

/** Returns the language of a locale; English for a language without texts. */
export const languageOf = (locale: string): Language => {
  const [primary = ""] = locale.toLowerCase().split("-");
  return Object.hasOwn(LANGUAGES, primary) ? (LANGUAGES[primary] ?? DEFAULT) : DEFAULT;
};
