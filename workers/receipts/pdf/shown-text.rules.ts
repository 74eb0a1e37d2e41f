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

/**
 * Returns the operators that show words in a line. A complex word names its text, because many readers
 * see words by the positions of glyphs.
 */
export const shownWords = (words: readonly Word[], font: EmbeddedFont, size: number): string => {
  const to = operatorsFor();
  for (const word of words) {
    if (word.isComplex) to.operator(`/Span << /ActualText ${textString(word.text)} >> BDC`);
    to.move(word.indent);
    for (const glyph of word.glyphs) showGlyph(to, glyph, font, size);
    if (word.isComplex) to.operator("EMC");
  }
  to.end();
  return to.operators.join("\n");
};
