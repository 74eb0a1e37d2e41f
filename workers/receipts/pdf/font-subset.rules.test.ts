import { describe, expect, test } from "bun:test";
import { readFont } from "./font-file.rules";
import { subsetOf } from "./font-subset.rules";
import { FONT_FILES, shaperOf } from "./testing";

const font = readFont(FONT_FILES.regular);
const glyphOf = (text: string) =>
  shaperOf(FONT_FILES.regular)
    .shape(text, "Latn")
    .map(({ glyph }) => glyph)[0] ?? 0;
const bytesOf = ({ buffer, byteOffset, byteLength }: DataView) =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);

describe("a subset of a font", () => {
  test("has the outlines and widths of its glyphs under their ids", () => {
    const glyph = glyphOf("g");
    const subset = readFont(subsetOf(font, [glyph]).buffer);
    expect(bytesOf(subset.outlineOf(glyph)).subarray(0, font.outlineOf(glyph).byteLength)).toEqual(
      bytesOf(font.outlineOf(glyph)),
    );
    expect(subset.widthOf(glyph)).toBe(font.widthOf(glyph));
    expect(subset.outlineOf(glyphOf("h")).byteLength).toBe(0);
  });

  test("has the parts of a composite glyph", () => {
    const composite = Array.from({ length: font.glyphCount }, (_, glyph) => glyph).find((glyph) => {
      const outline = font.outlineOf(glyph);
      return outline.byteLength > 0 && outline.getInt16(0) < 0;
    });
    if (composite === undefined) throw new Error("The font has no composite glyph.");
    const part = font.outlineOf(composite).getUint16(12);
    const subset = readFont(subsetOf(font, [composite]).buffer);
    expect(subset.outlineOf(part).byteLength).toBeGreaterThan(0);
  });

  test("has the box for missing characters, and is far smaller than the font", () => {
    const subset = subsetOf(font, []);
    expect(readFont(subset.buffer).outlineOf(0).byteLength).toBeGreaterThan(0);
    expect(subset.length).toBeLessThan(FONT_FILES.regular.byteLength / 10);
  });
});

test("refuses a font without TrueType outlines", () =>
  expect(() => readFont(new ArrayBuffer(12))).toThrow("The font has no table head."));
