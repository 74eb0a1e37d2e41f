import type { FontFile } from "./font-file.rules";
import { subsetOf } from "./font-subset.rules";
import { dict, list, type ObjectId, type PdfObjects, ref, utf16Hex } from "./objects.rules";
import type { TextGlyph } from "./typeset.rules";

/** A glyph with one of its texts and advances, under a code of its own. */
type Code = Pick<TextGlyph, "glyph" | "text" | "advance">;

/** An entry of a table that maps codes to texts may hold a hundred lines. */
const LINES_MAX = 100;

const hex = (code: number) => code.toString(16).toUpperCase().padStart(4, "0");

/** Returns the program by which readers extract text from codes. */
const toUnicode = (codes: readonly Code[]) => {
  const lines = codes.map(({ text }, at) => `<${hex(at + 1)}> <${utf16Hex(text)}>`);
  const blocks = Array.from({ length: Math.ceil(lines.length / LINES_MAX) }, (_, at) => {
    const block = lines.slice(at * LINES_MAX, (at + 1) * LINES_MAX);
    return `${block.length} beginbfchar\n${block.join("\n")}\nendbfchar`;
  });
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
${blocks.join("\n")}
endcmap
CMapName currentdict /CMap defineresource pop
end
end`;
};

/** Returns the glyph of each code, two bytes each. Code 0 is the box for a missing character. */
const glyphTable = (codes: readonly Code[]) => {
  const table = new DataView(new ArrayBuffer((codes.length + 1) * 2));
  for (const [at, { glyph }] of codes.entries()) table.setUint16((at + 1) * 2, glyph);
  return new Uint8Array(table.buffer);
};

/** Returns six letters that differ for different sets of glyphs, as names of subsets must. */
const subsetTag = (codes: readonly Code[]) => {
  let hash = codes.reduce((sum, { glyph }) => (sum * 31 + glyph) % 26 ** 6, 7);
  return Array.from({ length: 6 }, () => {
    const letter = String.fromCharCode(65 + (hash % 26));
    hash = Math.floor(hash / 26);
    return letter;
  }).join("");
};

/**
 * Collects the glyphs that a document draws with one font, and embeds them. A glyph has a code for each text
 * that it stands for, because readers extract the text of a code, and ligatures and vowel signs of Indic
 * scripts stand for other texts in other words. It has a code for each advance, too, because a move between two
 * codes can look like a space to a reader.
 */
export const embeddedFont = (name: string, file: FontFile) => {
  const codes: Code[] = [];
  const known = new Map<string, number>();

  const describe = async (objects: PdfObjects, fontName: string) => {
    const subset = subsetOf(file, new Set(codes.map(({ glyph }) => glyph)));
    const fontFile = await objects.addStream(subset, { Length1: subset.length });
    return objects.add(
      dict({
        ...{
          Type: "/FontDescriptor",
          FontName: `/${fontName}`,
          Flags: 4,
          FontBBox: list(file.box),
        },
        ...{ ItalicAngle: 0, Ascent: file.ascent, Descent: file.descent },
        ...{ CapHeight: file.capHeight, StemV: 80, FontFile2: ref(fontFile) },
      }),
    );
  };

  return {
    /** Returns the four digits of a glyph's code. */
    codeOf({ glyph, text, advance }: TextGlyph): string {
      const key = `${glyph} ${advance} ${text}`;
      const code = known.get(key) ?? codes.push({ glyph, text, advance });
      known.set(key, code);
      return hex(code);
    },
    /** Writes the font with the glyphs that were drawn. */
    async embed(objects: PdfObjects): Promise<ObjectId> {
      const fontName = `${subsetTag(codes)}+${name}`;
      const common = { Type: "/Font", BaseFont: `/${fontName}` };
      const descendant = objects.add(
        dict({
          ...common,
          Subtype: "/CIDFontType2",
          CIDSystemInfo: "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
          FontDescriptor: ref(await describe(objects, fontName)),
          CIDToGIDMap: ref(await objects.addStream(glyphTable(codes))),
          DW: file.widthOf(0),
          W: list([1, list(codes.map(({ advance }) => advance))]),
        }),
      );
      const unicode = await objects.addStream(toUnicode(codes));
      return objects.add(
        dict({
          ...common,
          ...{ Subtype: "/Type0", Encoding: "/Identity-H" },
          ...{ DescendantFonts: list([ref(descendant)]), ToUnicode: ref(unicode) },
        }),
      );
    },
  };
};
export type EmbeddedFont = ReturnType<typeof embeddedFont>;
