import regular from "@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf";
import bold from "@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf";
import { getDocumentProxy } from "unpdf";
import { harfBuzz } from "./harfbuzz.client";

/** The font files of receipts. */
export const FONT_FILES = { regular, bold };

/** Opens fonts as the Worker does. */
export const shaperOf = harfBuzz();

/** A text of a page, with its edges in points. */
interface PageText {
  text: string;
  left: number;
  right: number;
}

/** Reads a PDF with pdf.js, which extracts text by the codes of glyphs alone. */
export const readPdf = async (body: string | ArrayBuffer) => {
  if (typeof body === "string") throw new Error("A PDF is bytes.");
  const pdf = await getDocumentProxy(new Uint8Array(body.slice()));
  const pageOf = async (_: unknown, at: number): Promise<PageText[]> => {
    const { items } = await (await pdf.getPage(at + 1)).getTextContent();
    return items.flatMap((item) => {
      if (!("str" in item)) return [];
      const left = Number(item.transform[4]);
      return [{ text: item.str + (item.hasEOL ? "\n" : ""), left, right: left + item.width }];
    });
  };
  const pages = await Promise.all(Array.from({ length: pdf.numPages }, pageOf));
  const { info } = await pdf.getMetadata();
  const texts = pages.map((page) => page.map(({ text }) => text).join(""));
  return { info, pages, texts, text: texts.join("\n") };
};
