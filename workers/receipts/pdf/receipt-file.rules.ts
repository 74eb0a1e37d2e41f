import type { ReceiptContent } from "#receipts/content/content.rules";
import { embeddedFont } from "./embedded-font.rules";
import type { FontFile } from "./font-file.rules";
import { drawFacts, drawHead, drawParties } from "./head.rules";
import { drawItems } from "./items.rules";
import {
  dateString,
  dict,
  list,
  type ObjectId,
  type PdfObjects,
  pdfObjects,
  ref,
  textString,
} from "./objects.rules";
import { blockOf, MARGIN, PAGE, type Paper, paper, type Typeface } from "./paper.rules";
import type { Shaper } from "./shaper.port";
import { type Element, writeStructure } from "./structure.rules";
import { type Faces, type Styles, stylesOf, WHOLE } from "./styles.rules";
import { drawFigures, drawTotals } from "./sums.rules";
import { typesetter } from "./typeset.rules";

/** A font of the isolate. */
export interface OpenFont {
  file: FontFile;
  shaper: Shaper;
}

export interface ReceiptFonts {
  regular: OpenFont;
  bold: OpenFont;
}

/** Returns a font for one file, which collects the words and glyphs of that file. */
const faceOf = (name: string, fontName: string, { file, shaper }: OpenFont): Typeface => ({
  name,
  font: embeddedFont(fontName, file),
  typeset: typesetter(shaper, file.widthOf(0)),
});

/** Writes title and page number at the foot of each page. */
const drawFeet = (sheet: Paper, { title, seller, language }: ReceiptContent, styles: Styles) => {
  const top = PAGE.height - MARGIN.bottom + 24;
  const name = [seller.name, title].filter(Boolean).join(" · ");
  for (const page of sheet.sheets.keys()) {
    const number = language.texts.page(page + 1, sheet.sheets.length);
    const left = blockOf(name, styles.foot, { ...WHOLE, width: WHOLE.width - 90 });
    sheet.decoration({ ...left, lines: left.lines.slice(0, 1) }, { page, top });
    sheet.decoration(blockOf(number, styles.foot, { ...WHOLE, align: "right" }), { page, top });
  }
};

const drawReceipt = (sheet: Paper, content: ReceiptContent, styles: Styles, root: Element) => {
  drawHead(sheet, content, styles, root);
  drawFacts(sheet, content.facts, styles, root);
  drawParties(sheet, content.parties, styles, root);
  drawItems(sheet, content.items, styles, root);
  drawTotals(sheet, content, styles, root);
  for (const figures of [content.taxes, content.payments, content.credits, content.refunds])
    drawFigures(sheet, figures, styles, root);
  drawFeet(sheet, content, styles);
};

const writePages = async (objects: PdfObjects, { sheets }: Paper, resources: string) => {
  const parent = objects.reserve();
  const ids: ObjectId[] = [];
  for (const [at, { operators }] of sheets.entries()) {
    const stream = await objects.addStream(operators.join("\n"));
    const box = list([0, 0, PAGE.width, PAGE.height]);
    const entries = { Type: "/Page", Parent: ref(parent), MediaBox: box, Resources: resources };
    const page = { ...entries, Contents: ref(stream), StructParents: at, Tabs: "/S" };
    ids.push(objects.add(dict(page)));
  }
  const kids = list(ids.map(ref));
  objects.put(parent, dict({ Type: "/Pages", Kids: kids, Count: ids.length }));
  return { parent, ids };
};

const writeCatalog = (
  objects: PdfObjects,
  { language }: ReceiptContent,
  refs: { pages: ObjectId; structure: ObjectId },
) =>
  objects.add(
    dict({
      ...{ Type: "/Catalog", Pages: ref(refs.pages), Lang: textString(language.tag) },
      ...{ MarkInfo: "<< /Marked true >>", StructTreeRoot: ref(refs.structure) },
      ViewerPreferences: "<< /DisplayDocTitle true >>",
    }),
  );

/**
 * Returns a receipt as a tagged PDF. Its dates are the time of issue, so that the same receipt gives the same
 * bytes.
 */
export const receiptFile = async (
  content: ReceiptContent,
  { regular, bold }: ReceiptFonts,
  issuedAt: string,
): Promise<ArrayBuffer> => {
  const faces: Faces = {
    regular: faceOf("F1", "NotoSans-Regular", regular),
    bold: faceOf("F2", "NotoSans-SemiBold", bold),
  };
  const root: Element = { role: "Document", children: [] };
  const sheet = paper();
  drawReceipt(sheet, content, stylesOf(faces), root);

  const objects = pdfObjects();
  const [F1, F2] = [await faces.regular.font.embed(objects), await faces.bold.font.embed(objects)];
  const resources = dict({ Font: dict({ F1: ref(F1), F2: ref(F2) }) });
  const { parent, ids } = await writePages(objects, sheet, resources);
  const structure = writeStructure(objects, root, ids);
  const catalog = writeCatalog(objects, content, { pages: parent, structure });
  const [Title, Author] = [textString(content.title), textString(content.seller.name)];
  const [CreationDate, ModDate] = [dateString(issuedAt), dateString(issuedAt)];
  const info = objects.add(dict({ Title, Author, CreationDate, ModDate }));
  return objects.file(catalog, info);
};
