import type { ReceiptDocument, ReceiptLine } from "#contract/receipts";
import { type Money, money } from "#kernel/money";

const SELLER: ReceiptDocument["seller"] = {
  name: "Corner Shop GmbH",
  addressLines: ["Torstraße 1", "10119 Berlin", "Germany"],
  vatId: "DE123456789",
  registrationNumber: "HRB 12345 B",
  email: "hello@shop.test",
  phone: "+49 30 1234567",
};

const BUYER: ReceiptDocument["buyer"] = {
  name: "Grace Guest",
  addressLines: ["Strøget 12", "1160 København", "Denmark"],
  email: "grace@example.com",
};

/** Returns a line with the amounts of its quantity; the tax is included in the total. */
const lineOf = (
  title: string,
  unit: Money,
  {
    quantity = 1,
    discount = 0,
    tax = 0,
    ...rest
  }: Partial<Record<"quantity" | "discount" | "tax", number>> &
    Partial<Pick<ReceiptLine, "sku" | "options">> = {},
): ReceiptLine => ({
  title,
  sku: null,
  options: {},
  quantity,
  unitPrice: unit,
  discount: money(discount, unit.currency),
  tax: money(tax, unit.currency),
  total: money(unit.amount * quantity - discount, unit.currency),
  ...rest,
});

const eur = (amount: number) => money(amount, "EUR");

/** A receipt in euros with a discount, two tax rates, a payment and a partial refund; tax is included. */
export const EUR_RECEIPT: ReceiptDocument = {
  kind: "receipt",
  number: "R-2026-000123",
  issuedAt: "2026-11-26T09:30:00.000Z",
  orderNumber: "ORD-4071839265",
  placedAt: "2026-11-25T22:10:00.000Z",
  receiptNumber: null,
  seller: SELLER,
  buyer: BUYER,
  shippingAddress: { name: "Grace Guest", addressLines: ["Nørregade 3", "8000 Aarhus", "Denmark"] },
  lines: [
    lineOf("Corner Blend Coffee", eur(1290), {
      quantity: 2,
      discount: 258,
      tax: 152,
      sku: "COF-250",
      options: { Size: "250 g", Grind: "Espresso" },
    }),
    lineOf("Linen Apron", eur(4900), { tax: 782, sku: "APR-01", options: { Colour: "Slate" } }),
  ],
  discounts: [{ title: "WELCOME10", amount: eur(258) }],
  shipping: { title: "Standard", amount: eur(490) },
  taxLines: [
    { title: "VAT", ratePpm: 70_000, net: eur(2170), tax: eur(152), gross: eur(2322) },
    { title: "VAT", ratePpm: 190_000, net: eur(4530), tax: eur(860), gross: eur(5390) },
  ],
  totals: {
    subtotal: eur(7480),
    discount: eur(258),
    shipping: eur(490),
    tax: eur(1012),
    total: eur(7712),
    taxIncluded: true,
  },
  payments: [{ at: "2026-11-25T22:10:04.000Z", method: "card", amount: eur(7712) }],
  refunds: [{ at: "2026-11-26T08:00:00.000Z", amount: eur(500), reason: "Dented tin" }],
  balance: eur(0),
  locale: "en",
};

/** The receipt in euros of an order whose tin was exchanged. */
export const EXCHANGE_RECEIPT: ReceiptDocument = {
  ...EUR_RECEIPT,
  credits: [{ at: "2026-11-27T08:00:00.000Z", amount: eur(500), reason: "exchange" }],
};

const plainOf = (currency: string, lines: ReceiptLine[], tax: number): ReceiptDocument => {
  const of = (amount: number) => money(amount, currency);
  const subtotal = lines.reduce((sum, { total }) => sum + total.amount, 0);
  return {
    ...EUR_RECEIPT,
    lines,
    discounts: [],
    shipping: null,
    taxLines: [],
    totals: {
      subtotal: of(subtotal),
      discount: of(0),
      shipping: of(0),
      tax: of(tax),
      total: of(subtotal + tax),
      taxIncluded: false,
    },
    payments: [],
    refunds: [],
    balance: null,
  };
};

/** A receipt in yen, which has no minor unit; tax is added. */
export const JPY_RECEIPT = plainOf(
  "JPY",
  [lineOf("Kettle", money(12_800, "JPY"), { quantity: 3, tax: 3840 })],
  3840,
);

/** A receipt in Kuwaiti dinars, which have three decimals. */
export const KWD_RECEIPT = plainOf("KWD", [lineOf("Oud incense", money(12_350, "KWD"))], 0);

/** A receipt of scripts that the PDF covers. */
export const SCRIPTS = {
  latin: "Crème brûlée set – Łódź, Ærøskøbing, Þórr, Quận",
  greek: "Ελληνικός καφές, φρεσκοκομμένος",
  cyrillic: "Кофе «Утро», мелкий помол, Їжак",
  devanagari: "फ़िल्टर कॉफ़ी, ताज़ा भुनी हुई – हिन्दी शक्ति क्षत्रिय र्कि श्रीमती",
};
export const SCRIPTS_RECEIPT: ReceiptDocument = {
  ...plainOf(
    "EUR",
    Object.values(SCRIPTS).map((title) => lineOf(title, eur(1000), { sku: "S-1" })),
    0,
  ),
  buyer: { ...BUYER, name: "श्रीमती Ελένη Юрьева", addressLines: ["नई दिल्ली"] },
};

/** A credit note for the refund of the receipt in euros. */
export const CREDIT_NOTE: ReceiptDocument = {
  ...plainOf("EUR", [lineOf("Dented tin", eur(500))], 0),
  kind: "credit_note",
  number: "C-2026-000007",
  receiptNumber: EUR_RECEIPT.number,
  refunds: EUR_RECEIPT.refunds,
};

/** A receipt without everything that may be missing. */
export const BARE_RECEIPT: ReceiptDocument = {
  ...plainOf("EUR", [lineOf("Gift card", eur(2500))], 0),
  seller: {
    name: "Ada",
    addressLines: [],
    vatId: null,
    registrationNumber: null,
    email: null,
    phone: null,
  },
  buyer: { name: "", addressLines: [], email: null },
  shippingAddress: null,
};

/** Returns a receipt of many lines, none of which is equal to another. */
export const longReceipt = (count: number): ReceiptDocument => ({
  ...plainOf(
    "EUR",
    Array.from({ length: count }, (_, at) =>
      lineOf(`Filter coffee, lot ${at + 1}`, eur(900 + at), {
        quantity: 1 + (at % 9),
        sku: `LOT-${String(at + 1).padStart(4, "0")}`,
        options: { Size: `${250 + at} g`, Grind: "Espresso" },
      }),
    ),
    0,
  ),
});

export const EXAMPLES = {
  EUR_RECEIPT,
  JPY_RECEIPT,
  KWD_RECEIPT,
  SCRIPTS_RECEIPT,
  CREDIT_NOTE,
  BARE_RECEIPT,
  LONG_RECEIPT: longReceipt(200),
};
