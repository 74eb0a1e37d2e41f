import type { ReceiptDocument, ReceiptLine, ReceiptParty } from "#contract/receipts";
import { formatMoney, type Money } from "#kernel/money";
import { printable, printableLines } from "./printable.rules";
import { type Language, languageOf } from "./texts.rules";

/** A label with its value, such as a fact of the head or an amount of the totals. */
export interface Entry {
  label: string;
  value: string;
}

/** A table with a heading. The first column is text, the others are aligned to the right. */
export interface FigureTable {
  heading: string;
  columns: string[];
  rows: string[][];
}

/** A row of the table of lines: item, then one cell for each further column. */
export interface ItemRow {
  title: string;
  /** Options and SKU; empty without both. */
  details: string;
  cells: string[];
}

/** What a receipt shows, in the order of reading and as printable texts. Both formats show the same. */
export interface ReceiptContent {
  language: Language;
  /** Heading and number, as the file's title. */
  title: string;
  heading: string;
  seller: { name: string; lines: string[] };
  facts: Entry[];
  parties: { label: string; lines: string[] }[];
  items: { columns: string[]; rows: ItemRow[] };
  totals: Entry[];
  total: Entry;
  /** What the total says about tax; empty if nothing is to be said. */
  taxNote: string;
  taxes: FigureTable | undefined;
  payments: FigureTable | undefined;
  refunds: FigureTable | undefined;
  credits: FigureTable | undefined;
  balance: Entry | undefined;
}

/** Formats amounts and times in one language. */
interface Formats extends Language {
  money(value: Money): string;
  /** The amount as a negative one; zero stays zero. */
  minus(value: Money): string;
  date(iso: string): string;
  percent(ratePpm: number): string;
}

const formatsOf = (language: Language): Formats => {
  const dates = new Intl.DateTimeFormat(language.dates, { dateStyle: "long", timeZone: "UTC" });
  const percents = new Intl.NumberFormat(language.numbers, {
    style: "percent",
    maximumFractionDigits: 4,
  });
  const money = (value: Money) => formatMoney(value, language.numbers);
  return {
    ...language,
    money,
    minus: ({ amount, currency }) =>
      money({ amount: amount === 0 ? 0 : -Math.abs(amount), currency }),
    date: (iso) => {
      const time = new Date(iso);
      return Number.isNaN(time.getTime()) ? printable(iso) : dates.format(time);
    },
    percent: (ratePpm) => percents.format(ratePpm / 1_000_000),
  };
};

const factsOf = (document: ReceiptDocument, { texts, date }: Formats): Entry[] =>
  [
    { label: texts.number, value: document.number },
    { label: texts.issuedAt, value: date(document.issuedAt) },
    { label: texts.refersTo, value: document.receiptNumber ?? "" },
    { label: texts.orderNumber, value: document.orderNumber },
    { label: texts.placedAt, value: date(document.placedAt) },
  ]
    .map(({ label, value }) => ({ label, value: printable(value) }))
    .filter(({ value }) => value !== "");

const sellerOf = ({ seller }: ReceiptDocument, { texts }: Formats) => ({
  name: printable(seller.name),
  lines: printableLines([
    ...seller.addressLines,
    seller.email,
    seller.phone,
    seller.vatId && `${texts.vatId} ${seller.vatId}`,
    seller.registrationNumber && `${texts.registration} ${seller.registrationNumber}`,
  ]),
});

const partiesOf = ({ buyer, shippingAddress }: ReceiptDocument, { texts }: Formats) => {
  const linesOf = (party: ReceiptParty | null) =>
    party ? printableLines([party.name, ...party.addressLines]) : [];
  return [
    { label: texts.billedTo, lines: [...linesOf(buyer), ...printableLines([buyer.email])] },
    { label: texts.shippedTo, lines: linesOf(shippingAddress) },
  ].filter(({ lines }) => lines.length > 0);
};

/** A column of the table of lines. Discount and tax are left out if they are zero in all lines. */
interface Column {
  heading: string;
  isShown: boolean;
  cell(line: ReceiptLine): string;
}

const columnsOf = ({ lines }: ReceiptDocument, formats: Formats): Column[] => {
  const { texts, money, minus } = formats;
  const some = (name: "discount" | "tax") => lines.some((line) => line[name].amount !== 0);
  const columns: Column[] = [
    { heading: texts.quantity, isShown: true, cell: ({ quantity }) => String(quantity) },
    { heading: texts.unitPrice, isShown: true, cell: ({ unitPrice }) => money(unitPrice) },
    {
      heading: texts.discount,
      isShown: some("discount"),
      cell: ({ discount }) => (discount.amount === 0 ? "" : minus(discount)),
    },
    { heading: texts.tax, isShown: some("tax"), cell: ({ tax }) => money(tax) },
    { heading: texts.amount, isShown: true, cell: ({ total }) => money(total) },
  ];
  return columns.filter(({ isShown }) => isShown);
};

