/** The tables of a TrueType font by their tags. */
export type FontTables = ReadonlyMap<string, DataView>;

/** A TrueType font, as far as a PDF describes and embeds it. Lengths are in thousandths of the em. */
export interface FontFile {
  tables: FontTables;
  unitsPerEm: number;
  glyphCount: number;
  ascent: number;
  descent: number;
  capHeight: number;
  box: [left: number, bottom: number, right: number, top: number];
  widthOf(glyph: number): number;
  /** The outline of a glyph; empty for a blank. */
  outlineOf(glyph: number): DataView;
}

const TABLE_RECORD_BYTES = 16;

const tablesOf = (bytes: ArrayBuffer): FontTables => {
  const file = new DataView(bytes);
  const count = file.getUint16(4);
  return new Map(
    Array.from({ length: count }, (_, at) => {
      const start = 12 + at * TABLE_RECORD_BYTES;
      const tag = String.fromCharCode(...new Uint8Array(bytes, start, 4));
      return [tag, new DataView(bytes, file.getUint32(start + 8), file.getUint32(start + 12))];
    }),
  );
};

/** Returns a table. @throws an error with its tag if the font has none */
export const tableOf = (tables: FontTables, tag: string): DataView => {
  const table = tables.get(tag);
  if (!table) throw new Error(`The font has no table ${tag}.`);
  return table;
};

const slice = ({ buffer, byteOffset }: DataView, start: number, end: number) =>
  new DataView(buffer, byteOffset + start, end - start);

/**
 * Reads a TrueType font (https://learn.microsoft.com/typography/opentype/spec/otff).
 * @throws an error if it has no TrueType outlines
 */
export const readFont = (bytes: ArrayBuffer): FontFile => {
  const tables = tablesOf(bytes);
  const [head, hhea, hmtx, loca, glyf, os2] = ["head", "hhea", "hmtx", "loca", "glyf", "OS/2"].map(
    (tag) => tableOf(tables, tag),
  ) as [DataView, DataView, DataView, DataView, DataView, DataView];
  const unitsPerEm = head.getUint16(18);
  const thousandths = (units: number) => Math.round((units * 1000) / unitsPerEm);
  const isLong = head.getInt16(50) === 1;
  const startOf = (glyph: number) =>
    isLong ? loca.getUint32(glyph * 4) : loca.getUint16(glyph * 2) * 2;
  const measured = hhea.getUint16(34);
  const corner = (offset: number) => thousandths(head.getInt16(offset));
  return {
    tables,
    unitsPerEm,
    glyphCount: tableOf(tables, "maxp").getUint16(4),
    ascent: thousandths(hhea.getInt16(4)),
    descent: thousandths(hhea.getInt16(6)),
    capHeight: thousandths(os2.getInt16(88)),
    box: [corner(36), corner(38), corner(40), corner(42)],
    widthOf: (glyph) => thousandths(hmtx.getUint16(Math.min(glyph, measured - 1) * 4)),
    outlineOf: (glyph) => slice(glyf, startOf(glyph), startOf(glyph + 1)),
  };
};
