import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { FONT_FILES, shaperOf } from "./testing";
import { graphemesOf, typesetter } from "./typeset.rules";

const BOX_WIDTH = 600;
const shaper = shaperOf(FONT_FILES.regular);
const typeset = typesetter(shaper, BOX_WIDTH);
const textOf = (word: string) =>
  typeset(word)
    .glyphs.map(({ text }) => text)
    .join("")
    .replaceAll("\u200b", "");
const glyphsOf = (word: string) => typeset(word).glyphs.map(({ glyph }) => glyph);

describe("a word", () => {
  test.each([
    ...["हिन्दी", "क्षत्रिय", "र्कि", "श्रीमती", "शक्ति", "हुई", "द्ध्र्य", "ट्ठी", "मूँगफली"],
    ...["Łódź", "e\u0301te\u0301", "Quận", "φρεσκοκομμένος", "Їжак", "कॉफ़ी250g", "office"],
  ])("has the text %s in the order of drawing", (word) => expect(textOf(word)).toBe(word));

  test("draws a vowel sign before its consonant", () => {
    const [, consonant] = glyphsOf("कि");
    expect(consonant).toBe(glyphsOf("क")[0] ?? 0);
  });

  test("draws a conjunct as one glyph, and names its characters one by one", () => {
    const { glyphs, width } = typeset("क्ष");
    expect(glyphs.map(({ text }) => text)).toEqual(["क", "्", "ष"]);
    expect(glyphs.map(({ advance }) => advance)).toEqual([width, 0, 0]);
  });

  test("shapes each script by its own rules", () =>
    expect(glyphsOf("हिन्दीAV")).toEqual([...glyphsOf("हिन्दी"), ...glyphsOf("AV")]));

  test("draws one box for a character that the font does not have", () => {
    const { glyphs } = typeset("a👩‍👩‍👧b");
    expect(glyphs.map(({ glyph }) => glyph === 0)).toEqual([false, true, false]);
    expect(glyphs[1]).toMatchObject({ text: "👩‍👩‍👧", advance: BOX_WIDTH });
  });

  test("is as wide as its glyphs", () =>
    expect(typeset("AVAV").width).toBeLessThan(2 * typeset("A").width + 2 * typeset("V").width));

  test("keeps every text, whatever its characters", () => {
    const someText = fc.string({ unit: "binary", maxLength: 12 });
    const indic = fc.string({
      unit: fc.integer({ min: 0x900, max: 0x97f }).map((code) => String.fromCodePoint(code)),
      maxLength: 8,
    });
    fc.assert(
      fc.property(fc.oneof(someText, indic), (text) => {
        expect(textOf(text)).toBe(text.replaceAll("\u200b", ""));
      }),
      { numRuns: 2000 },
    );
  });
});

test("splits text into what a reader sees as characters", () =>
  expect(graphemesOf("e\u0301👩‍👩‍👧")).toEqual(["e\u0301", "👩‍👩‍👧"]));