const detailsOf = ({ options, sku }: ReceiptLine) =>
  printableLines([
    ...Object.entries(options).map(([name, value]) => `${name}: ${value}`),
    sku,
  ]).join(" · ");

const itemsOf = (document: ReceiptDocument, formats: Formats) => {
  const columns = columnsOf(document, formats);
  return {
    columns: [formats.texts.item, ...columns.map(({ heading }) => heading)],
    rows: document.lines.map((line) => ({
      title: printable(line.title),
      details: detailsOf(line),
      cells: columns.map(({ cell }) => cell(line)),
    })),
  };
};

/** Returns the amounts that lead to the total: without named discounts, the sum of all. */
const totalsOf = ({ totals, discounts, shipping }: ReceiptDocument, formats: Formats): Entry[] => {
  const { texts, money, minus } = formats;
  const isFree = totals.discount.amount === 0;
  const unnamed = isFree ? [] : [{ label: texts.discount, value: minus(totals.discount) }];
  const named = discounts.map(({ title, amount }) => ({ label: title, value: minus(amount) }));
  const carriage = {
    label: shipping ? `${texts.shipping} (${shipping.title})` : texts.shipping,
    value: money(shipping?.amount ?? totals.shipping),
  };
  return [
    { label: texts.subtotal, value: money(totals.subtotal) },
    ...(named.length > 0 ? named : unnamed),
    ...(shipping || totals.shipping.amount !== 0 ? [carriage] : []),
    ...(totals.taxIncluded ? [] : [{ label: texts.tax, value: money(totals.tax) }]),
  ].map(({ label, value }) => ({ label: printable(label), value }));
};

const taxNoteOf = ({ totals }: ReceiptDocument, { texts, money }: Formats) => {
  if (totals.tax.amount === 0) return "";
  return totals.taxIncluded ? `${texts.taxIncluded} ${money(totals.tax)}` : texts.taxAdded;
};

const table = (heading: string, columns: string[], rows: string[][]): FigureTable | undefined =>
  rows.length === 0 ? undefined : { heading, columns, rows };

const taxesOf = ({ taxLines }: ReceiptDocument, { texts, money, percent }: Formats) =>
  table(
    texts.taxes,
    [texts.rate, texts.net, texts.tax, texts.gross],
    taxLines.map(({ title, ratePpm, net, tax, gross }) => [
      printable(`${title} ${percent(ratePpm)}`),
      ...[net, tax, gross].map(money),
    ]),
  );

/** Returns the name of a code, or the text as it is. */
const named = (names: Readonly<Record<string, string>>, text: string) =>
  printable(Object.hasOwn(names, text) ? (names[text] ?? text) : text);

const paymentsOf = ({ payments }: ReceiptDocument, { texts, money, date }: Formats) =>
  table(
    texts.payments,
    [],
    payments.map(({ at, method, amount }) => [
      named(texts.methods, method),
      date(at),
      money(amount),
    ]),
  );

const creditsOf = ({ credits = [] }: ReceiptDocument, { texts, minus, date }: Formats) =>
  table(
    texts.credits,
    [],
    credits.map(({ at, amount, reason }) => [
      named(texts.reasons, reason),
      date(at),
      minus(amount),
    ]),
  );

const refundsOf = ({ refunds }: ReceiptDocument, { texts, minus, date }: Formats) =>
  table(
    texts.refunds,
    [],
    refunds.map(({ at, amount, reason }) => [
      named(texts.reasons, reason ?? "") || texts.refund,
      date(at),
      minus(amount),
    ]),
  );

/** Returns what a receipt shows. It formats the given amounts, and computes none. */
export const contentOf = (document: ReceiptDocument): ReceiptContent => {
  const formats = formatsOf(languageOf(document.locale));
  const { texts, money } = formats;
  const isReceipt = document.kind === "receipt";
  const heading = isReceipt ? texts.receipt : texts.creditNote;
  return {
    language: languageOf(document.locale),
    title: printable(`${heading} ${document.number}`),
    heading,
    seller: sellerOf(document, formats),
    facts: factsOf(document, formats),
    parties: partiesOf(document, formats),
    items: itemsOf(document, formats),
    totals: totalsOf(document, formats),
    total: {
      label: isReceipt ? texts.total : texts.totalCredited,
      value: money(document.totals.total),
    },
    taxNote: taxNoteOf(document, formats),
    taxes: taxesOf(document, formats),
    payments: paymentsOf(document, formats),
    refunds: refundsOf(document, formats),
    credits: creditsOf(document, formats),
    balance: document.balance
      ? { label: texts.balance, value: money(document.balance) }
      : undefined,
  };
};
