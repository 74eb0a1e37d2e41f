import type { ReceiptDocument, ReceiptFormat, RenderedReceipt } from "#contract/receipts";
import { contentOf } from "#receipts/content/content.rules";
import { pageOf } from "#receipts/page/page.rules";
import { readFont } from "#receipts/pdf/font-file.rules";
import { type OpenFont, type ReceiptFonts, receiptFile } from "#receipts/pdf/receipt-file.rules";
import type { Shaper } from "#receipts/pdf/shaper.port";

interface Dependencies {
  /** Opens a font file for shaping. */
  shaperOf(font: ArrayBuffer): Shaper;
  fonts: { regular: ArrayBuffer; bold: ArrayBuffer };
}

/** Renders receipts. The first PDF of the isolate opens the fonts. */
export const receiptsService = ({ shaperOf, fonts }: Dependencies) => {
  let opened: ReceiptFonts | undefined;

  const openFonts = (): ReceiptFonts => {
    const open = (font: ArrayBuffer): OpenFont => ({
      file: readFont(font),
      shaper: shaperOf(font),
    });
    opened ??= { regular: open(fonts.regular), bold: open(fonts.bold) };
    return opened;
  };

  return {
    /** Resolves if the fonts of the bundle can be read. */
    async checkFonts() {
      for (const font of Object.values(fonts)) readFont(font);
    },

    async render(document: ReceiptDocument, format: ReceiptFormat): Promise<RenderedReceipt> {
      const content = contentOf(document);
      if (format === "html")
        return { contentType: "text/html; charset=utf-8", body: pageOf(content) };
      const body = await receiptFile(content, openFonts(), document.issuedAt);
      return { contentType: "application/pdf", body };
    },
  };
};
