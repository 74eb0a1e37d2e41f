import { graphemesOf, type Typesetter, type Word } from "./typeset.rules";

/** Words of one line, spaces included. The width is in thousandths of the em. */
export interface Line {
  words: Word[];
  width: number;
}

const lineOf = (words: Word[]): Line => ({
  words,
  width: words.reduce((sum, { width }) => sum + width, 0),
});

/** Splits a word that is wider than a line between characters, so that each part fits. */
const partsOf = (word: Word, width: number, typeset: Typesetter): Word[] => {
  if (word.width <= width) return [word];
  const parts: string[] = [];
  let partWidth = Number.POSITIVE_INFINITY;
  for (const grapheme of graphemesOf(word.text)) {
    const { width: own } = typeset(grapheme);
    const isFull = partWidth + own > width;
    partWidth = isFull ? own : partWidth + own;
    if (isFull) parts.push(grapheme);
    else parts[parts.length - 1] += grapheme;
  }
  return parts.map(typeset);
};

/** Breaks a text into lines at its spaces; words that are too long also elsewhere. */
export const linesOf = (text: string, width: number, typeset: Typesetter): Line[] => {
  const space = typeset(" ");
  const lines: Word[][] = [];
  let left = 0;
  for (const word of text.split(" ").map(typeset))
    for (const [nth, part] of partsOf(word, width, typeset).entries()) {
      const line = lines.at(-1);
      const needed = space.width + part.width;
      // The parts of one long word stand below each other.
      const fits = line && nth === 0 && needed <= left;
      if (fits) line.push(space, part);
      else lines.push([part]);
      left = fits ? left - needed : width - part.width;
    }
  return lines.map(lineOf);
};
