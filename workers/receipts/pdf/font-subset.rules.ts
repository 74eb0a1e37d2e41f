import { joined } from "./bytes.rules";
import { type FontFile, tableOf } from "./font-file.rules";

/** Flags of a component in a composite glyph. */
const ARGS_ARE_WORDS = 0x0001;
const HAS_SCALE = 0x0008;
const MORE_COMPONENTS = 0x0020;
const HAS_TWO_SCALES = 0x0040;
const HAS_MATRIX = 0x0080;

const componentBytes = (flags: number) => {
  const scale = flags & HAS_SCALE ? 2 : flags & HAS_TWO_SCALES ? 4 : flags & HAS_MATRIX ? 8 : 0;
  return 4 + (flags & ARGS_ARE_WORDS ? 4 : 2) + scale;
};

/** Returns the glyphs that a composite glyph draws; none for a simple one. */
const componentsOf = (outline: DataView): number[] => {
  if (outline.byteLength === 0 || outline.getInt16(0) >= 0) return [];
  const glyphs: number[] = [];
  let at = 10;
  let flags = MORE_COMPONENTS;
  while (flags & MORE_COMPONENTS) {
    flags = outline.getUint16(at);
    glyphs.push(outline.getUint16(at + 2));
    at += componentBytes(flags);
  }
  return glyphs;
};

/** Returns the glyphs with all components of them, and the box that stands for a missing character. */
const closureOf = ({ outlineOf }: FontFile, glyphs: Iterable<number>) => {
  const closed = new Set([0]);
  const queue = [...glyphs];
  for (let glyph = queue.pop(); glyph !== undefined; glyph = queue.pop()) {
    if (closed.has(glyph)) continue;
    closed.add(glyph);
    queue.push(...componentsOf(outlineOf(glyph)));
  }
  return closed;
};

const bytesOf = ({ buffer, byteOffset, byteLength }: DataView) =>
  new Uint8Array(buffer, byteOffset, byteLength).slice();

/** Returns the tables of outlines with the kept glyphs only. All others are blank, so ids stay. */
const outlineTables = (font: FontFile, kept: ReadonlySet<number>) => {
  const loca = new DataView(new ArrayBuffer((font.glyphCount + 1) * 4));
  const parts: Uint8Array[] = [];
  let end = 0;
  for (let glyph = 0; glyph < font.glyphCount; glyph++) {
    loca.setUint32(glyph * 4, end);
    if (!kept.has(glyph)) continue;
    const outline = bytesOf(font.outlineOf(glyph));
    const padded = new Uint8Array(Math.ceil(outline.length / 4) * 4);
    padded.set(outline);
    parts.push(padded);
    end += padded.length;
  }
  loca.setUint32(font.glyphCount * 4, end);
  return { glyf: joined(parts), loca: bytesOf(loca) };
};

/** Returns widths of the kept glyphs only, so that the table compresses well. */
const keptMetrics = (font: FontFile, kept: ReadonlySet<number>) => {
  const hmtx = bytesOf(tableOf(font.tables, "hmtx"));
  const measured = tableOf(font.tables, "hhea").getUint16(34);
  for (let glyph = 0; glyph < measured; glyph++)
    if (!kept.has(glyph)) hmtx.fill(0, glyph * 4, glyph * 4 + 4);
  return hmtx;
};

const longHead = ({ tables }: FontFile) => {
  const head = bytesOf(tableOf(tables, "head"));
  new DataView(head.buffer).setInt16(50, 1);
  return head;
};

const HEADER_BYTES = 12;
const RECORD_BYTES = 16;

/** Writes tables as a TrueType file. PDF readers do not read its checksums, which stay zero. */
const fontBytes = (tables: readonly (readonly [string, Uint8Array])[]) => {
  const directory = new Uint8Array(HEADER_BYTES + tables.length * RECORD_BYTES);
  const view = new DataView(directory.buffer);
  view.setUint32(0, 0x0001_0000);
  view.setUint16(4, tables.length);
  const parts: Uint8Array[] = [directory];
  let offset = directory.length;
  for (const [at, [tag, bytes]] of tables.entries()) {
    const start = HEADER_BYTES + at * RECORD_BYTES;
    directory.set(new TextEncoder().encode(tag), start);
    view.setUint32(start + 8, offset);
    view.setUint32(start + 12, bytes.length);
    const padding = new Uint8Array(-bytes.length & 3);
    parts.push(bytes, padding);
    offset += bytes.length + padding.length;
  }
  return joined(parts);
};

/** Tables that an embedded font keeps as they are: sizes, and programs that fit outlines to pixels. */
const KEPT = ["OS/2", "hhea", "maxp", "cvt ", "fpgm", "prep"];

/**
 * Returns a font file with the given glyphs only, under their ids. It has neither characters nor shaping
 * rules, which a PDF does not read.
 */
export const subsetOf = (font: FontFile, glyphs: Iterable<number>): Uint8Array<ArrayBuffer> => {
  const kept = closureOf(font, glyphs);
  const { glyf, loca } = outlineTables(font, kept);
  const tables: [string, Uint8Array][] = [
    ["glyf", glyf],
    ["head", longHead(font)],
    ["hmtx", keptMetrics(font, kept)],
    ["loca", loca],
    ...KEPT.flatMap((tag): [string, Uint8Array][] => {
      const table = font.tables.get(tag);
      return table ? [[tag, bytesOf(table)]] : [];
    }),
  ];
  return fontBytes(tables.toSorted(([a], [b]) => (a < b ? -1 : 1)));
};
