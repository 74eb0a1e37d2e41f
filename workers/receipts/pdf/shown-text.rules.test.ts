import { describe, expect, test } from "bun:test";
import { embeddedFont } from "./embedded-font.rules";
import { readFont } from "./font-file.rules";
import { linesOf } from "./lines.rules";
import { shownWords } from "./shown-text.rules";
import { FONT_FILES, shaperOf } from "./testing";
import { typesetter, type Word } from "./typeset.rules";

const typeset = typesetter(shaperOf(FONT_FILES.regular), 600);
const font = () => embeddedFont("NotoSans-Regular", readFont(FONT_FILES.regular));
const shown = (text: string) => {
  const [line] = linesOf(text, 1e6, typeset);
  return shownWords(line?.words ?? [], font(), 10);
};

describe("the operators of a line", () => {
  test("show simple words at once", () =>
    expect(shown("Tea set")).toMatch(/^\[<(\w{4}){7}>\] TJ$/));

  test("name the text of a complex word with the space behind it", () => {
    // "नई " and "क्ष"; the word between them is simple.
    const named = [...shown("नई नमक क्ष").matchAll(/ActualText <FEFF(\w+)>/g)].map(([, hex]) => hex);
    expect(named).toEqual(["092809080020", "0915094D0937"]);
  });

  test("raise a glyph, and return to the line", () => {
    const glyph = { glyph: 36, text: "A", advance: 500, back: 0, dy: 200 };
    const word: Word = { text: "A", glyphs: [glyph], indent: 30, width: 500, isComplex: true };
    expect(shownWords([word], font(), 10).split("\n")).toEqual([
      "/Span << /ActualText <FEFF0041> >> BDC",
      "[-30] TJ",
      "2 Ts",
      "[<0001>] TJ",
      "0 Ts",
      "EMC",
    ]);
  });

  test("step back where the next glyph stands before", () => {
    const glyphs = [0, 1].map((at) => ({
      glyph: 36,
      text: "A",
      advance: 0,
      back: -50 * at,
      dy: 0,
    }));
    const word: Word = { text: "AA", glyphs, indent: 0, width: 0, isComplex: true };
    expect(shownWords([word], font(), 10)).toContain("[<00010001>50] TJ");
  });
});
