import { describe, expect, test } from "bun:test";
import type { ReceiptDocument } from "#contract/receipts";
import { MARGIN, PAGE } from "#receipts/pdf/paper.rules";
import { FONT_FILES, readPdf, shaperOf } from "#receipts/pdf/testing";
import { receiptsService } from "./receipts.service";
import {
  BARE_RECEIPT,
  CREDIT_NOTE,
  EUR_RECEIPT,
  JPY_RECEIPT,
  KWD_RECEIPT,
  longReceipt,
  SCRIPTS,
  SCRIPTS_RECEIPT,
} from "./testing";

const opened = () => receiptsService({ shaperOf, fonts: FONT_FILES });
const pdfOf = async (document: ReceiptDocument) =>
  readPdf((await opened().render(document, "pdf")).body);
const withTitle = (title: string): ReceiptDocument => ({
  ...EUR_RECEIPT,
  lines: EUR_RECEIPT.lines.map((line) => ({ ...line, title })),
});

describe("a receipt as HTML", () => {
  test("is a page in UTF-8", async () => {
    const { contentType, body } = await opened().render(EUR_RECEIPT, "html");
    expect(contentType).toBe("text/html; charset=utf-8");
    expect(body).toStartWith("<!doctype html>");
  });
});

describe("a receipt as PDF", () => {
  test("has title, author, language, structure and the time of issue", async () => {
    const { contentType, body } = await opened().render(EUR_RECEIPT, "pdf");
    expect(contentType).toBe("application/pdf");
    const { info } = await readPdf(body);
    expect(info).toMatchObject({
      Title: "Receipt R-2026-000123",
      Author: "Corner Shop GmbH",
      Language: "en",
      CreationDate: "D:20261126093000Z",
      ModDate: "D:20261126093000Z",
    });
    expect(Buffer.from(body as ArrayBuffer).toString("latin1")).toContain("/Marked true");
  });

  test("has everything that the receipt says on one page", async () => {
    const { text, pages } = await pdfOf(EUR_RECEIPT);
    expect(pages).toHaveLength(1);
    for (const said of [
      ...["Corner Shop GmbH", "VAT ID DE123456789", "Registration HRB 12345 B"],
      ...["R-2026-000123", "26 November 2026", "ORD-4071839265", "25 November 2026"],
      ...["Grace Guest", "1160 København", "8000 Aarhus", "grace@example.com"],
      ...["Corner Blend Coffee", "Size: 250 g · Grind: Espresso · COF-250", "€23.22", "-€2.58"],
      ...["€74.80", "WELCOME10", "Shipping (Standard)", "€77.12", "including tax €10.12"],
      ...["VAT 7%", "VAT 19%", "Payments", "Card", "Refunds", "Dented tin", "-€5.00"],
      ...["Balance due", "€0.00", "Page 1 of 1"],
    ])
      expect(text).toContain(said);
  });

  test("names the receipt that a credit note refers to", async () => {
    const { text, info } = await pdfOf(CREDIT_NOTE);
    expect(info).toMatchObject({ Title: "Credit note C-2026-000007" });
    expect(text).toMatch(/For receipt\s+R-2026-000123/);
  });

  test.each([
    ["EUR", EUR_RECEIPT, /€77\.12/],
    ["JPY", JPY_RECEIPT, /¥42,240/],
    ["KWD", KWD_RECEIPT, /KWD\s12\.350/],
  ])("shows amounts in %s with all decimals", async (_, document, total) =>
    expect((await pdfOf(document)).text).toMatch(total),
  );

  test.each(Object.entries(SCRIPTS))("gives back text in %s as it was given", async (_, text) =>
    expect((await pdfOf(SCRIPTS_RECEIPT)).text).toContain(text),
  );

  test("repeats the head of the table and counts the pages of 200 lines", async () => {
    const { texts, text } = await pdfOf(longReceipt(200));
    expect(texts.length).toBeGreaterThan(5);
    expect([...(text.match(/LOT-\d{4}/g) ?? [])]).toEqual(
      Array.from({ length: 200 }, (_, at) => `LOT-${String(at + 1).padStart(4, "0")}`),
    );
    for (const [at, page] of texts.entries()) {
      expect(page).toContain(`Page ${at + 1} of ${texts.length}`);
      if (page.includes("LOT-")) expect(page).toMatch(/Item\s+Qty\s+Unit price\s+Amount/);
    }
  });

  test("takes less than two seconds of CPU for 200 lines", async () => {
    const before = process.cpuUsage();
    await opened().render(longReceipt(200), "pdf");
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000_000).toBeLessThan(2);
  });

  test("keeps long words within the margins", async () => {
    const word = "W".repeat(400);
    const { pages, text } = await pdfOf({
      ...withTitle(word),
      number: word,
      buyer: { name: word, addressLines: [word], email: word },
      discounts: [{ title: word, amount: EUR_RECEIPT.totals.discount }],
    });
    const edge = PAGE.width - MARGIN.side;
    expect(pages.flat().filter(({ right }) => right > edge + 0.5)).toEqual([]);
    // Two lines, the number, buyer, address, mail and discount; the foot shows the start of the number.
    expect(text.match(/W/g)?.length).toBeGreaterThanOrEqual(7 * word.length);
  });

  test("continues a text that is longer than a page", async () => {
    const { pages, text } = await pdfOf(withTitle("coffee ".repeat(2000)));
    expect(pages.length).toBeGreaterThan(2);
    expect(text.match(/coffee/g)).toHaveLength(4000);
  });

  test("leaves out what is missing", async () => {
    const { text } = await pdfOf(BARE_RECEIPT);
    expect(text).toContain("€25.00");
    expect(text).not.toMatch(/undefined|null|Billed to|Shipped to|Payments|Balance/);
  });

  test("shows no lines when there are none", async () =>
    expect((await pdfOf({ ...EUR_RECEIPT, lines: [] })).text).toContain("€77.12"));

  test("gives back characters that its fonts do not have", async () =>
    expect((await pdfOf(withTitle("Mug 😀 👩‍👩‍👧 杯 كوب"))).text).toContain("Mug 😀 👩‍👩‍👧 杯"));

  test("prints control characters as spaces", async () => {
    const { text } = await pdfOf(withTitle("Blue\u0000\u0007\r\nmug \ud83d"));
    expect(text).toContain("Blue mug \ufffd");
  });

  test("is the same for the same receipt, in other isolates too", async () => {
    const service = opened();
    const first = await service.render(SCRIPTS_RECEIPT, "pdf");
    await service.render(EUR_RECEIPT, "pdf");
    const again = await service.render(structuredClone(SCRIPTS_RECEIPT), "pdf");
    const elsewhere = await opened().render(SCRIPTS_RECEIPT, "pdf");
    expect(Buffer.from(again.body as ArrayBuffer)).toEqual(Buffer.from(first.body as ArrayBuffer));
    expect(Buffer.from(elsewhere.body as ArrayBuffer)).toEqual(
      Buffer.from(first.body as ArrayBuffer),
    );
  });
});
