import type { EmbeddedFont } from "./embedded-font.rules";
import { decimal, textString } from "./objects.rules";
import type { TextGlyph, Word } from "./typeset.rules";

/** Collects the operators that show glyphs: arrays of codes and moves, and changes of height between them. */
const operatorsFor = () => {
  const operators: string[] = [];
  let codes = "";
  let array = "";
  const endCodes = () => {
    if (codes) array += `<${codes}>`;
    codes = "";
  };
  const end = () => {
    endCodes();
    if (array) operators.push(`[${array}] TJ`);
    array = "";
  };
  return {
    operators,
    end,
    show: (code: string) => {
      codes += code;
    },
    /** Moves to the right, in thousandths of the em. */
    move: (distance: number) => {
      if (distance === 0) return;
      endCodes();
      array += decimal(-distance);
    },
    operator: (text: string) => {
      end();
      operators.push(text);
    },
  };
};

type Operators = ReturnType<typeof operatorsFor>;

const showGlyph = (to: Operators, glyph: TextGlyph, font: EmbeddedFont, size: number) => {
  if (glyph.dy !== 0) to.operator(`${decimal((glyph.dy * size) / 1000)} Ts`);
  to.show(font.codeOf(glyph));
  if (glyph.dy !== 0) to.operator("0 Ts");
  to.move(glyph.back);
};

/** Returns each complex word together with the space behind it, and all others alone. */
const spansOf = (words: readonly Word[]) => {
  const spans: Word[][] = [];
  for (const word of words) {
    const last = spans.at(-1);
    if (word.text === " " && last?.[0]?.isComplex) last.push(word);
    else spans.push([word]);
  }
  return spans;
};

/**
 * Returns the operators that show words in a line. A complex word names its text, because many readers
 * see words by the positions of glyphs. So does the space behind it, which PDFium would leave out.
 */
export const shownWords = (words: readonly Word[], font: EmbeddedFont, size: number): string => {
  const to = operatorsFor();
  for (const span of spansOf(words)) {
    const isComplex = span.some((word) => word.isComplex);
    const text = span.map((word) => word.text).join("");
    if (isComplex) to.operator(`/Span << /ActualText ${textString(text)} >> BDC`);
    for (const { indent, glyphs } of span) {
      to.move(indent);
      for (const glyph of glyphs) showGlyph(to, glyph, font, size);
    }
    if (isComplex) to.operator("EMC");
  }
  to.end();
  return to.operators.join("\n");
};
