import { describe, expect, test } from "bun:test";
import type { ReceiptDocument } from "#contract/receipts";
import { contentOf } from "#receipts/content/content.rules";
import {
  BARE_RECEIPT,
  EUR_RECEIPT,
  longReceipt,
  SCRIPTS,
  SCRIPTS_RECEIPT,
} from "#receipts/testing";
import { pageOf } from "./page.rules";
import { SHEET, SHEET_SHA256 } from "./sheet.rules";

const pageFor = (document: ReceiptDocument) => pageOf(contentOf(document));
const SCRIPT = `<script>alert("1")</script><img src=x onerror='2'>`;
const ESCAPED =
  "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&lt;img src=x onerror=&#39;2&#39;&gt;";

const withText = (text: string): ReceiptDocument => ({
  ...EUR_RECEIPT,
  number: text,
  seller: { ...EUR_RECEIPT.seller, name: text },
  buyer: { name: text, addressLines: [text], email: text },
  lines: EUR_RECEIPT.lines.map((line) => ({
    ...line,
    title: text,
    sku: text,
    options: { [text]: text },
  })),
  discounts: [{ title: text, amount: EUR_RECEIPT.totals.discount }],
  taxLines: EUR_RECEIPT.taxLines.map((line) => ({ ...line, title: text })),
  payments: EUR_RECEIPT.payments.map((payment) => ({ ...payment, method: text })),
  refunds: EUR_RECEIPT.refunds.map((refund) => ({ ...refund, reason: text })),
});

describe("the page of a receipt", () => {
  test("escapes markup wherever a text stands", () => {
    const page = pageFor(withText(SCRIPT));
    expect(page).not.toContain("<script");
    expect(page).not.toContain("<img");
    // Title, fact, seller; buyer, address, mail; in each of two lines title, option twice and SKU;
    // discount, two rates, payment and refund.
    expect(page.split(ESCAPED).length - 1).toBe(19);
  });

  test("allows its own style sheet, and nothing else", async () => {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(SHEET));
    expect(SHEET_SHA256).toBe(Buffer.from(digest).toString("base64"));
    const page = pageFor(EUR_RECEIPT);
    expect(page).toContain(
      `content="default-src &#39;none&#39;; style-src &#39;sha256-${SHEET_SHA256}&#39;;`,
    );
    expect(page).toContain(`<style>${SHEET}</style>`);
    expect(page).not.toMatch(/ style=|https?:|url\(|@import/);
  });

  test("shows every script as it is given", () => {
    const page = pageFor(SCRIPTS_RECEIPT);
    for (const text of Object.values(SCRIPTS)) expect(page).toContain(text);
  });

  test("labels each amount for phones", () =>
    expect(pageFor(EUR_RECEIPT)).toContain('<td data-label="Unit price">€12.90</td>'));

  test("has a row for each of 200 lines", () =>
    expect(pageFor(longReceipt(200)).match(/LOT-\d{4}/g)).toHaveLength(200));

  test("has no empty section when parts are missing", () => {
    const page = pageFor(BARE_RECEIPT);
    expect(page).not.toMatch(/<section|undefined|null|<h2>/);
    expect(page).toContain("€25.00");
  });

  test("is the same for the same receipt", () =>
    expect(pageFor(EUR_RECEIPT)).toBe(pageFor(structuredClone(EUR_RECEIPT))));
});
