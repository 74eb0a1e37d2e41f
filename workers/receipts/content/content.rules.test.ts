import { describe, expect, test } from "bun:test";
import {
  BARE_RECEIPT,
  CREDIT_NOTE,
  EUR_RECEIPT,
  EXAMPLES,
  EXCHANGE_RECEIPT,
  JPY_RECEIPT,
  KWD_RECEIPT,
} from "#receipts/testing";
import { contentOf } from "./content.rules";

const shown = (label: string, entries: readonly { label: string; value: string }[]) =>
  entries.find((entry) => entry.label === label)?.value;

describe("the content of a receipt", () => {
  test("shows numbers, dates and totals of a receipt in euros", () => {
    const { title, facts, totals, total, taxNote, balance } = contentOf(EUR_RECEIPT);
    expect(title).toBe("Receipt R-2026-000123");
    expect(shown("Date of issue", facts)).toBe("26 November 2026");
    expect(totals).toEqual([
      { label: "Subtotal", value: "€74.80" },
      { label: "WELCOME10", value: "-€2.58" },
      { label: "Shipping (Standard)", value: "€4.90" },
    ]);
    expect(total).toEqual({ label: "Total", value: "€77.12" });
    expect(taxNote).toBe("including tax €10.12");
    expect(balance).toEqual({ label: "Balance due", value: "€0.00" });
  });

  test("shows rates, payments and refunds as tables", () => {
    const { taxes, payments, refunds } = contentOf(EUR_RECEIPT);
    expect(taxes?.rows[0]).toEqual(["VAT 7%", "€21.70", "€1.52", "€23.22"]);
    expect(payments?.rows).toEqual([["Card", "25 November 2026", "€77.12"]]);
    expect(refunds?.rows).toEqual([["Dented tin", "26 November 2026", "-€5.00"]]);
  });

  test("shows the price of exchanged units as a credit", () => {
    expect(contentOf(EUR_RECEIPT).credits).toBeUndefined();
    const { credits } = contentOf(EXCHANGE_RECEIPT);
    expect(credits).toMatchObject({
      heading: "Credits",
      rows: [["Exchange", "27 November 2026", "-€5.00"]],
    });
  });

  test("shows amounts with the decimals of their currency", () => {
    expect(contentOf(JPY_RECEIPT).total.value).toBe("¥42,240");
    expect(contentOf(KWD_RECEIPT).total.value).toBe("KWD\u00a012.350");
  });

  test("shows added tax as an amount of its own", () => {
    const { totals, taxNote } = contentOf(JPY_RECEIPT);
    expect(shown("Tax", totals)).toBe("¥3,840");
    expect(taxNote).toBe("Prices do not include tax.");
  });

  test("names the receipt of a credit note", () => {
    const { heading, facts, total } = contentOf(CREDIT_NOTE);
    expect([heading, total.label]).toEqual(["Credit note", "Total credited"]);
    expect(shown("For receipt", facts)).toBe("R-2026-000123");
  });

  test("leaves out what is missing", () => {
    const content = contentOf(BARE_RECEIPT);
    expect(content.seller).toEqual({ name: "Ada", lines: [] });
    expect(content.parties).toEqual([]);
    expect([content.taxes, content.payments, content.refunds, content.balance]).toEqual(
      Array(4).fill(undefined),
    );
    expect(content.items.columns).toEqual(["Item", "Qty", "Unit price", "Amount"]);
  });

  test("shows unnamed discounts as their sum", () => {
    const { totals } = contentOf({ ...EUR_RECEIPT, discounts: [] });
    expect(shown("Discount", totals)).toBe("-€2.58");
  });

  test.each(["en-IN", "xx", "", "__proto__"])("uses English when the locale is %j", (locale) =>
    expect(contentOf({ ...EUR_RECEIPT, locale }).heading).toBe("Receipt"),
  );

  test("shows a time that is no date as it is given", () =>
    expect(shown("Ordered on", contentOf({ ...EUR_RECEIPT, placedAt: "today" }).facts)).toBe(
      "today",
    ));
});

describe("the examples", () => {
  test.each(Object.entries(EXAMPLES))("%s adds up", (_, { lines, discounts, totals, taxLines }) => {
    const sum = (amounts: { amount: number }[]) =>
      amounts.reduce((total, { amount }) => total + amount, 0);
    const { subtotal, discount, shipping, tax, total, taxIncluded } = totals;
    for (const line of lines)
      expect(line.unitPrice.amount * line.quantity - line.discount.amount).toBe(line.total.amount);
    expect(sum(lines.map((line) => line.total)) + discount.amount).toBe(subtotal.amount);
    expect(sum(discounts.map(({ amount }) => amount))).toBe(discount.amount);
    const added = taxIncluded ? 0 : tax.amount;
    expect(subtotal.amount - discount.amount + shipping.amount + added).toBe(total.amount);
    if (taxLines.length === 0) return;
    expect(sum(taxLines.map((line) => line.tax))).toBe(tax.amount);
    expect(sum(taxLines.map((line) => line.gross))).toBe(total.amount);
  });
});
