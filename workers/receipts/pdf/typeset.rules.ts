import type { ShapedGlyph, Shaper } from "./shaper.port";

/** A glyph with the part of the text that a reader of the file extracts for it. */
export interface TextGlyph {
  glyph: number;
  text: string;
  /** The distance to the next glyph, so that no gap between two glyphs looks like a space. */
  advance: number;
  /** How far back the next glyph stands, as a negative length; almost always 0. */
  back: number;
  dy: number;
}

/** A word that is ready to be drawn. Lengths are in thousandths of the em. */
export interface Word {
  text: string;
  glyphs: TextGlyph[];
  /** The distance of the first glyph from the start of the word. */
  indent: number;
  width: number;
  /** Whether positions do not show the order of its characters, because some stand above or before others. */
  isComplex: boolean;
}

/** The scripts that the fonts of receipts cover. The first is that of text without letters. */
const SCRIPTS = [
  ["Latn", /\p{Script=Latin}/u],
  ["Grek", /\p{Script=Greek}/u],
  ["Cyrl", /\p{Script=Cyrillic}/u],
  ["Deva", /\p{Script=Devanagari}/u],
] as const;
const [[FIRST_SCRIPT]] = SCRIPTS;

const MARK = /\p{Mn}/u;
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/u;
/** The glyph of every font that shows a box for a missing character. */
const BOX = 0;
/** What readers extract for a glyph that stands for no character of its own. */
const NOTHING = "\u200b";

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Returns what a reader sees as the characters of a text. */
export const graphemesOf = (text: string): string[] =>
  Array.from(graphemes.segment(text), ({ segment }) => segment);

/** A part of a word that is shaped at once. Without a script its characters are missing in the font. */
interface Run {
  script: string | undefined;
  text: string;
}

const isCovered = (grapheme: string, { covers }: Shaper) =>
  [...grapheme].every((char) => covers(char.codePointAt(0) ?? 0) || IGNORABLE.test(char));

const scriptOf = (grapheme: string) => SCRIPTS.find(([, letters]) => letters.test(grapheme))?.[0];

/** Splits a word by script. Digits and punctuation belong to the script before them. */
const runsOf = (word: string, shaper: Shaper): Run[] => {
  const runs: Run[] = [];
  let current: string = FIRST_SCRIPT;
  for (const grapheme of graphemesOf(word)) {
    const isMissing = !isCovered(grapheme, shaper);
    if (!isMissing) current = scriptOf(grapheme) ?? current;
    const script = isMissing ? undefined : current;
    const last = runs.at(-1);
    if (last && last.script === script) last.text += grapheme;
    else runs.push({ script, text: grapheme });
  }
  return runs;
};

/**
 * Gives each glyph of a cluster a part of its text, so that the parts in the order of drawing are the text. The
 * glyph of a vowel sign that stands before its consonant therefore has the consonant as its text.
 */
const textsOf = (text: string, glyphCount: number): string[] => {
  const chars = [...text];
  return Array.from({ length: glyphCount }, (_, at) => {
    const part = chars.slice(at, at === glyphCount - 1 ? undefined : at + 1).join("");
    return part === "" ? NOTHING : part;
  });
};

/** A glyph where the shaper has placed it, with its text. */
type PlacedGlyph = Omit<ShapedGlyph, "cluster"> & Pick<TextGlyph, "text">;

const shapedRun = ({ script, text }: Run, { shape }: Shaper, boxWidth: number): PlacedGlyph[] => {
  if (script === undefined)
    return graphemesOf(text).map((part) => ({
      glyph: BOX,
      text: part,
      advance: boxWidth,
      dx: 0,
      dy: 0,
    }));
  const clusters = [...Map.groupBy(shape(text, script), ({ cluster }) => cluster)];
  return clusters.flatMap(([start, glyphs], at) => {
    const texts = textsOf(text.slice(start, clusters[at + 1]?.[0]), glyphs.length);
    return glyphs.map(({ cluster: _, ...glyph }, nth) => ({
      ...glyph,
      text: texts[nth] ?? NOTHING,
    }));
  });
};

/**
 * Gives each character of a ligature with a mark a code of its own, on a blank without width. Readers such as
 * pdf.js take a glyph whose text has a mark for one without width, and would add a space behind it.
 */
const perCharacter = (glyph: TextGlyph, blank: number): TextGlyph[] => {
  const [first = "", ...others] = [...glyph.text];
  if (others.length === 0 || !MARK.test(glyph.text)) return [glyph];
  const { back } = glyph;
  const blanks = others.map((text, at) => {
    const isLast = at === others.length - 1;
    return { glyph: blank, text, advance: 0, back: isLast ? back : 0, dy: 0 };
  });
  return [{ ...glyph, text: first, back: 0 }, ...blanks];
};

const wordOf = (text: string, placed: readonly PlacedGlyph[], blank: number): Word => {
  let width = 0;
  const places = placed.map(({ advance, dx }) => {
    width += advance;
    return width - advance + dx;
  });
  const glyphs = placed.flatMap(({ glyph, text: part, dy }, at) => {
    const distance = (places[at + 1] ?? width) - (places[at] ?? 0);
    const [advance, back] = [Math.max(0, distance), Math.min(0, distance)];
    return perCharacter({ glyph, text: part, advance, back, dy }, blank);
  });
  const isComplex = glyphs.some(({ advance, back, dy }) => advance === 0 || back < 0 || dy !== 0);
  return { text, glyphs, indent: places[0] ?? 0, width, isComplex };
};

/** Returns a function that typesets words of one font. Words repeat, so each is shaped once. */
export const typesetter = (shaper: Shaper, boxWidth: number) => {
  const known = new Map<string, Word>();
  const blank = shaper.shape(" ", FIRST_SCRIPT)[0]?.glyph ?? BOX;
  const typeset = (text: string): Word => {
    const placed = runsOf(text, shaper).flatMap((run) => shapedRun(run, shaper, boxWidth));
    return wordOf(text, placed, blank);
  };
  return (text: string): Word => {
    const word = known.get(text) ?? typeset(text);
    known.set(text, word);
    return word;
  };
};
export type Typesetter = ReturnType<typeof typesetter>;
